/* The tables of a track of an MP4 file [BMFF], and what its audio is [MP4] [ALAC]. */
#include "analyzer/audio/mp4_private.h"
#include "analyzer/audio/riff.h"

#include <stdio.h>
#include <string.h>

enum {
    FULL_BYTES = 4,
    ENTRY_BYTES = 36,    /* of a sound description, with the header of its box */
    ENTRY_V1_BYTES = 52, /* of QuickTime, version 1 */
    ENTRY_V2_BYTES = 72, /* version 2 */
    COOKIE_BYTES = 24,   /* of an ALAC decoder */
    STTS_ENTRY_BYTES = 8,
    STSZ_ENTRY_BYTES = 4,
};

static const int64_t TICKS_MAX = 1LL << 50; /* more is nonsense, and would overflow */

/* bytes of the body at an offset in it; NULL: the box ends before. */
static const unsigned char *peek(struct lo_source *source,
                                 const struct lo_mp4_place *box, int64_t offset,
                                 int64_t bytes)
{
    return box->end - box->body < offset + bytes
               ? NULL
               : lo_source_peek(source, box->body + offset, (size_t)bytes);
}

void lo_mp4_mdhd(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    const unsigned char *bytes = peek(source, box, 0, 24);

    if (bytes)
        track->found.ticks_hz = lo_be32(bytes + (bytes[0] == 1 ? 20 : 12));
}

void lo_mp4_hdlr(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    const unsigned char *bytes = peek(source, box, FULL_BYTES, 8);

    /* QuickTime has a second one, of the data: "dhlr". */
    if (bytes && memcmp(bytes + 4, "soun", 4) == 0)
        track->is_sound = true;
}

void lo_mp4_stts(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    const unsigned char *bytes = peek(source, box, FULL_BYTES, 4);
    uint32_t count = bytes ? lo_be32(bytes) : 0;
    int64_t ticks = 0;

    for (int64_t i = 0; i < count; i++) {
        bytes = peek(source, box, 8 + i * STTS_ENTRY_BYTES, STTS_ENTRY_BYTES);
        if (!bytes)
            break;
        if (lo_be32(bytes) > TICKS_MAX / ((int64_t)lo_be32(bytes + 4) + 1))
            ticks = TICKS_MAX;
        else
            ticks += (int64_t)lo_be32(bytes) * lo_be32(bytes + 4);
        if (ticks >= TICKS_MAX)
            break;
    }
    track->found.duration = ticks < TICKS_MAX ? ticks : TICKS_MAX;
}

void lo_mp4_stsz(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    const unsigned char *bytes = peek(source, box, FULL_BYTES, 8);
    uint32_t each = bytes ? lo_be32(bytes) : 0, count = bytes ? lo_be32(bytes + 4) : 0;
    int64_t sum = 0;

    if (each) {
        track->found.audio_bytes =
            count > TICKS_MAX / each ? TICKS_MAX : (int64_t)each * count;
        return;
    }
    for (int64_t i = 0; i < count && sum < source->size; i++) {
        bytes = peek(source, box, 12 + i * STSZ_ENTRY_BYTES, STSZ_ENTRY_BYTES);
        if (!bytes)
            break;
        sum += lo_be32(bytes);
    }
    track->found.audio_bytes = sum;
}

/* Edits without media shift a track against others, which a file of one track has not. */
void lo_mp4_elst(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    const unsigned char *bytes = peek(source, box, 0, 8);
    bool is_long = bytes && bytes[0] == 1;
    uint32_t count = bytes ? lo_be32(bytes + 4) : 0;
    int64_t entry = is_long ? 20 : 12;

    for (int64_t i = 0; i < count; i++) {
        int64_t length, start;

        bytes = peek(source, box, 8 + i * entry, entry);
        if (!bytes)
            return;
        length = is_long ? lo_be64_or_less(bytes) : lo_be32(bytes);
        start =
            is_long
                ? (int64_t)((uint64_t)lo_be32(bytes + 8) << 32 | lo_be32(bytes + 12))
                : (int32_t)lo_be32(bytes + 4);
        if (start < 0 || start > TICKS_MAX || length > TICKS_MAX)
            continue;
        if (track->found.edit.count == 0) {
            track->found.edit.start = start;
            track->edit_length = length;
        }
        if (track->found.edit.count < INT32_MAX)
            track->found.edit.count++;
    }
}

/* Codecs that are told by name and not read. */
static const struct {
    const char *id, *name;
} others[] = {
    {"drms", "protected audio (FairPlay)"},
    {"enca", "encrypted audio"},
    {"ac-3", "AC-3"},
    {"ec-3", "E-AC-3"},
    {"ac-4", "AC-4"},
    {"dtsc", "DTS"},
    {"dtsh", "DTS-HD"},
    {"dtsl", "DTS-HD Master Audio"},
    {"Opus", "Opus"},
    {"fLaC", "FLAC"},
    {".mp3", "MP3"},
    {"samr", "AMR"},
    {"sawb", "AMR wideband"},
    {"lpcm", "PCM"},
    {"ipcm", "PCM"},
    {"fpcm", "PCM"},
    {"sowt", "PCM"},
    {"twos", "PCM"},
    {"in24", "PCM"},
    {"in32", "PCM"},
    {"fl32", "PCM"},
    {"fl64", "PCM"},
    {"raw ", "PCM"},
    {"ulaw", "mu-law"},
    {"alaw", "A-law"},
    {"ima4", "IMA ADPCM"},
    {"mha1", "MPEG-H"},
    {"mhm1", "MPEG-H"},
};

static void refuse(struct lo_mp4_track *track, const unsigned char id[4])
{
    char text[5];

    for (size_t i = 0; i < LO_COUNT(others); i++)
        if (memcmp(id, others[i].id, 4) == 0) {
            track->refused = others[i].name;
            return;
        }
    lo_riff_id_text(id, text);
    snprintf(track->other, sizeof track->other, "codec '%s'", text);
    track->refused = "a codec";
}

static void take_cookie(struct lo_mp4_track *track, struct lo_source *source,
                        const struct lo_mp4_place *box)
{
    const unsigned char *cookie = peek(source, box, FULL_BYTES, COOKIE_BYTES);

    if (!cookie)
        return;
    track->found.codec = "alac";
    track->found.bits = cookie[5];
    track->found.channels = cookie[9];
    track->found.rate_hz = lo_be32(cookie + 20);
}

/* The descriptor at *at: its tag, with *at moved to its body; 0: there is none. Its length is
 * in one to four bytes, which say whether another follows. */
static unsigned descriptor(struct lo_source *source, int64_t *at, int64_t end)
{
    const unsigned char *byte = *at < end ? lo_source_peek(source, *at, 1) : NULL;
    unsigned tag = byte ? *byte : 0;

    for (int i = 0; byte && i < 4; i++) {
        byte = ++*at < end ? lo_source_peek(source, *at, 1) : NULL;
        if (byte && !(*byte & 0x80))
            break;
    }
    ++*at;
    return byte ? tag : 0;
}

/* What is in "mp4a": AAC, or something older. */
static void take_esds(struct lo_mp4_track *track, struct lo_source *source,
                      const struct lo_mp4_place *box)
{
    int64_t at = box->body + FULL_BYTES;
    const unsigned char *bytes;
    unsigned flags;

    if (descriptor(source, &at, box->end) != 3 || box->end - at < 3)
        return;
    bytes = lo_source_peek(source, at, 3);
    flags = bytes ? bytes[2] : 0;
    /* The fields that the flags promise: another stream, a URL, a clock. */
    if (!bytes || flags & 0x40)
        return;
    at += 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
    if (descriptor(source, &at, box->end) != 4 || at >= box->end)
        return;
    bytes = lo_source_peek(source, at, 1);
    if (bytes && (*bytes == 0x40 || (*bytes >= 0x66 && *bytes <= 0x68)))
        track->found.codec = "aac";
    else if (bytes)
        track->refused = *bytes == 0x69 || *bytes == 0x6B ? "MPEG audio (MP3)"
                                                          : "audio that is not AAC";
}

/* The boxes behind a sound description; QuickTime puts them into "wave". */
static void take_config(struct lo_mp4_track *track, struct lo_source *source,
                        int64_t at, int64_t end, int depth)
{
    struct lo_mp4_place box;

    for (int i = 0; i < 16 && lo_mp4_box_at(source, at, end, &box); i++) {
        if (box.end > end)
            box.end = end;
        if (memcmp(box.id, "wave", 4) == 0 && depth == 0)
            take_config(track, source, box.body, box.end, 1);
        else if (memcmp(box.id, "alac", 4) == 0)
            take_cookie(track, source, &box);
        else if (memcmp(box.id, "esds", 4) == 0)
            take_esds(track, source, &box);
        at = box.end;
    }
}

void lo_mp4_stsd(struct lo_mp4_track *track, struct lo_source *source,
                 const struct lo_mp4_place *box)
{
    struct lo_mp4_place entry;
    int64_t at = box->body + FULL_BYTES + 4;
    const unsigned char *bytes;
    unsigned version;

    if (track->found.entry_at || !lo_mp4_box_at(source, at, box->end, &entry) ||
        entry.end > box->end)
        return;
    track->found.entry_at = at;
    if (memcmp(entry.id, "alac", 4) != 0 && memcmp(entry.id, "mp4a", 4) != 0) {
        refuse(track, entry.id);
        return;
    }
    bytes =
        entry.end - at < ENTRY_BYTES ? NULL : lo_source_peek(source, at, ENTRY_BYTES);
    if (!bytes)
        return;
    version = bytes[17];
    track->found.channels = (unsigned)(bytes[24] << 8 | bytes[25]);
    take_config(track, source,
                at + (version == 0   ? ENTRY_BYTES
                      : version == 1 ? ENTRY_V1_BYTES
                                     : ENTRY_V2_BYTES),
                entry.end, 0);
}

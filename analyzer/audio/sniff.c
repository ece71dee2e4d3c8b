#include "analyzer/audio/sniff.h"

#include "analyzer/audio/coded.h"
#include "analyzer/audio/w64.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    ID3_HEADER_BYTES = 10,
    ID3_TAGS_MAX = 16,
    MPEG_FRAMES = 4, /* headers in a row that make a stream of it */
};

struct magic {
    unsigned offset;
    const char *bytes;
    unsigned count;
    const char *name;
};

#define MAGIC(offset, bytes, name)                                                     \
    {                                                                                  \
        offset, bytes, sizeof(bytes) - 1, name                                         \
    }

static const struct magic files[] = {
    MAGIC(0, "FORM", "an IFF file"),
    MAGIC(0, "RIFX", "a big-endian RIFF file"),
    MAGIC(0, "MAC ", "a Monkey's Audio file"),
    MAGIC(0, "wvpk", "a WavPack file"),
    MAGIC(0, "TTA1", "a True Audio file"),
    MAGIC(0, "MPCK", "a Musepack file"),
    MAGIC(0, "MP+", "a Musepack file"),
    MAGIC(0, "DSD ", "a DSF file"),
    MAGIC(0, "FRM8", "a DSDIFF file"),
    MAGIC(0, ".snd", "a Sun audio file"),
    MAGIC(0, "MThd", "a MIDI file"),
    MAGIC(0, "ADIF", "an AAC stream"),
    MAGIC(0, "\x30\x26\xB2\x75", "an ASF (Windows Media) file"),
    MAGIC(0, "\x1A\x45\xDF\xA3", "a Matroska file"),
    MAGIC(0, "\x0B\x77", "an AC-3 stream"),
    MAGIC(0, "\x7F\xFE\x80\x01", "a DTS stream"),
    MAGIC(0, "PK\3\4", "a ZIP archive"),
    MAGIC(0, "Rar!", "a RAR archive"),
    MAGIC(0, "7z\xBC\xAF", "a 7-Zip archive"),
    MAGIC(0, "\x1F\x8B", "a gzip file"),
    MAGIC(0, "%PDF", "a PDF document"),
    MAGIC(0, "\x89PNG", "a PNG picture"),
    MAGIC(0, "\xFF\xD8\xFF", "a JPEG picture"),
    MAGIC(0,
          "\x7F"
          "ELF",
          "a program"),
    MAGIC(0, "<!DOCTYPE", "an HTML page"),
    MAGIC(0, "<!doctype", "an HTML page"),
    MAGIC(0, "<html", "an HTML page"),
    MAGIC(0, "<HTML", "an HTML page"),
    MAGIC(0, "<?xml", "an XML document"),
};

/* Coded audio that gets wrapped as PCM. The words of DTS and IEC 61937 are as 16-bit
 * little-endian samples hold them. */
static const struct magic streams[] = {
    MAGIC(0, "OggS\0", "an Ogg stream"),
    MAGIC(0, "fLaC\0\0\0\x22", "a FLAC stream"),
    MAGIC(0, "ID3\3\0", "an ID3 tag, as before an MP3 stream"),
    MAGIC(0, "ID3\4\0", "an ID3 tag, as before an MP3 stream"),
    MAGIC(0, "\xFE\x7F\x01\x80", "a DTS stream"),
    MAGIC(0, "\xFF\x1F\x00\xE8", "a DTS stream"),
    MAGIC(0, "\x72\xF8\x1F\x4E", "an IEC 61937 stream (AC-3, DTS or the like)"),
};

static const char *find(const struct magic *magics, size_t count,
                        struct lo_source *source, int64_t at)
{
    for (size_t i = 0; i < count; i++) {
        const unsigned char *bytes =
            lo_source_peek(source, at + magics[i].offset, magics[i].count);

        if (bytes && memcmp(bytes, magics[i].bytes, magics[i].count) == 0)
            return magics[i].name;
    }
    return NULL;
}

static bool is_mpeg(struct lo_source *source, int64_t at)
{
    for (int i = 0; i < MPEG_FRAMES; i++) {
        const unsigned char *header = lo_source_peek(source, at, 4);
        int64_t bytes = header ? lo_mpeg_frame_of(header).bytes : 0;

        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

const char *lo_sniff_stream(struct lo_source *source, int64_t at, int64_t bytes)
{
    const char *name = NULL;

    if (bytes >= 8)
        name = find(streams, LO_COUNT(streams), source, at);
    if (!name && is_mpeg(source, at))
        name = "an MPEG audio (MP3) stream";
    return name;
}

/* Offset after the ID3v2 tags that begin at offset at. */
static int64_t skip_id3(struct lo_source *source, int64_t at)
{
    for (int i = 0; i < ID3_TAGS_MAX; i++) {
        const unsigned char *tag = lo_source_peek(source, at, ID3_HEADER_BYTES);

        if (!tag || memcmp(tag, "ID3", 3) != 0 ||
            (tag[6] | tag[7] | tag[8] | tag[9]) & 0x80)
            break;
        at += ID3_HEADER_BYTES +
              ((int64_t)tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]) +
              (tag[5] & 0x10 ? ID3_HEADER_BYTES : 0);
    }
    return at;
}

/* What an extension promises beside an enum lo_content. */
enum { PROMISE_NOTHING = LO_CONTENT_TOTAL, PROMISE_OTHER };

static const char *const contents[LO_CONTENT_TOTAL] = {
    [LO_CONTENT_WAVE] = "a WAVE",
    [LO_CONTENT_W64] = "a Wave64",
    [LO_CONTENT_AIFF] = "an AIFF",
    [LO_CONTENT_CAF] = "a Core Audio",
    [LO_CONTENT_FLAC] = "a FLAC",
    [LO_CONTENT_OGG] = "an Ogg",
    [LO_CONTENT_MPEG] = "an MPEG audio (MP3)",
    [LO_CONTENT_MP4] = "an MP4",
};

static int promise_of(const char *name)
{
    static const struct {
        const char *extension;
        int promise;
    } known[] = {
        {"wav", LO_CONTENT_WAVE},  {"wave", LO_CONTENT_WAVE}, {"bwf", LO_CONTENT_WAVE},
        {"rf64", LO_CONTENT_WAVE}, {"bw64", LO_CONTENT_WAVE}, {"w64", LO_CONTENT_W64},
        {"flac", LO_CONTENT_FLAC}, {"fla", LO_CONTENT_FLAC},  {"aif", LO_CONTENT_AIFF},
        {"aiff", LO_CONTENT_AIFF}, {"aifc", LO_CONTENT_AIFF}, {"caf", LO_CONTENT_CAF},
        {"mp3", LO_CONTENT_MPEG},  {"mp2", LO_CONTENT_MPEG},  {"m4a", LO_CONTENT_MP4},
        {"mp4", LO_CONTENT_MP4},   {"aac", PROMISE_OTHER},    {"ogg", LO_CONTENT_OGG},
        {"oga", LO_CONTENT_OGG},   {"opus", LO_CONTENT_OGG},  {"wma", PROMISE_OTHER},
        {"ape", PROMISE_OTHER},    {"wv", PROMISE_OTHER},     {"dsf", PROMISE_OTHER},
        {"dff", PROMISE_OTHER},    {"html", PROMISE_OTHER},   {"zip", PROMISE_OTHER},
    };
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < LO_COUNT(known); i++)
        if (strcasecmp(dot + 1, known[i].extension) == 0)
            return known[i].promise;
    return PROMISE_NOTHING;
}

static int refuse(struct lo_source *source, int64_t at, const char *name,
                  struct lo_err *err)
{
    const char *what = find(files, LO_COUNT(files), source, at);
    int promise = promise_of(name);
    char lie[48] = "";

    if (promise < LO_CONTENT_TOTAL)
        snprintf(lie, sizeof lie, "; its name promises %s file", contents[promise]);
    if (what)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "not accepted: %s at byte %" PRId64 "%s", what, at, lie);
    if (source->size < 4)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                        "%" PRId64 " bytes are no audio file", source->size);
    return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0},
                    "not accepted: no audio format that is known at byte %" PRId64 "%s",
                    at, lie);
}

static bool find_content(struct lo_source *source, int64_t at, enum lo_content *content)
{
    const unsigned char *magic = lo_source_peek(source, at, 4), *head;

    if (!magic)
        return false;
    if (memcmp(magic, "fLaC", 4) == 0 || memcmp(magic, "caff", 4) == 0) {
        *content = *magic == 'f' ? LO_CONTENT_FLAC : LO_CONTENT_CAF;
        return true;
    }
    if (memcmp(magic, "RIFF", 4) == 0 || memcmp(magic, "RF64", 4) == 0 ||
        memcmp(magic, "BW64", 4) == 0) {
        *content = LO_CONTENT_WAVE;
        return true;
    }
    if (memcmp(magic, "OggS", 4) == 0 || is_mpeg(source, at)) {
        *content = *magic == 'O' ? LO_CONTENT_OGG : LO_CONTENT_MPEG;
        return true;
    }
    head = at ? NULL : lo_source_peek(source, 0, 8);
    if (head && memcmp(head + 4, "ftyp", 4) == 0) {
        *content = LO_CONTENT_MP4;
        return true;
    }
    if (memcmp(magic, "riff", 4) == 0) {
        magic = lo_source_peek(source, at, LO_W64_GUID_BYTES);
        *content = LO_CONTENT_W64;
        return magic && memcmp(magic, lo_w64_guid, LO_W64_GUID_BYTES) == 0;
    }
    if (memcmp(magic, "FORM", 4) != 0)
        return false;
    magic = lo_source_peek(source, at + 8, 4);
    *content = LO_CONTENT_AIFF;
    return magic && (memcmp(magic, "AIFF", 4) == 0 || memcmp(magic, "AIFC", 4) == 0);
}

int lo_sniff(struct lo_source *source, const char *name, enum lo_content *content,
             int64_t *at, struct lo_remarks *remarks, struct lo_err *err)
{
    int promise = promise_of(name);

    if (source->size == 0)
        return lo_error(err, LO_EFORMAT, (struct lo_at){name, 0}, "the file is empty");
    *at = skip_id3(source, 0);
    if (!find_content(source, *at, content))
        return refuse(source, *at, name, err);
    /* Before MPEG frames a tag is where it belongs. */
    if (*at > 0 && *content != LO_CONTENT_MPEG)
        lo_remark(&remarks->problems,
                  "leading-tag: %" PRId64 " bytes of ID3 before the header of %s file",
                  *at, contents[*content]);
    if (promise != PROMISE_NOTHING && promise != (int)*content)
        lo_remark(&remarks->problems,
                  "wrong-extension: the name ends in '%s', but %s file begins at byte "
                  "%" PRId64,
                  strrchr(name, '.'), contents[*content], *at);
    return 0;
}

const char *lo_sniff_refused(size_t i)
{
    return i < LO_COUNT(files) ? files[i].name : NULL;
}

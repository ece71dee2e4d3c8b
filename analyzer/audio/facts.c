#include "analyzer/audio/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct lo_term lo_audio_terms[] = {
    {LO_TERM_TEXT, "file.name", LO_UNIT_NONE, "name of the file, without folders", 0},
    {LO_TERM_TEXT, "file.container", LO_UNIT_NONE,
     "wav, rf64, bw64, w64, aiff, aifc, caf, flac, m4a, ogg or mp3", 0},
    {LO_TERM_TEXT, "file.codec", LO_UNIT_NONE,
     "pcm, flac or alac; lossy: aac, vorbis, opus, mp3, mp2 or mp1", 0},
    {LO_TERM_TEXT, "file.decoder", LO_UNIT_NONE,
     "library that decoded MP4, Ogg or MP3, with its version", 0},
    {LO_TERM_TEXT, "file.sample_format", LO_UNIT_NONE, "integer or float", 0},
    {LO_TERM_TEXT, "file.wave_format_tag", LO_UNIT_NONE,
     "format tag of a WAVE file: 0x0001 PCM, 0x0003 float, 0xFFFE extensible", 0},
    {LO_TERM_TEXT, "file.wave_subformat", LO_UNIT_NONE,
     "what the tag 0xFFFE stands for: 0x0001 PCM, 0x0003 float", 0},
    {LO_TERM_TEXT, "file.aifc_type", LO_UNIT_NONE,
     "compression type of an AIFC file: NONE, sowt, fl32, ...", 0},
    {LO_TERM_TEXT, "file.sha256", LO_UNIT_NONE, "SHA-256 of the whole file", 0},
    {LO_TERM_TEXT, "file.audio_md5", LO_UNIT_NONE,
     "MD5 of the audio as FLAC defines it; of floats, of their little-endian bytes", 0},
    {LO_TERM_TEXT, "file.audio_md5_declared", LO_UNIT_NONE,
     "MD5 of the audio that a FLAC file declares", 0},
    {LO_TERM_LIST, "file.chunks", LO_UNIT_NONE,
     "chunks or metadata blocks in the order of the file: id, offset, size in bytes",
     0},
    {LO_TERM_FLAG, "file.chunks_after_data", LO_UNIT_NONE,
     "chunks stand behind the audio of a WAVE, AIFF or CAF file", 0},
    {LO_TERM_LIST, "file.header_problems", LO_UNIT_NONE,
     "damage and what lies, each with its id in front (docs/header-problems.md)", 0},
    {LO_TERM_LIST, "file.header_notes", LO_UNIT_NONE,
     "allowed but unusual, each with its id in front (docs/header-problems.md)", 0},
    {LO_TERM_QUANTITY, "file.sample_rate", LO_UNIT_HZ, "frames a second", 0},
    {LO_TERM_QUANTITY, "file.bits", LO_UNIT_BITS, "bits of one stored sample", 0},
    {LO_TERM_QUANTITY, "file.valid_bits", LO_UNIT_BITS,
     "of the bits of a stored sample, those that are meant", 0},
    {LO_TERM_QUANTITY, "file.channels", LO_UNIT_CHANNELS, "channels", 0},
    {LO_TERM_QUANTITY, "file.frames", LO_UNIT_FRAMES, "frames that were read", 0},
    {LO_TERM_QUANTITY, "file.frames_declared", LO_UNIT_FRAMES,
     "frames that the header declares", 0},
    {LO_TERM_QUANTITY, "file.duration", LO_UNIT_S, "length of what was read", 0},
    {LO_TERM_QUANTITY, "file.size", LO_UNIT_BYTES, "size of the file", 0},
    {LO_TERM_QUANTITY, "file.bit_rate", LO_UNIT_KBITS,
     "mean bit rate of a lossy stream", 0},
    {LO_TERM_QUANTITY, "file.not_finite", LO_UNIT_COUNT,
     "samples that are infinite or not a number, measured as 0", 0},
    {LO_TERM_EVENT, "file.not_finite", LO_UNIT_SAMPLES,
     "a span of samples that are infinite or not a number", 0},
    {0},
};

void lo_facts_format(struct lo_doc *doc, const struct lo_audio_format *format,
                     const char *name, int64_t size)
{
    const char *slash = strrchr(name, '/');

    lo_doc_fact_text(doc, "file.name", slash ? slash + 1 : name);
    lo_doc_fact_text(doc, "file.sample_format", format->is_float ? "float" : "integer");
    lo_doc_set(doc, "file.sample_rate", format->rate_hz);
    lo_doc_set(doc, "file.bits", format->bits);
    lo_doc_set(doc, "file.valid_bits", format->valid_bits);
    lo_doc_set(doc, "file.channels", format->channels);
    lo_doc_set(doc, "file.size", (double)size);
}

static void set_declared(struct lo_doc *doc, int64_t frames)
{
    if (frames < 0)
        lo_doc_set_unmeasurable(doc, "file.frames_declared",
                                "the header does not tell");
    else
        lo_doc_set(doc, "file.frames_declared", (double)frames);
}

static void add_more(struct lo_doc *doc, const char *list, int64_t more,
                     const char *what)
{
    char text[64];

    if (more <= 0)
        return;
    snprintf(text, sizeof text, "more: %" PRId64 " further %s", more, what);
    lo_doc_fact_add(doc, list, text);
}

void lo_facts_wave(struct lo_doc *doc, const struct lo_riff *riff,
                   const struct lo_wave *wave, int64_t frames_declared)
{
    static const char *const containers[] = {
        [LO_RIFF] = "wav", [LO_RF64] = "rf64", [LO_BW64] = "bw64", [LO_W64] = "w64"};
    char text[64], id[5];

    lo_doc_fact_text(doc, "file.container", containers[riff->kind]);
    lo_doc_fact_text(doc, "file.codec", "pcm");
    snprintf(text, sizeof text, "0x%04X", wave->tag);
    lo_doc_fact_text(doc, "file.wave_format_tag", text);
    if (wave->tag != wave->subtag) {
        snprintf(text, sizeof text, "0x%04X", wave->subtag);
        lo_doc_fact_text(doc, "file.wave_subformat", text);
    }
    lo_doc_fact_list(doc, "file.chunks");
    for (size_t i = 0; i < riff->kept; i++) {
        lo_riff_id_text(riff->chunks[i].id, id);
        snprintf(text, sizeof text, "%s %" PRId64 " %" PRIu64, id, riff->chunks[i].at,
                 riff->chunks[i].bytes);
        lo_doc_fact_add(doc, "file.chunks", text);
    }
    add_more(doc, "file.chunks", riff->total - (int64_t)riff->kept, "chunks");
    lo_doc_fact_flag(doc, "file.chunks_after_data", riff->after_data);
    set_declared(doc, frames_declared);
}

void lo_facts_aiff(struct lo_doc *doc, const struct lo_aiff *aiff)
{
    char text[64], id[5];

    lo_doc_fact_text(doc, "file.container", aiff->is_aifc ? "aifc" : "aiff");
    lo_doc_fact_text(doc, "file.codec", "pcm");
    if (aiff->is_aifc) {
        lo_riff_id_text(aiff->compression, id);
        lo_doc_fact_text(doc, "file.aifc_type", id);
    }
    lo_doc_fact_list(doc, "file.chunks");
    for (size_t i = 0; i < aiff->kept; i++) {
        lo_riff_id_text(aiff->chunks[i].id, id);
        snprintf(text, sizeof text, "%s %" PRId64 " %" PRIu32, id, aiff->chunks[i].at,
                 aiff->chunks[i].bytes);
        lo_doc_fact_add(doc, "file.chunks", text);
    }
    add_more(doc, "file.chunks", aiff->total - (int64_t)aiff->kept, "chunks");
    lo_doc_fact_flag(doc, "file.chunks_after_data", aiff->after_data);
    set_declared(doc, aiff->ssnd_bytes == UINT32_MAX ? -1 : (int64_t)aiff->frames);
}

void lo_facts_caf(struct lo_doc *doc, const struct lo_caf *caf)
{
    char text[64], id[5];

    lo_doc_fact_text(doc, "file.container", "caf");
    lo_doc_fact_text(doc, "file.codec", "pcm");
    lo_doc_fact_list(doc, "file.chunks");
    for (size_t i = 0; i < caf->kept; i++) {
        lo_riff_id_text(caf->chunks[i].id, id);
        snprintf(text, sizeof text, "%s %" PRId64 " %" PRId64, id, caf->chunks[i].at,
                 caf->chunks[i].bytes);
        lo_doc_fact_add(doc, "file.chunks", text);
    }
    add_more(doc, "file.chunks", caf->total - (int64_t)caf->kept, "chunks");
    lo_doc_fact_flag(doc, "file.chunks_after_data", caf->after_data);
    set_declared(doc,
                 caf->data_declared < 0 ? -1 : caf->data_declared / caf->frame_bytes);
}

void lo_facts_coded(struct lo_doc *doc, const struct lo_coded *coded)
{
    lo_doc_fact_text(doc, "file.container", coded->container);
    lo_doc_fact_text(doc, "file.codec", coded->codec);
    lo_doc_fact_list(doc, "file.chunks");
    set_declared(doc, coded->frames);
}

void lo_facts_mp4(struct lo_doc *doc, const struct lo_mp4 *mp4, int64_t frames)
{
    char text[64], id[5];

    lo_doc_fact_text(doc, "file.container", "m4a");
    lo_doc_fact_text(doc, "file.codec", mp4->codec);
    lo_doc_fact_list(doc, "file.chunks");
    for (size_t i = 0; i < mp4->kept; i++) {
        lo_riff_id_text(mp4->boxes[i].id, id);
        snprintf(text, sizeof text, "%s %" PRId64 " %" PRId64, id, mp4->boxes[i].at,
                 mp4->boxes[i].bytes);
        lo_doc_fact_add(doc, "file.chunks", text);
    }
    add_more(doc, "file.chunks", mp4->total - (int64_t)mp4->kept, "boxes");
    set_declared(doc, frames);
}

void lo_facts_bit_rate(struct lo_doc *doc, int64_t bytes, int64_t frames,
                       unsigned rate_hz)
{
    if (frames > 0)
        lo_doc_set(doc, "file.bit_rate",
                   8e-3 * (double)bytes * rate_hz / (double)frames);
    else
        lo_doc_set_unmeasurable(doc, "file.bit_rate", "no frames");
}

void lo_facts_no_bits(struct lo_doc *doc)
{
    lo_doc_set_unmeasurable(doc, "file.bits", "lossy audio has none");
    lo_doc_set_unmeasurable(doc, "file.valid_bits", "lossy audio has none");
}

void lo_facts_flac(struct lo_doc *doc, const struct lo_flac_walk *walk)
{
    char text[64], hex[LO_HEX_BYTES];

    lo_doc_fact_text(doc, "file.container", "flac");
    lo_doc_fact_text(doc, "file.codec", "flac");
    if (walk->has_md5) {
        lo_hex(walk->md5, LO_MD5_BYTES, hex);
        lo_doc_fact_text(doc, "file.audio_md5_declared", hex);
    }
    lo_doc_fact_list(doc, "file.chunks");
    for (size_t i = 0; i < walk->kept; i++) {
        snprintf(text, sizeof text, "%s %" PRId64 " %" PRIu32,
                 lo_flac_block_name(walk->blocks[i].type), walk->blocks[i].at,
                 walk->blocks[i].bytes);
        lo_doc_fact_add(doc, "file.chunks", text);
    }
    add_more(doc, "file.chunks", walk->total - (int64_t)walk->kept, "blocks");
    set_declared(doc, walk->frames ? walk->frames : -1);
}

void lo_facts_length(struct lo_doc *doc, int64_t frames, unsigned rate_hz)
{
    lo_doc_set(doc, "file.frames", (double)frames);
    lo_doc_set(doc, "file.duration", (double)frames / rate_hz);
}

static void set_list(struct lo_doc *doc, const char *id,
                     const struct lo_remark_list *list)
{
    lo_doc_fact_list(doc, id);
    for (size_t i = 0; i < list->count; i++)
        lo_doc_fact_add(doc, id, list->items[i]);
    add_more(doc, id, list->dropped, "texts");
}

void lo_facts_remarks(struct lo_doc *doc, const struct lo_remarks *remarks)
{
    set_list(doc, "file.header_problems", &remarks->problems);
    set_list(doc, "file.header_notes", &remarks->notes);
}

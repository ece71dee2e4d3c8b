/* Every parser of tags over any bytes: the first byte chooses the parser, the rest is the
 * part. What comes out is a document that can be sealed. */
#include "analyzer/audio/tags.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void (*const parsers[])(struct lo_tags *tags, struct lo_source *source,
                               const struct lo_tag_part *part) = {
    lo_tag_id3,  lo_tag_vorbis, lo_tag_info, lo_tag_bext, lo_tag_ixml,
    lo_tag_axml, lo_tag_cart,   lo_tag_cue,  lo_tag_mark, lo_tag_comt,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct lo_term *const groups[] = {lo_audio_terms, lo_tag_terms};
    static const struct lo_vocab vocab = {.groups = groups, .count = LO_COUNT(groups)};
    static struct lo_source source;
    static struct lo_tags tags;
    const struct lo_audio_format format = {
        .channels = 2, .rate_hz = 44100, .bits = 24, .valid_bits = 24, .frames = 1000};
    struct lo_doc *doc;
    struct lo_err err = {0};
    struct lo_tag_part part;

    if (size < 1)
        return 0;
    doc = lo_doc_new(LO_TRACK, "fuzz", &vocab);
    assert(doc);
    memset(&tags, 0, sizeof tags);
    tags.doc = doc;
    tags.format = &format;
    lo_source_init_memory(&source, data + 1, size - 1);
    part = (struct lo_tag_part){.bytes = (int64_t)size - 1};
    /* Labels of cue points lie in the same bytes, for want of others. */
    tags.labels = part;
    parsers[data[0] % LO_COUNT(parsers)](&tags, &source, &part);
    assert(lo_tags_finish(&tags, &err) == 0);
    assert(tags.count <= LO_TAGS_KEPT);
    assert(lo_doc_seal(doc, &err) == 0);
    lo_tags_fini(&tags);
    lo_doc_free(doc);
    return 0;
}

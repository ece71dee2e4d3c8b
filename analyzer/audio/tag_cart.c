/* The cart chunk of radio automation [AES46]. */
#include "analyzer/audio/tag_text.h"
#include "analyzer/audio/tags_private.h"

#include <inttypes.h>
#include <string.h>

enum {
    CART_BYTES = 2048 /* before its tag text */,
    HEAD_BYTES = 708 /* that we read */
};

static const struct {
    int at, bytes;
    const char *name, *fact; /* fact NULL: tag */
    enum lo_tag tag;
} fields[] = {
    {4, 64, "Title", NULL, LO_TAG_TITLE},
    {68, 64, "Artist", NULL, LO_TAG_ARTIST},
    {132, 64, "CutID", "tag.cart_cut_id", 0},
    {260, 64, "Category", "tag.cart_category", 0},
};

void lo_tag_cart(struct lo_tags *tags, struct lo_source *source,
                 const struct lo_tag_part *part)
{
    unsigned char bytes[HEAD_BYTES];

    if (part->bytes < CART_BYTES) {
        lo_remark(&tags->remarks.problems,
                  "cart-size: the cart chunk at byte %" PRId64 " has %" PRId64
                  " bytes, and needs %d",
                  part->at, part->bytes, CART_BYTES);
        return;
    }
    if (lo_source_read(source, part->body, bytes, HEAD_BYTES) < HEAD_BYTES)
        return;
    for (size_t i = 0; i < LO_COUNT(fields); i++) {
        struct lo_tag_place place =
            lo_tag_place_of(LO_TAGS_CART, fields[i].name, strlen(fields[i].name),
                            part->body + fields[i].at);
        const char *text;

        place.is_fixed = true;
        text = lo_tag_decode(tags, &place, bytes + fields[i].at,
                             (size_t)fields[i].bytes, LO_CODING_LOCAL);
        if (!text || !*text)
            continue;
        if (fields[i].fact)
            lo_doc_fact_text(tags->doc, fields[i].fact, text);
        else
            lo_tags_add(tags, fields[i].tag, &place, text);
    }
}

#include "analyzer/doc/vocab.h"

#include <string.h>

const struct lo_term *lo_vocab_find(const struct lo_vocab *vocab,
                                    enum lo_term_kind kind, const char *id)
{
    for (size_t g = 0; g < vocab->count; g++)
        for (const struct lo_term *term = vocab->groups[g]; term->id; term++)
            if (term->kind == kind && strcmp(term->id, id) == 0)
                return term;
    return NULL;
}

const struct lo_term *lo_vocab_fact(const struct lo_vocab *vocab, const char *id)
{
    const struct lo_term *term = lo_vocab_find(vocab, LO_TERM_TEXT, id);

    if (!term)
        term = lo_vocab_find(vocab, LO_TERM_FLAG, id);
    if (!term)
        term = lo_vocab_find(vocab, LO_TERM_LIST, id);
    return term;
}

const char *lo_term_kind_name(enum lo_term_kind kind)
{
    static const char *const names[] = {
        [LO_TERM_QUANTITY] = "quantity",
        [LO_TERM_TEXT] = "fact",
        [LO_TERM_FLAG] = "fact",
        [LO_TERM_LIST] = "fact",
        [LO_TERM_EVENT] = "event",
        [LO_TERM_SERIES] = "series",
        [LO_TERM_DISTRIBUTION] = "distribution",
        [LO_TERM_TABLE] = "table",
    };

    return names[kind];
}

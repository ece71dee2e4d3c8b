/* What a file is, by its first bytes; and whether its name lies. */
#ifndef LO_AUDIO_SNIFF_H
#define LO_AUDIO_SNIFF_H

#include "analyzer/audio/remarks.h"
#include "analyzer/audio/source.h"

enum lo_content {
    LO_CONTENT_WAVE,
    LO_CONTENT_W64,
    LO_CONTENT_AIFF,
    LO_CONTENT_CAF,
    LO_CONTENT_FLAC,
    LO_CONTENT_OGG,
    LO_CONTENT_MPEG,
    LO_CONTENT_MP4,
    LO_CONTENT_TOTAL
};

/* Skips ID3v2 tags in front and tells what begins at *at: RIFF, RF64 or BW64, AIFF or
 * AIFC, or FLAC.
 * LO_EFORMAT, saying what it is instead where that can be told, and when the name
 * promises something else. A tag in front is a problem. */
LO_MUST_USE int lo_sniff(struct lo_source *source, const char *name,
                         enum lo_content *content, int64_t *at,
                         struct lo_remarks *remarks, struct lo_err *err);

/* What is known and refused: "a Monkey's Audio file"; NULL from the last on. */
const char *lo_sniff_refused(size_t i);

/* What kind of coded stream begins at offset at, where PCM is expected; NULL: none that
 * is known. "an Ogg stream" */
const char *lo_sniff_stream(struct lo_source *source, int64_t at, int64_t bytes);

#endif

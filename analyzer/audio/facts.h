/* The reader's words: what it sets in a document, and how. */
#ifndef LO_AUDIO_FACTS_H
#define LO_AUDIO_FACTS_H

#include "analyzer/audio/aiff.h"
#include "analyzer/audio/caf.h"
#include "analyzer/audio/coded.h"
#include "analyzer/audio/flac_walk.h"
#include "analyzer/audio/mp4.h"
#include "analyzer/audio/wave.h"

/* What every file has. frames of the format are not looked at. */
void lo_facts_format(struct lo_doc *doc, const struct lo_audio_format *format,
                     const char *name, int64_t size);

/* frames_declared: -1: the header does not tell. */
void lo_facts_wave(struct lo_doc *doc, const struct lo_riff *riff,
                   const struct lo_wave *wave, int64_t frames_declared);
void lo_facts_aiff(struct lo_doc *doc, const struct lo_aiff *aiff);
void lo_facts_caf(struct lo_doc *doc, const struct lo_caf *caf);
/* Before reading, and what only the end tells. */
void lo_facts_coded(struct lo_doc *doc, const struct lo_coded *coded);
void lo_facts_mp4(struct lo_doc *doc, const struct lo_mp4 *mp4, int64_t frames);
void lo_facts_bit_rate(struct lo_doc *doc, int64_t bytes, int64_t frames,
                       unsigned rate_hz);
/* Lossy audio has no depth. */
void lo_facts_no_bits(struct lo_doc *doc);
void lo_facts_flac(struct lo_doc *doc, const struct lo_flac_walk *walk);

/* frames: that were read. */
void lo_facts_length(struct lo_doc *doc, int64_t frames, unsigned rate_hz);

/* file.header_problems and file.header_notes. */
void lo_facts_remarks(struct lo_doc *doc, const struct lo_remarks *remarks);

#endif

/* Decoded FLAC audio, frame by frame, after our own walk of the metadata.
 *
 * libFLAC sees a marker, a STREAMINFO that we make, and the audio: no tag, no picture, and
 * no total that would make it stop early. What is damaged is skipped as players do: a frame
 * whose checksum is wrong, or that is lost, becomes silence of its length, so that times
 * stay true; each such place is a problem.
 */
#ifndef LO_AUDIO_FLAC_STREAM_H
#define LO_AUDIO_FLAC_STREAM_H

#include "analyzer/audio/flac_walk.h"

struct lo_flac_stream;

/* walk, source, hash and remarks are kept. What is read of the file goes through hash. */
LO_MUST_USE int lo_flac_stream_open(struct lo_flac_stream **stream,
                                    const struct lo_flac_walk *walk,
                                    struct lo_source *source, struct lo_file_hash *hash,
                                    const char *name, struct lo_remarks *remarks,
                                    struct lo_err *err);
void lo_flac_stream_close(struct lo_flac_stream *stream); /* NULL is fine */

/* Up to frames (> 0) frames, interleaved and left-justified, to raw[frames * channels];
 * 0 at the end, -1 when out of memory. */
LO_MUST_USE int64_t lo_flac_stream_read(struct lo_flac_stream *stream, int32_t *raw,
                                        size_t frames, struct lo_err *err);

/* Call after the last read. is_whole: the audio is known to be all there (MD5 or count),
 * so that bytes after it are junk, not damage. */
void lo_flac_stream_finish(struct lo_flac_stream *stream, bool is_whole);

/* Frames that were lost or silenced by damage. */
bool lo_flac_stream_damaged(const struct lo_flac_stream *stream);

#endif

/* The functions of libsndfile that we call, once it is loaded. */
#ifndef LO_AUDIO_DECODER_PRIVATE_H
#define LO_AUDIO_DECODER_PRIVATE_H

#include <sndfile.h>

struct lo_sndfile {
    SNDFILE *(*open_virtual)(SF_VIRTUAL_IO *io, int mode, SF_INFO *info, void *context);
    sf_count_t (*readf_float)(SNDFILE *file, float *to, sf_count_t frames);
    int (*error)(SNDFILE *file);
    const char *(*strerror)(SNDFILE *file);
    int (*close)(SNDFILE *file);
    const char *(*version_string)(void); /* "libsndfile-1.2.0" */
};

/* After lo_decoder_load. */
const struct lo_sndfile *lo_sndfile(void);

#endif

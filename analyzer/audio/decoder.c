#include "analyzer/audio/decoder.h"

#include "analyzer/audio/decoder_private.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct lo_sndfile library;
static bool is_loaded;
static char reason[160];
static pthread_once_t once = PTHREAD_ONCE_INIT;

bool lo_decoder_is_wanted(int fd)
{
    unsigned char head[4];

    return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
           (memcmp(head, "OggS", 4) == 0 || memcmp(head, "ID3", 3) == 0 ||
            (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0));
}

/* A function of the library. POSIX lets a pointer to an object become one to a function; ISO
 * C does not, so its bytes are copied. */
static bool find(void *handle, const char *name, void *function)
{
    void *found = dlsym(handle, name);

    memcpy(function, &found, sizeof found);
    return found != NULL;
}

static void load(void)
{
    void *handle = dlopen("libsndfile.so.1", RTLD_NOW | RTLD_LOCAL);

    if (!handle) {
        const char *why = dlerror();

        snprintf(reason, sizeof reason, "%s", why ? why : "no reason given");
        return;
    }
    is_loaded = find(handle, "sf_open_virtual", &library.open_virtual) &&
                find(handle, "sf_readf_float", &library.readf_float) &&
                find(handle, "sf_error", &library.error) &&
                find(handle, "sf_strerror", &library.strerror) &&
                find(handle, "sf_close", &library.close) &&
                find(handle, "sf_version_string", &library.version_string);
    if (!is_loaded)
        snprintf(reason, sizeof reason, "it lacks a function");
}

int lo_decoder_load(struct lo_err *err)
{
    pthread_once(&once, load);
    return is_loaded ? 0
                     : lo_error(err, LO_EIO, LO_NOWHERE,
                                "libsndfile, which decodes this, cannot be loaded: %s",
                                reason);
}

const struct lo_sndfile *lo_sndfile(void)
{
    return &library;
}

/* The peer of the FLAC benchmark: decodes a file with libsndfile to floats and drops them. */
#include <sndfile.h>
#include <stdio.h>

enum { BLOCK = 4096, CHANNELS_MAX = 8 };

int main(int argc, char **argv)
{
    static float samples[BLOCK * CHANNELS_MAX];
    SF_INFO info = {0};
    SNDFILE *file = argc == 2 ? sf_open(argv[1], SFM_READ, &info) : NULL;
    sf_count_t total = 0, frames;

    if (!file || info.channels > CHANNELS_MAX) {
        fprintf(stderr, "usage: decode FILE\n");
        return 2;
    }
    while ((frames = sf_readf_float(file, samples, BLOCK)) > 0)
        total += frames;
    sf_close(file);
    printf("%lld\n", (long long)total);
    return 0;
}

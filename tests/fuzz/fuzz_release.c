/* Any bytes as a release.xml: a release whose parts hold together, or an error that names the
 * file. */
#include "analyzer/disc/release_read.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lo_arena arena = {0};
    struct lo_err err = {0};
    struct lo_release *release;

    (void)lo_release_is((const char *)data, size);
    if (lo_release_read_text(&release, (const char *)data, size, "fuzz.xml", &arena,
                             &err)) {
        assert(err.status == LO_ESPEC && strncmp(err.text, "fuzz.xml", 8) == 0);
    } else {
        assert(release->track_count > 0 && release->track_count <= LO_TRACKS_MAX);
        for (size_t i = 0; i < release->assets_count; i++)
            for (size_t f = 0; f < release->assets[i].count; f++) {
                const struct lo_release_file *file = &release->assets[i].files[f];

                assert(lo_release_track_of(release, file->track));
                assert(file->path[0] && file->path[0] != '/' &&
                       !strstr(file->path, "/../"));
            }
    }
    lo_arena_fini(&arena);
    return 0;
}

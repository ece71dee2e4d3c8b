#include "cli/versions.h"

#include <FLAC/format.h>
#include <ebur128.h>
#include <fftw3.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>

/* Room for one version. */
enum { TEXT_BYTES = 32 };

/* libxml2 says 20914, or 20914-GITv2.9.14. */
static void xml_version(char text[TEXT_BYTES])
{
    int number = 0;

    if (sscanf(xmlParserVersion, "%d", &number) != 1)
        number = 0;
    snprintf(text, TEXT_BYTES, "%d.%d.%d", number / 10000, number / 100 % 100,
             number % 100);
}

void lo_versions(struct lo_spec_info list[LO_LIBRARIES])
{
    static char xml[TEXT_BYTES], ebur128[TEXT_BYTES], seccomp[TEXT_BYTES];
    const struct scmp_version *scmp = seccomp_version();
    const char *fftw = fftwf_version;
    int major, minor, patch;

    xml_version(xml);
    ebur128_get_version(&major, &minor, &patch);
    snprintf(ebur128, sizeof ebur128, "%d.%d.%d", major, minor, patch);
    snprintf(seccomp, sizeof seccomp, "%u.%u.%u", scmp->major, scmp->minor,
             scmp->micro);
    /* It says "fftw-3.3.10-sse2-avx". */
    fftw += strncmp(fftw, "fftw-", 5) == 0 ? 5 : 0;
    list[0] = (struct lo_spec_info){.id = "libFLAC", .version = FLAC__VERSION_STRING};
    list[1] = (struct lo_spec_info){.id = "FFTW", .version = fftw};
    list[2] = (struct lo_spec_info){.id = "libebur128", .version = ebur128};
    list[3] = (struct lo_spec_info){.id = "libxml2", .version = xml};
    list[4] = (struct lo_spec_info){.id = "jansson", .version = jansson_version_str()};
    list[5] = (struct lo_spec_info){.id = "OpenSSL",
                                    .version = OpenSSL_version(OPENSSL_VERSION_STRING)};
    list[6] = (struct lo_spec_info){.id = "libseccomp", .version = seccomp};
}

/* leadout formats: which files are read, which are refused and why; and docs/formats.md. */
#include "analyzer/audio/sniff.h"
#include "analyzer/audio/wave.h"
#include "cli/command.h"
#include "cli/output.h"

#include <string.h>

/* What is read. container and codec are the facts file.container and file.codec. */
static const struct {
    const char *name, *container, *codec, *what;
} rows[] = {
    {"WAVE (RIFF)", "wav", "pcm",
     "integers of 8 to 32 bits, floats of 32 and 64, EXTENSIBLE"},
    {"RF64", "rf64", "pcm", "as WAVE, over 4 GB"},
    {"BW64", "bw64", "pcm", "as WAVE, over 4 GB"},
    {"Wave64", "w64", "pcm", "as WAVE, over 4 GB"},
    {"AIFF", "aiff", "pcm", "integers of 8 to 32 bits"},
    {"AIFC", "aifc", "pcm",
     "NONE, twos, sowt, in16, in24, in32, 42ni, 23ni, raw, fl32, fl64"},
    {"CAF", "caf", "pcm",
     "lpcm: integers of 8 to 32 bits, floats of 32 and 64, both byte orders"},
    {"FLAC", "flac", "flac", "integers of 8 to 32 bits"},
    {"Apple Lossless (MP4)", "m4a", "alac",
     "integers of 16 to 32 bits; decoded by leadout-aac"},
    {"AAC (MP4)", "m4a", "aac",
     "lossy: measured, so that a spec can refuse it; decoded by leadout-aac"},
    {"Ogg Vorbis", "ogg", "vorbis", "lossy: measured, so that a spec can refuse it"},
    {"Ogg Opus", "ogg", "opus", "lossy: measured, so that a spec can refuse it"},
    {"MP3", "mp3", "mp3", "lossy: measured, so that a spec can refuse it"},
    {"MPEG audio, layer 2", "mp3", "mp2",
     "lossy: measured, so that a spec can refuse it"},
};

/* Codecs of WAVE that are PCM after all. */
static bool is_read(uint16_t tag)
{
    return tag == 1 || tag == 3;
}

static void put_row(struct lo_buf *out, bool is_markdown, const char *const cells[4])
{
    if (is_markdown) {
        for (int i = 0; i < 4; i++)
            lo_buf_printf(out, "| %s ", cells[i]);
        lo_buf_puts(out, "|\n");
        return;
    }
    lo_buf_printf(out, "%-22s%-10s%-8s%s\n", cells[0], cells[1], cells[2], cells[3]);
}

/* Names, a line each; of text, wrapped by hand is enough. */
static void put_refused(struct lo_buf *out)
{
    uint16_t tag = 0;
    const char *name;

    lo_buf_puts(out, "\nRefused by name, since nothing in it is PCM, FLAC, ALAC, "
                     "AAC, Vorbis, Opus or\nMPEG audio:\n\n");
    for (size_t i = 0; (name = lo_sniff_refused(i)); i++) {
        const char *before = i ? lo_sniff_refused(i - 1) : "";

        if (strcmp(name, before) != 0)
            lo_buf_printf(out, "- %s\n", name);
    }
    lo_buf_puts(out, "\nRefused in WAVE and Wave64, by the format tag:\n\n");
    for (size_t i = 0; (name = lo_wave_tag_row(i, &tag)); i++)
        if (!is_read(tag))
            lo_buf_printf(out, "- 0x%04X %s\n", tag, name);
    lo_buf_puts(out,
                "\nAlso refused: a coded stream where PCM is declared, compressed AIFC "
                "and CAF, FLAC and Speex\nin Ogg, other codecs in MP4, over 8 "
                "channels, rates outside 8 to "
                "384 kHz. What is damaged is read as far as it goes.\n");
}

static int run(struct lo_settings *settings, struct lo_err *err)
{
    static const char *const head[] = {"Format", "Container", "Codec", "What"};
    static const char *const rule[] = {"---", "---", "---", "---"};
    bool is_markdown = settings->format == LO_FORMAT_MARKDOWN;
    struct lo_buf text = {0};
    int result;

    if (is_markdown)
        lo_buf_puts(&text,
                    "# What is read, and what is refused\n\n"
                    "<!-- Made by `leadout formats --format=markdown`; a test "
                    "compares, and another\nwrites a file of each row with FFmpeg or "
                    "SoX. -->\n\n"
                    "A file is known by its content; a name that promises another is "
                    "a problem.\n\n");
    put_row(&text, is_markdown, head);
    if (is_markdown)
        put_row(&text, true, rule);
    for (size_t i = 0; i < LO_COUNT(rows); i++)
        put_row(&text, is_markdown,
                (const char *const[]){rows[i].name, rows[i].container, rows[i].codec,
                                      rows[i].what});
    put_refused(&text);
    result = lo_output_text(&text, err);
    lo_buf_fini(&text);
    return result;
}

static const char *const examples[] = {
    "leadout formats",
    NULL,
};

static const struct lo_opt *const options[] = {&lo_row_format_own, &lo_row_help, NULL};

const struct lo_command lo_command_formats = {
    .name = "formats",
    .operands = "",
    .summary = "list the kinds of file that are read or refused, and why",
    .about = "Container and codec are the facts file.container and file.codec.",
    .examples = examples,
    .options = options,
    .run = run,
};

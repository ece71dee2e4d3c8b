#include "tests/support/report.h"

#include "tests/support/sample_rules.h"
#include "tests/support/unit.h"

#include <stdlib.h>
#include <string.h>

struct format {
    const char *codec;
    unsigned rate_hz, bits, channels;
    double duration_s;
};

static void set_file(struct lo_doc *doc, const struct format *format)
{
    double frames = floor(format->duration_s * format->rate_hz);

    lo_doc_set_rate(doc, format->rate_hz);
    lo_doc_fact_text(doc, "file.container", "wav");
    lo_doc_fact_text(doc, "file.codec", format->codec);
    lo_doc_fact_text(doc, "file.sample_format", "integer");
    lo_doc_fact_text(
        doc, "file.sha256",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    lo_doc_fact_list(doc, "file.chunks");
    lo_doc_fact_add(doc, "file.chunks", "fmt  at 12, 16 bytes");
    lo_doc_fact_add(doc, "file.chunks", "data at 36");
    lo_doc_fact_list(doc, "file.header_problems");
    lo_doc_set(doc, "file.sample_rate", format->rate_hz);
    lo_doc_set(doc, "file.bits", format->bits);
    lo_doc_set(doc, "file.channels", format->channels);
    lo_doc_set(doc, "file.frames", frames);
    lo_doc_set(doc, "file.duration", frames / format->rate_hz);
    lo_doc_set(doc, "file.size", 44 + frames * format->channels * format->bits / 8);
}

/* A shape between -1 and 1 that swells and breathes as music does, the same each time. */
static double shape(double at_s)
{
    return 0.6 * sin(at_s / 9) + 0.3 * sin(at_s / 1.7) + 0.1 * sin(at_s * 3.1);
}

/* What a picture needs: 10 values a second around level. */
static void add_series(struct lo_doc *doc, const char *id, double duration_s,
                       double start_s, double level, double swing)
{
    struct lo_series *series = lo_doc_series_new(doc, id, start_s, 0.1);
    size_t count = (size_t)(duration_s * 10);

    for (size_t i = 0; i < count; i++) {
        double at_s = start_s + 0.1 * (double)i;

        /* Digital silence before the music starts. */
        lo_doc_push(doc, series,
                    at_s < 0.8 && level < -5 ? -INFINITY : level + swing * shape(at_s));
    }
}

static void add_waveform(struct lo_doc *doc, unsigned channels, double duration_s)
{
    static const char *const names[] = {"min.0", "max.0", "rms.0",
                                        "min.1", "max.1", "rms.1"};
    enum { ROWS = 3000 };
    struct lo_table *table =
        lo_doc_table_new(doc, "waveform", ROWS, (size_t)3 * channels, names);

    if (!table)
        return;
    table->step_s = duration_s / ROWS;
    for (size_t i = 0; i < (size_t)ROWS * channels; i++) {
        double at_s = table->step_s * (double)(i / channels);
        float level = (float)(0.7 + 0.3 * shape(at_s));

        table->values[3 * i] = -level;
        table->values[3 * i + 1] = i % 97 ? level * 0.98F : 0.999F;
        table->values[3 * i + 2] = level * 0.3F;
    }
}

/* Counts fall by half with every bin under the highest, at +0.6 dBTP; one peak stands alone
 * under the axis of pages. */
static void add_histogram(struct lo_doc *doc)
{
    enum { HIGHEST = 606, ALONE = 200 };
    struct lo_distribution *peaks =
        lo_doc_distribution_new(doc, "peak.histogram", -60, 0.1, 800);

    for (size_t i = 0; peaks && i < 12; i++)
        peaks->count[HIGHEST - i] = (double)(1 << i);
    if (peaks)
        peaks->count[ALONE] = 1;
}

static void add_pictures(struct lo_doc *doc, unsigned channels, double duration_s)
{
    struct lo_distribution *blocks;

    add_series(doc, "loudness.momentary", duration_s - 0.4, 0.4, -13, 5);
    add_series(doc, "loudness.short_term", duration_s - 3, 3, -13.5, 3);
    add_series(doc, "peak.true", duration_s, 0, -1.5, 1.6);
    add_series(doc, "dynamics.psr", duration_s - 3, 3, 11, 2);
    if (channels == 2)
        add_series(doc, "stereo.correlation", duration_s, 0, 0.6, 0.3);
    add_waveform(doc, channels, duration_s);
    add_histogram(doc);
    blocks = lo_doc_distribution_new(doc, "loudness.blocks", -70, 0.1, 800);
    for (size_t i = 0; blocks && i < blocks->bins; i++) {
        double distance = ((double)i - 560) / 20;

        blocks->count[i] = floor(60 * exp(-distance * distance));
        blocks->power[i] = blocks->count[i] * pow(10, (-70 + 0.1 * (double)i) / 10);
    }
}

static void set_levels(struct lo_doc *doc, double integrated, const double peak[2])
{
    double highest = peak[0] > peak[1] ? peak[0] : peak[1];
    double sample[2] = {peak[0] - 0.4, peak[1] - 0.4};

    lo_doc_set(doc, "loudness.integrated", integrated);
    lo_doc_set(doc, "loudness.range", 6.83);
    lo_doc_set(doc, "loudness.momentary_max", integrated + 4.21);
    lo_doc_set(doc, "loudness.short_term_max", integrated + 2.7);
    lo_doc_set_channels(doc, "peak.true", highest, peak, 2);
    lo_doc_set_channels(doc, "peak.sample", highest - 0.4, sample, 2);
    lo_doc_set(doc, "dynamics.plr", highest - integrated);
    lo_doc_set(doc, "dynamics.psr_min", 8.114);
    lo_doc_set(doc, "dynamics.dr", 9);
    lo_doc_set(doc, "dynamics.crest", 13.9);
    lo_doc_set_channels(doc, "dynamics.rms", integrated - 1.1,
                        (double[]){integrated - 1.3, integrated - 0.9}, 2);
    lo_doc_set(doc, "stereo.correlation", 0.712345);
    lo_doc_set(doc, "stereo.balance", -0.12);
    lo_doc_set(doc, "playback.spotify.gain", -14 - integrated);
    lo_doc_fact_flag(doc, "stereo.dual_mono", false);
}

static void fill_passing(struct lo_doc *doc)
{
    static const struct format format = {"pcm", 44100, 24, 2, 185.2};

    set_file(doc, &format);
    lo_doc_fact_text(doc, "tag.title", "First");
    lo_doc_fact_text(doc, "tag.artist", "Émile & the Øthers");
    lo_doc_fact_text(doc, "tag.isrc", "USABC2600001");
    set_levels(doc, -14.21, (double[]){-1.31, -1.27});
    lo_doc_set(doc, "verify.integrated", -14.2);
    lo_doc_set(doc, "verify.range", 6.9);
    lo_doc_set(doc, "verify.true_peak", -1.3);
    lo_doc_set(doc, "peak.overs", 0);
    lo_doc_set(doc, "clip.runs", 0);
    lo_doc_set(doc, "clip.longest", 0);
    lo_doc_set(doc, "silence.head", 0.8);
    lo_doc_set_channels(doc, "dc.offset", -INFINITY, (double[]){-INFINITY, -INFINITY},
                        2);
    lo_doc_fact_flag(doc, "bits.padded", false);
    add_pictures(doc, 2, format.duration_s);
}

/* More runs of clipped samples than a document keeps. */
static void add_clips(struct lo_doc *doc, unsigned rate_hz)
{
    for (int i = 0; i < 1200; i++) {
        int length = 3 + i * 7 % 23;

        lo_doc_event(doc, &(struct lo_event){
                              .kind = "clip.run",
                              .start_frames = (int64_t)rate_hz * 2 + i * 7919,
                              .length_frames = length,
                              .channel = i % 2,
                              .value = length,
                              .rank = length,
                          });
    }
    for (int i = 0; i < 12; i++)
        lo_doc_event(doc, &(struct lo_event){
                              .kind = "peak.over",
                              .start_frames = 3680410 + i * 44101,
                              .length_frames = 2,
                              .channel = i % 3 - 1,
                              .value = 0.13 + 0.05 * i,
                              .rank = 0.13 + 0.05 * i,
                          });
}

static void fill_failing(struct lo_doc *doc)
{
    static const struct format format = {"pcm", 44100, 16, 2, 242.853};

    set_file(doc, &format);
    lo_doc_fact_add(doc, "file.header_problems",
                    "data chunk declares 4,000 bytes more than the file has");
    lo_doc_fact_text(doc, "tag.title", "</script><img src=x onerror=alert(1)><!-- \"");
    lo_doc_fact_text(doc, "tag.artist", "\x1b]0;pwn\x07\x1b[2J\xE2\x80\xAEgnp.\xFF");
    lo_doc_fact_list(doc, "tag.conflicts");
    lo_doc_fact_add(doc, "tag.conflicts", "title: 'Second' in id3, 'Secnd' in LIST");
    set_levels(doc, -7.904, (double[]){0.68, 0.05});
    lo_doc_set(doc, "peak.overs", 12);
    lo_doc_set_channels(doc, "clip.runs", 1200, (double[]){600, 600}, 2);
    lo_doc_set(doc, "clip.longest", 25);
    lo_doc_set(doc, "silence.head", 0);
    lo_doc_set_channels(doc, "dc.offset", -52.3, (double[]){-52.3, -INFINITY}, 2);
    lo_doc_fact_flag(doc, "bits.padded", true);
    add_clips(doc, format.rate_hz);
    add_pictures(doc, 2, format.duration_s);
}

static void fill_mono(struct lo_doc *doc)
{
    static const struct format format = {"pcm", 48000, 24, 1, 2.5};

    set_file(doc, &format);
    lo_doc_set(doc, "loudness.integrated", -17.02);
    lo_doc_set(doc, "loudness.dual_mono", -14.01);
    lo_doc_set_unmeasurable(doc, "loudness.range", "shorter than 3 s");
    lo_doc_set_unmeasurable(doc, "loudness.short_term_max", "shorter than 3 s");
    lo_doc_set_channels(doc, "peak.true", -1.5, (double[]){-1.5}, 1);
    lo_doc_set_channels(doc, "peak.sample", -1.6, (double[]){-1.6}, 1);
    lo_doc_set_unmeasurable(doc, "stereo.correlation", "one channel");
    lo_doc_set_unmeasurable(doc, "dynamics.dr", "shorter than 3 s");
    add_waveform(doc, 1, format.duration_s);
}

static void fill_side(struct lo_doc *doc)
{
    static const struct format format = {"pcm", 96000, 24, 2, 1130.4};

    set_file(doc, &format);
    set_levels(doc, -13.2, (double[]){-0.9, -1.1});
    lo_doc_set(doc, "vinyl.side_length", format.duration_s / 60);
    lo_doc_set(doc, "vinyl.disc_use", 93.41);
    lo_doc_set(doc, "vinyl.level_max", -2.1);
    lo_doc_fact_text(doc, "vinyl.level_limit", "curvature");
    add_series(doc, "vinyl.head_load", format.duration_s, 0, -6, 4);
    add_pictures(doc, 2, format.duration_s);
}

static void fill_release(struct lo_doc *doc)
{
    lo_doc_set_rate(doc, 44100);
    lo_doc_set(doc, "release.duration", 428.053);
    lo_doc_set(doc, "release.tracks", 2);
    lo_doc_set(doc, "release.loudness_spread", 6.306);
    lo_doc_fact_flag(doc, "release.mixed_formats", true);
    lo_doc_event(doc, &(struct lo_event){
                          .kind = "release.gap",
                          .start_frames = 8167320,
                          .length_frames = 88200,
                          .channel = -1,
                          .value = 2,
                          .rank = 2,
                      });
}

/* What the passing, the failing, … is called, and how it is filled. */
static const struct {
    enum lo_subject subject;
    const char *name;
    void (*fill)(struct lo_doc *doc);
} kinds[SAMPLE_SUBJECTS] = {
    [SAMPLE_PASSING] = {LO_TRACK, "01 First.wav", fill_passing},
    [SAMPLE_FAILING] = {LO_TRACK,
                        "02 </script><b>\"Second\"&\x1b[31m\xE2\x80\xAEgnp\x07.wav",
                        fill_failing},
    [SAMPLE_UNREADABLE] = {LO_TRACK, "03 br\xFFken\n.wav", NULL},
    [SAMPLE_MONO] = {LO_TRACK, "04 Mono sting.wav", fill_mono},
    [SAMPLE_SIDE] = {LO_SIDE, "SIDE A.wav", fill_side},
    [SAMPLE_RELEASE] = {LO_RELEASE, "Émile & the Øthers – Four Things", fill_release},
};

struct lo_doc *sample_doc(enum sample_subject subject)
{
    struct lo_doc *doc =
        lo_doc_new(kinds[subject].subject, kinds[subject].name, sample_vocab());
    struct lo_err err = {0};

    if (!doc)
        return NULL;
    if (kinds[subject].fill)
        kinds[subject].fill(doc);
    if (lo_doc_seal(doc, &err)) {
        lo_doc_free(doc);
        return NULL;
    }
    return doc;
}

static void judge(struct sample *sample)
{
    static const char *const paths[SAMPLE_SUBJECTS] = {
        [SAMPLE_PASSING] = "masters/01 First.wav",
        [SAMPLE_FAILING] = ("masters/02 </script><b>\"Second\"&\x1b[31m\xE2\x80\xAEgnp"
                            "\x07.wav"),
        [SAMPLE_UNREADABLE] = "masters/03 br\xEF\xBF\xBDken\n.wav",
        [SAMPLE_MONO] = "masters/04 Mono sting.wav",
        [SAMPLE_SIDE] = "vinyl/SIDE A.wav",
    };

    for (int i = 0; i < SAMPLE_SUBJECTS; i++) {
        struct lo_judged *subject = &sample->subjects[i];

        sample->docs[i] = sample_doc((enum sample_subject)i);
        assert_non_null(sample->docs[i]);
        subject->doc = sample->docs[i];
        subject->path = paths[i];
        subject->count = sample_verdicts((enum sample_subject)i, &subject->verdicts);
        for (size_t v = 0; v < subject->count; v++)
            if (subject->verdicts[v].acceptance > subject->acceptance)
                subject->acceptance = subject->verdicts[v].acceptance;
    }
    sample->subjects[SAMPLE_UNREADABLE].path_bytes = "masters/03%20br%FFken%0A.wav";
}

struct sample *sample_new(void)
{
    static const struct lo_spec_info libraries[] = {
        {"libsndfile", NULL, "1.2.0"},
        {"fftw", NULL, "3.3.10"},
        {"jansson", NULL, "2.14"},
    };
    static const char *const settings[] = {"clip.run=5"};
    struct sample *sample = calloc(1, sizeof *sample);

    assert_non_null(sample);
    judge(sample);
    sample->report = (struct lo_report){
        .version = "0.1.0",
        .libraries = libraries,
        .library_count = COUNT(libraries),
        .specs = sample_specs,
        .spec_count = SAMPLE_SPECS,
        .settings = settings,
        .setting_count = COUNT(settings),
        .subjects = sample->subjects,
        .subject_count = SAMPLE_SUBJECTS,
        .acceptance = LO_REJECTED,
    };
    return sample;
}

void sample_free(struct sample *sample)
{
    for (int i = 0; i < SAMPLE_SUBJECTS; i++)
        lo_doc_free(sample->docs[i]);
    free(sample);
}

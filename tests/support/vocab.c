#include "tests/support/vocab.h"

#define QUANTITY(id, unit)                                                             \
    {                                                                                  \
        LO_TERM_QUANTITY, id, LO_UNIT_##unit, "a test's own", 0                        \
    }
#define TEXT(id)                                                                       \
    {                                                                                  \
        LO_TERM_TEXT, id, LO_UNIT_NONE, "a test's own", 0                              \
    }
#define FLAG(id)                                                                       \
    {                                                                                  \
        LO_TERM_FLAG, id, LO_UNIT_NONE, "a test's own", 0                              \
    }
#define LIST(id)                                                                       \
    {                                                                                  \
        LO_TERM_LIST, id, LO_UNIT_NONE, "a test's own", 0                              \
    }
#define EVENT(id, unit)                                                                \
    {                                                                                  \
        LO_TERM_EVENT, id, LO_UNIT_##unit, "a test's own", 0                           \
    }
#define SERIES(id, unit)                                                               \
    {                                                                                  \
        LO_TERM_SERIES, id, LO_UNIT_##unit, "a test's own", 0                          \
    }

static const struct lo_term file_terms[] = {
    TEXT("file.name"),
    TEXT("file.container"),
    TEXT("file.codec"),
    TEXT("file.sample_format"),
    TEXT("file.wave_format_tag"),
    TEXT("file.sha256"),
    LIST("file.chunks"),
    FLAG("file.chunks_after_data"),
    LIST("file.header_problems"),
    QUANTITY("file.sample_rate", HZ),
    QUANTITY("file.bits", BITS),
    QUANTITY("file.valid_bits", BITS),
    QUANTITY("file.channels", CHANNELS),
    QUANTITY("file.frames", FRAMES),
    QUANTITY("file.duration", S),
    QUANTITY("file.size", BYTES),
    QUANTITY("file.not_finite", COUNT),
    EVENT("file.not_finite", SAMPLES),
    TEXT("tag.isrc"),
    TEXT("tag.title"),
    TEXT("tag.artist"),
    TEXT("tag.genre"),
    TEXT("tag.bext_version"),
    TEXT("intent.start"),
    TEXT("intent.end"),
    LIST("tag.conflicts"),
    LIST("tag.problems"),
    {0},
};

static const struct lo_term meter_terms[] = {
    QUANTITY("release.unread", COUNT),
    QUANTITY("release.loudness_spread", LU),
    QUANTITY("release.mean_duration", S),
    QUANTITY("release.over_45_s", PERCENT),
    FLAG("release.mixed_formats"),
    LIST("release.other_formats"),
    LIST("release.duplicate_audio"),
    LIST("release.duplicate_isrc"),
    LIST("release.missing_isrc"),
    LIST("release.mismatches"),
    LIST("release.broken_joins"),
    EVENT("release.gap", S),
    QUANTITY("stored.integrated_off", LU),
    QUANTITY("stored.true_peak_off", DB),
    QUANTITY("loudness.integrated", LUFS),
    QUANTITY("loudness.range", LU),
    QUANTITY("loudness.momentary_max", LUFS),
    QUANTITY("loudness.short_term_max", LUFS),
    SERIES("loudness.momentary", LUFS),
    SERIES("loudness.short_term", LUFS),
    QUANTITY("peak.true", DBTP),
    QUANTITY("peak.sample", DBFS),
    QUANTITY("peak.overs", COUNT),
    SERIES("peak.true", DBTP),
    EVENT("peak.over", DBTP),
    QUANTITY("dynamics.plr", DB),
    QUANTITY("dynamics.psr_min", DB),
    QUANTITY("dynamics.dr", DR),
    QUANTITY("dynamics.crest", DB),
    QUANTITY("dynamics.rms", DBFS),
    SERIES("dynamics.psr", DB),
    QUANTITY("clip.runs", COUNT),
    QUANTITY("clip.longest", SAMPLES),
    QUANTITY("clip.flat_top_runs", COUNT),
    QUANTITY("clip.flat_top_level", DBFS),
    QUANTITY("clip.flat_top_ratio", NONE),
    QUANTITY("clip.density", PER_MIN),
    EVENT("clip.run", SAMPLES),
    EVENT("clip.flat_top", SAMPLES),
    QUANTITY("silence.head", S),
    QUANTITY("silence.tail", S),
    QUANTITY("silence.longest", S),
    QUANTITY("silence.digital_head", S),
    QUANTITY("silence.digital_tail", S),
    EVENT("silence.gap", S),
    QUANTITY("edge.start_level", DBFS),
    QUANTITY("edge.end_level", DBFS),
    FLAG("edge.abrupt_start"),
    FLAG("edge.abrupt_end"),
    FLAG("edge.cut_tail"),
    QUANTITY("dc.offset", DBFS),
    QUANTITY("stereo.correlation", NONE),
    QUANTITY("stereo.correlation_min", NONE),
    QUANTITY("stereo.balance", LU),
    QUANTITY("stereo.mono_loss", LU),
    QUANTITY("stereo.width", DB),
    QUANTITY("stereo.delay", SAMPLES),
    FLAG("stereo.dual_mono"),
    FLAG("stereo.polarity_inverted"),
    FLAG("stereo.channel_missing"),
    QUANTITY("bits.effective", BITS),
    FLAG("bits.padded"),
    LIST("bits.stuck"),
    TEXT("bits.dither"),
    {0},
};

static const struct lo_term *const groups[] = {file_terms, meter_terms};

const struct lo_vocab test_vocab = {groups, sizeof groups / sizeof *groups};

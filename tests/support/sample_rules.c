#include "tests/support/sample_rules.h"

#include "tests/support/unit.h"

#define SPOTIFY                                                                        \
    {                                                                                  \
        "spotify", "Spotify", "2026.11"                                                \
    }
#define ARCHIVE                                                                        \
    {                                                                                  \
        "studio-archive", "Studio archive", "1"                                        \
    }
#define VINYL                                                                          \
    {                                                                                  \
        "vinyl-12-33", "12 inch LP, 33\xE2\x85\x93 rpm", "1"                           \
    }

const struct lo_spec_info sample_specs[SAMPLE_SPECS] = {SPOTIFY, ARCHIVE, VINYL};

static const struct lo_source formats = {
    .title = "Audio file formats",
    .publisher = "Spotify",
    .url = "https://support.spotify.com/article/audio-file-formats/",
    .seen = "2026-11-22",
    .confidence = LO_PRIMARY,
};

static const struct lo_source forum = {
    .title = "Answer of the support desk",
    .publisher = "A distributor",
    .url = "https://example.org/faq",
    .seen = "2026-10-01",
    .confidence = LO_UNVERIFIED,
};

static const struct lo_place overs[] = {
    {83.456, 0.00004535, 0, true, 0.68, LO_UNIT_DBTP},
    {84.456, 0.00004535, 1, true, 0.63, LO_UNIT_DBTP},
    {92.456, 0.00004535, -1, true, 0.58, LO_UNIT_DBTP},
    {93.456, 0.00004535, 0, true, 0.53, LO_UNIT_DBTP},
    {94.456, 0.00004535, 1, true, 0.48, LO_UNIT_DBTP},
};

static const struct lo_place clips[] = {
    {2.179569, 0.000567, 0, true, 25, LO_UNIT_SAMPLES},
    {6.48807, 0.000567, 1, true, 25, LO_UNIT_SAMPLES},
    {121.75, 0.000544, 0, true, 24, LO_UNIT_SAMPLES},
};

static const struct lo_finding passing_spotify[] = {
    {
        .id = "true-peak",
        .title = "True peak leaves room for the encoder",
        .severity = LO_WARNING,
        .outcome = LO_PASSED,
        .term = "peak.true",
        .has_measured = true,
        .measured = -1.27,
        .has_max = true,
        .max = -1,
        .unit = LO_UNIT_DBTP,
        .why = "Ogg and AAC encoders raise peaks.",
        .advice = "Lower the limiter's ceiling.",
        .source = &formats,
        .correction = {.with = "trim", .to = "-1.0", .at_most = "6 dB"},
    },
    {
        .id = "dc",
        .title = "No DC offset",
        .severity = LO_WARNING,
        .outcome = LO_PASSED,
        .term = "dc.offset",
        .is_below = true,
        .has_max = true,
        .max = -60,
        .unit = LO_UNIT_DBFS,
    },
    {
        .id = "loud-master-ceiling",
        .title = "A loud master stays 2 dB under full scale",
        .severity = LO_NOTE,
        .outcome = LO_NOT_APPLICABLE,
        .source = &formats,
    },
};

static const struct lo_finding failing_spotify[] = {
    {
        .id = "true-peak",
        .title = "True peak leaves room for the encoder",
        .severity = LO_WARNING,
        .outcome = LO_FAILED,
        .term = "peak.true",
        .has_measured = true,
        .measured = 0.68,
        .has_max = true,
        .max = -1,
        .has_excess = true,
        .excess = 0.68 - -1.0,
        .unit = LO_UNIT_DBTP,
        .places = overs,
        .place_count = COUNT(overs),
        .place_total = 12,
        .why =
            "Ogg and AAC encoders raise peaks; what exceeds full scale after decoding "
            "is clipped by the listener's converter, and no one at the platform will "
            "see it.",
        .advice =
            "Lower the limiter's ceiling to -1 dBTP, or -2 dBTP for masters louder "
            "than -14 LUFS.",
        .source = &formats,
        .correction =
            {.with = "trim", .to = "-1.0", .at_most = "6 dB", .allowed = true},
    },
    {
        .id = "clip",
        .title = "No runs of clipped samples",
        .severity = LO_WARNING,
        .outcome = LO_FAILED,
        .term = "clip.run",
        .detail = "1200 events, at most 0 allowed",
        .has_measured = true,
        .measured = 1200,
        .has_max = true,
        .max = 0,
        .has_excess = true,
        .excess = 1200,
        .unit = LO_UNIT_COUNT,
        .places = clips,
        .place_count = COUNT(clips),
        .place_total = 1200,
        .why = "Flat tops are distortion that no later step can take back.",
        .advice = "Ask for a mix with headroom.",
        .correction = {.with = "declip",
                       .allowed = false,
                       .refused = "clipping cannot be undone: send it back to the mix"},
    },
    {
        .id = "header",
        .title = "The header tells the truth",
        .severity = LO_ERROR,
        .outcome = LO_FAILED,
        .term = "file.header_problems",
        .detail = "data chunk declares 4,000 bytes more than the file has",
        .why = "A truncated upload passes as a shorter song.",
        .advice = "Export the file again and compare its length with the session.",
        .source = &forum,
    },
    {
        .id = "loud-master-ceiling",
        .title = "A loud master stays 2 dB under full scale",
        .severity = LO_NOTE,
        .outcome = LO_FAILED,
        .term = "peak.true",
        .has_measured = true,
        .measured = 0.68,
        .has_max = true,
        .max = -2,
        .has_excess = true,
        .excess = 2.68,
        .unit = LO_UNIT_DBTP,
        .source = &formats,
    },
    {
        .id = "container",
        .title = "WAV or FLAC",
        .severity = LO_WARNING,
        .outcome = LO_PASSED,
        .term = "file.container",
        .detail = "wav is one of wav, flac",
        .source = &formats,
    },
};

static const struct lo_finding failing_archive[] = {
    {
        .id = "bits",
        .title = "24 bits or more",
        .severity = LO_ERROR,
        .outcome = LO_FAILED,
        .term = "file.bits",
        .has_measured = true,
        .measured = 16,
        .has_min = true,
        .min = 24,
        .has_excess = true,
        .excess = 8,
        .unit = LO_UNIT_BITS,
        .advice = "Ask for the 24-bit master, not a padded copy.",
    },
    {
        .id = "isrc",
        .title = "The file carries its ISRC",
        .severity = LO_WARNING,
        .outcome = LO_WAIVED,
        .term = "tag.isrc",
        .detail = "absent",
        .waived_by = "kj",
        .waived_reason = "not released yet, no ISRC until spring",
    },
    {
        .id = "codec",
        .title = "Survives AAC",
        .severity = LO_ERROR,
        .outcome = LO_NOT_MEASURED,
        .term = "codec.aac_256.true_peak",
        .detail = "the codec round trip was not run",
    },
};

static const struct lo_finding unreadable[] = {
    {
        .id = "readable",
        .title = "The file can be read",
        .severity = LO_ERROR,
        .outcome = LO_FAILED,
        .detail =
            "03 br\xFFken\n.wav: not audio: no RIFF, RF64, BW64 or fLaC at byte 0",
    },
};

static const struct lo_finding mono[] = {
    {
        .id = "range",
        .title = "Loudness range under 20 LU",
        .severity = LO_NOTE,
        .outcome = LO_NOT_MEASURED,
        .term = "loudness.range",
        .detail = "shorter than 3 s",
        .has_max = true,
        .max = 20,
        .unit = LO_UNIT_LU,
    },
    {
        .id = "true-peak",
        .title = "True peak leaves room for the encoder",
        .severity = LO_WARNING,
        .outcome = LO_PASSED,
        .term = "peak.true",
        .has_measured = true,
        .measured = -1.5,
        .has_max = true,
        .max = -1,
        .unit = LO_UNIT_DBTP,
        .source = &formats,
    },
};

static const struct lo_place groove = {1122.3, 0.5, -1, true, 1.31, LO_UNIT_NONE};

static const struct lo_finding side[] = {
    {
        .id = "disc-use",
        .title = "The side fits",
        .severity = LO_ERROR,
        .outcome = LO_PASSED,
        .term = "vinyl.disc_use",
        .has_measured = true,
        .measured = 93.41,
        .has_max = true,
        .max = 100,
        .unit = LO_UNIT_PERCENT,
    },
    {
        .id = "level",
        .title = "Cuts at the level of the format",
        .severity = LO_WARNING,
        .outcome = LO_FAILED,
        .term = "vinyl.level_max",
        .detail = "limited by curvature",
        .has_measured = true,
        .measured = -2.1,
        .has_min = true,
        .min = 0,
        .has_excess = true,
        .excess = 2.1,
        .unit = LO_UNIT_DB,
        .places = &groove,
        .place_count = 1,
        .place_total = 1,
        .why = "At 62 mm the stylus cannot follow 14 kHz at this level.",
        .advice = "Cut 2.1 dB lower, or move the bright song outwards.",
    },
};

#define VERDICT(info, how, list)                                                       \
    {                                                                                  \
        .spec = info, .acceptance = (how), .findings = (list), .count = COUNT(list)    \
    }

static const struct lo_verdict passing[] = {
    VERDICT(SPOTIFY, LO_ACCEPTED, passing_spotify),
};
static const struct lo_verdict failing[] = {
    VERDICT(SPOTIFY, LO_REJECTED, failing_spotify),
    VERDICT(ARCHIVE, LO_REJECTED, failing_archive),
};
static const struct lo_verdict broken[] = {
    VERDICT(SPOTIFY, LO_REJECTED, unreadable),
};
static const struct lo_verdict short_mono[] = {
    VERDICT(SPOTIFY, LO_ACCEPTED, mono),
};
static const struct lo_verdict vinyl[] = {
    VERDICT(VINYL, LO_ACCEPTED_WITH_WARNINGS, side),
};

size_t sample_verdicts(enum sample_subject subject, const struct lo_verdict **verdicts)
{
    static const struct {
        const struct lo_verdict *list;
        size_t count;
    } all[SAMPLE_SUBJECTS] = {
        [SAMPLE_PASSING] = {passing, COUNT(passing)},
        [SAMPLE_FAILING] = {failing, COUNT(failing)},
        [SAMPLE_UNREADABLE] = {broken, COUNT(broken)},
        [SAMPLE_MONO] = {short_mono, COUNT(short_mono)},
        [SAMPLE_SIDE] = {vinyl, COUNT(vinyl)},
    };

    *verdicts = all[subject].list;
    return all[subject].count;
}

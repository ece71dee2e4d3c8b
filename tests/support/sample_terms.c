#include "tests/support/report.h"

#include "tests/support/unit.h"

/* clang-format off */
static const struct lo_term terms[] = {
    {LO_TERM_TEXT, "file.container", LO_UNIT_NONE, "container of the file", LO_FOLD_MAX},
    {LO_TERM_TEXT, "file.codec", LO_UNIT_NONE, "how samples are coded", LO_FOLD_MAX},
    {LO_TERM_TEXT, "file.sample_format", LO_UNIT_NONE, "integer or float", LO_FOLD_MAX},
    {LO_TERM_TEXT, "file.sha256", LO_UNIT_NONE, "SHA-256 of the file", LO_FOLD_MAX},
    {LO_TERM_TEXT, "file.audio_md5", LO_UNIT_NONE, "MD5 of the samples", LO_FOLD_MAX},
    {LO_TERM_TEXT, "file.name", LO_UNIT_NONE, "name of the file", LO_FOLD_MAX},
    {LO_TERM_LIST, "file.chunks", LO_UNIT_NONE, "chunks in file order", LO_FOLD_MAX},
    {LO_TERM_LIST, "file.header_problems", LO_UNIT_NONE, "what is wrong with the container", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.sample_rate", LO_UNIT_HZ, "frames per second", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.bits", LO_UNIT_BITS, "bits per sample", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.channels", LO_UNIT_CHANNELS, "channels", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.frames", LO_UNIT_FRAMES, "frames", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.duration", LO_UNIT_S, "duration", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "file.size", LO_UNIT_BYTES, "size of the file", LO_FOLD_MAX},
    {LO_TERM_TEXT, "tag.title", LO_UNIT_NONE, "title", LO_FOLD_MAX},
    {LO_TERM_TEXT, "tag.artist", LO_UNIT_NONE, "artist", LO_FOLD_MAX},
    {LO_TERM_TEXT, "tag.isrc", LO_UNIT_NONE, "ISRC", LO_FOLD_MAX},
    {LO_TERM_LIST, "tag.conflicts", LO_UNIT_NONE, "fields with two values", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.integrated", LO_UNIT_LUFS, "integrated loudness", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.dual_mono", LO_UNIT_LUFS, "integrated loudness when a mono file plays on two speakers", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.range", LO_UNIT_LU, "loudness range", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.momentary_max", LO_UNIT_LUFS, "highest momentary loudness", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "loudness.short_term_max", LO_UNIT_LUFS, "highest short-term loudness", LO_FOLD_MAX},
    {LO_TERM_SERIES, "loudness.momentary", LO_UNIT_LUFS, "momentary loudness", LO_FOLD_MAX},
    {LO_TERM_SERIES, "loudness.short_term", LO_UNIT_LUFS, "short-term loudness", LO_FOLD_MAX},
    {LO_TERM_DISTRIBUTION, "loudness.blocks", LO_UNIT_LUFS, "gating blocks by loudness", LO_FOLD_MAX},
    {LO_TERM_DISTRIBUTION, "peak.histogram", LO_UNIT_DBTP, "true peaks of 100 ms", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.integrated", LO_UNIT_LUFS, "integrated loudness by libebur128", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.range", LO_UNIT_LU, "loudness range by libebur128", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "verify.true_peak", LO_UNIT_DBTP, "true peak by libebur128", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "peak.true", LO_UNIT_DBTP, "true peak", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "peak.sample", LO_UNIT_DBFS, "sample peak", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "peak.overs", LO_UNIT_COUNT, "spans of the true peak signal over full scale", LO_FOLD_MAX},
    {LO_TERM_SERIES, "peak.true", LO_UNIT_DBTP, "true peak of each 100 ms", LO_FOLD_MAX},
    {LO_TERM_EVENT, "peak.over", LO_UNIT_DBTP, "true peak over full scale", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dynamics.plr", LO_UNIT_DB, "peak to loudness ratio", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dynamics.psr_min", LO_UNIT_DB, "lowest peak to short-term loudness ratio", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dynamics.dr", LO_UNIT_DR, "DR value", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dynamics.crest", LO_UNIT_DB, "crest factor", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dynamics.rms", LO_UNIT_DBFS, "RMS level", LO_FOLD_MAX},
    {LO_TERM_SERIES, "dynamics.psr", LO_UNIT_DB, "peak to short-term loudness ratio", LO_FOLD_MIN},
    {LO_TERM_QUANTITY, "clip.runs", LO_UNIT_COUNT, "runs of samples at full scale", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "clip.longest", LO_UNIT_SAMPLES, "longest run", LO_FOLD_MAX},
    {LO_TERM_EVENT, "clip.run", LO_UNIT_SAMPLES, "run of samples at full scale", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "silence.head", LO_UNIT_S, "silence at the start", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "dc.offset", LO_UNIT_DBFS, "DC offset", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.correlation", LO_UNIT_NONE, "correlation of left and right", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "stereo.balance", LO_UNIT_LU, "right louder than left", LO_FOLD_MAX},
    {LO_TERM_FLAG, "stereo.dual_mono", LO_UNIT_NONE, "left and right are the same", LO_FOLD_MAX},
    {LO_TERM_SERIES, "stereo.correlation", LO_UNIT_NONE, "correlation of left and right", LO_FOLD_MIN},
    {LO_TERM_FLAG, "bits.padded", LO_UNIT_NONE, "low bits are always zero", LO_FOLD_MAX},
    {LO_TERM_SERIES, "spectrum.ltas", LO_UNIT_DB, "long-term spectrum in thirds of an octave", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "playback.spotify.gain", LO_UNIT_DB, "gain that the platform applies", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "vinyl.side_length", LO_UNIT_MIN, "length of the side", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "vinyl.disc_use", LO_UNIT_PERCENT, "share of the recordable band used", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "vinyl.level_max", LO_UNIT_DB, "highest level at which the side cuts, re 0 VU", LO_FOLD_MAX},
    {LO_TERM_TEXT, "vinyl.level_limit", LO_UNIT_NONE, "what binds the level", LO_FOLD_MAX},
    {LO_TERM_SERIES, "vinyl.head_load", LO_UNIT_DB, "load of the cutter head", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "release.duration", LO_UNIT_S, "duration of all tracks", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "release.tracks", LO_UNIT_COUNT, "tracks", LO_FOLD_MAX},
    {LO_TERM_QUANTITY, "release.loudness_spread", LO_UNIT_LU, "loudest less quietest track", LO_FOLD_MAX},
    {LO_TERM_FLAG, "release.mixed_formats", LO_UNIT_NONE, "tracks differ in format", LO_FOLD_MAX},
    {LO_TERM_EVENT, "release.gap", LO_UNIT_S, "gap between two tracks", LO_FOLD_MAX},
    {LO_TERM_TABLE, "waveform", LO_UNIT_NONE, "minimum, maximum and RMS of each channel, for the picture", LO_FOLD_MAX},
    {0},
};
/* clang-format on */

const struct lo_vocab *sample_vocab(void)
{
    static const struct lo_term *const groups[] = {terms};
    static const struct lo_vocab vocab = {groups, COUNT(groups)};

    return &vocab;
}

#include "cli/explanations.h"

#include <string.h>

const struct lo_explanation lo_explanations[] = {
    {.id = "loudness.integrated",
     .how = "The signal of each channel goes through the K-curve (a shelf of +4 dB "
            "above 2 kHz, a high-pass at 38 Hz); its mean square over 400 ms, every "
            "100 ms, summed over channels, is a block: -0.691 + 10 log10(sum) LUFS. "
            "Blocks under -70 LUFS, then those more than 10 LU under the mean of the "
            "rest, are left out; the mean power of what is left is the loudness. ITU-R "
            "BS.1770-5, Annex 1.",
     .good = "Music: whatever it needs; services play at -14 to -16 LUFS and turn down "
             "what is louder. Broadcast: -23 (Europe) or -24 LUFS (America).",
     .action = "To hit a target, change the gain of the whole by the difference; a "
               "limiter is only needed where the peaks would exceed their ceiling."},
    {.id = "loudness.dual_mono",
     .how = "As loudness.integrated, with the one channel of a mono file counted "
            "twice, since it plays on two speakers: 3.01 LU more.",
     .good = NULL,
     .action = NULL},
    {.id = "loudness.range",
     .how = "The distance between the 10th and the 95th percentile of short-term "
            "loudness (3 s, every 100 ms), without what is under -70 LUFS or more than "
            "20 LU under the mean. EBU Tech 3342.",
     .good =
         "Pop and rock 3 to 8 LU, acoustic music 6 to 15, orchestral music up to 25.",
     .action = "Under 3 LU nothing ever gets quieter; ask whether that is meant."},
    {.id = "loudness.momentary_max",
     .how = "The loudest 400 ms after the K-curve, at any sample, not only on the grid "
            "of 100 ms. EBU Tech 3341.",
     .good = NULL,
     .action = NULL},
    {.id = "loudness.short_term_max",
     .how = "The loudest 3 s after the K-curve, at any sample. EBU Tech 3341.",
     .good = "Short adverts: at most -18 LUFS (EBU R 128 s1).",
     .action = "Level the loudest passage."},
    {.id = "peak.true",
     .how = "The largest magnitude of the signal between its samples, after "
            "interpolation to eight times the rate. ITU-R BS.1770-5, Annex 2.",
     .good = "-1 dBTP or less: lossy encoders raise it by 0.5 to 2 dB. Over 0 dBTP "
             "converters and decoders clip.",
     .action = "Lower the ceiling of the limiter, or turn the whole down by the "
               "excess: after loudness normalisation it plays as loud as before."},
    {.id = "peak.sample",
     .how = "The largest sample: 20 log10(|x|), full scale is 1.0.",
     .good = "Under 0 dBFS; some distributors want -0.3.",
     .action = "Turn the whole down by the excess."},
    {.id = "peak.overs",
     .how = "Maximal spans in which the interpolated signal lies above full scale, "
            "counted in each channel and summed.",
     .good = "0",
     .action = "As peak.true."},
    {.id = "dynamics.plr",
     .how = "peak.true - loudness.integrated.",
     .good = "8 to 9 dB is dense, 12 and more is open. Under 8 dB a limiter works all "
             "the time.",
     .action = "Compare with less limiting at equal loudness."},
    {.id = "dynamics.psr_min",
     .how = "The least of: true peak of 3 s minus their short-term loudness, over all "
            "3 s that are not more than a few LU under the loudest. AES e-Brief, "
            "Shepherd and others, 2017.",
     .good = "8 dB or more in the loudest part.",
     .action = "Under 6 dB the loudest part is squashed: look at the limiter there."},
    {.id = "dynamics.dr",
     .how = "As the TT Dynamic Range Meter: blocks of 3 s; the second-highest peak "
            "above the RMS of the loudest fifth of them, per channel, rounded mean.",
     .good =
         "DR 8 to 14. It says little on its own; compare releases of the same music.",
     .action = NULL},
    {.id = "dynamics.crest",
     .how = "Sample peak above RMS level, of the loudest channel.",
     .good = "10 to 20 dB.",
     .action = NULL},
    {.id = "dynamics.rms",
     .how =
         "20 log10 of the root of the mean square; a full-scale sine has -3.01 dBFS.",
     .good = NULL,
     .action = NULL},
    {.id = "clip.runs",
     .how = "Runs of three or more samples in a row at the largest code of the format "
            "(or at 1.0 and above of floats), in each channel and summed.",
     .good = "0",
     .action =
         "Go back to the limiter or the mix; a trim does not bring the tops back."},
    {.id = "clip.longest",
     .how = "Length of the longest run at full scale.",
     .good = "0; up to 3 is what a limiter without oversampling leaves.",
     .action = "As clip.runs."},
    {.id = "clip.flat_top_runs",
     .how = "Plateaus with corners on both sides, many of them at one same level below "
            "full scale: the trace of a clipper that was turned down afterwards.",
     .good = "0",
     .action =
         "It was clipped before it came here: ask for the mix or the step before."},
    {.id = "clip.flat_top_level",
     .how = "The level at which these plateaus lie.",
     .good = NULL,
     .action = NULL},
    {.id = "clip.flat_top_ratio",
     .how = "The share of the largest peaks whose top is flat: clipped first, then "
            "filtered, resampled or coded.",
     .good = "Under 0.05.",
     .action = "Ask for the material before it was clipped."},
    {.id = "clip.density",
     .how = "Runs and plateaus in a minute.",
     .good = "0",
     .action = "As clip.runs."},
    {.id = "silence.head",
     .how = "Time until the first 20 ms in which any channel has an RMS of the "
            "threshold (-60 dBFS) or more.",
     .good = "0.1 to 0.5 s; distributors refuse more than 10 s.",
     .action = "Cut it."},
    {.id = "silence.tail",
     .how = "Time after the last 20 ms over the threshold.",
     .good = "1 to 3 s; distributors refuse more than 5 to 10 s.",
     .action = "Cut it."},
    {.id = "silence.longest",
     .how = "The longest stretch under the threshold between first and last sound.",
     .good = "Under 3 s, unless it is meant.",
     .action = "Hidden tracks are delivered as tracks of their own."},
    {.id = "silence.digital_head",
     .how = "Exact zeros at the start, in every channel.",
     .good = NULL,
     .action = NULL},
    {.id = "silence.digital_tail",
     .how = "Exact zeros at the end, in every channel.",
     .good = NULL,
     .action = NULL},
    {.id = "edge.start_level",
     .how = "RMS of the first 20 ms, of the loudest channel.",
     .good = NULL,
     .action = NULL},
    {.id = "edge.end_level",
     .how = "RMS of the last 20 ms, of the loudest channel.",
     .good = NULL,
     .action = NULL},
    {.id = "edge.abrupt_start",
     .how = "The first sample is a step far above what surrounds it: the file begins "
            "inside a sound.",
     .good = "no, unless the track goes on from the one before.",
     .action = "Export with a little room before the first note, or fade in over some "
               "milliseconds."},
    {.id = "edge.abrupt_end",
     .how = "The sound stops at full level, without a decay, or with a step.",
     .good = "no, unless a cold end is meant.",
     .action = "Listen to the last two seconds; export a longer tail."},
    {.id = "edge.cut_tail",
     .how = "A fade or reverberation is still falling, and audible, when it stops.",
     .good = "no",
     .action = "Export a longer tail, or end it with a short fade."},
    {.id = "dc.offset",
     .how = "20 log10 of the mean of the samples, of the worst channel, where it is "
            "larger than the means of parts of the programme make likely by chance.",
     .good = "Nothing there, or under -50 dBFS.",
     .action = "Take it out before limiting."},
    {.id = "stereo.correlation",
     .how = "Sum of L*R over the root of (sum of L squared times sum of R squared). 1: "
            "mono; 0: unrelated; -1: upside down.",
     .good = "0.2 to 0.9.",
     .action = "Near or under 0, listen in mono."},
    {.id = "stereo.correlation_min",
     .how = "The lowest correlation of 400 ms that are not more than 20 dB under the "
            "programme.",
     .good = "Over -0.3.",
     .action = "Look at what plays there: wideners and inverted channels."},
    {.id = "stereo.balance",
     .how = "Loudness of left minus loudness of right, K-weighted.",
     .good = "Within 1 LU.",
     .action = "Listen whether it is meant; else correct it in the mix."},
    {.id = "stereo.mono_loss",
     .how = "Loudness of (L + R) / 2, played on two speakers, minus that of the "
            "programme. 0: dual mono; -3: unrelated; less: it cancels.",
     .good = "-0.5 to -3 LU.",
     .action = "Under -3 LU parts vanish on a mono speaker: find which."},
    {.id = "stereo.width",
     .how = "Level of (L - R) / 2 against that of (L + R) / 2.",
     .good = "-20 to -6 dB.",
     .action = NULL},
    {.id = "stereo.delay",
     .how = "The constant delay of right after left that makes them most alike, from "
            "probes over the whole programme (cross-correlation with phase transform).",
     .good = "0",
     .action = "A delay of a few samples is a channel that went another way: ask for a "
               "new transfer."},
    {.id = "stereo.dual_mono",
     .how = "Both channels are the same within half a step of 16 bits.",
     .good = "no, unless the recording is mono.",
     .action = "Look at the bounce settings, or say that it is mono."},
    {.id = "stereo.polarity_inverted",
     .how =
         "The correlation is strongly negative all over: one channel is upside down.",
     .good = "no",
     .action = "Invert one channel, after comparing with the mix."},
    {.id = "stereo.channel_missing",
     .how = "One channel is silent, or 50 dB under the other.",
     .good = "no",
     .action = "Export again."},
    {.id = "bits.effective",
     .how = "The bits that carry anything, from the top: the lowest that is not the "
            "same in every sample, and those above it.",
     .good = "That of the file: 16 or 24.",
     .action =
         "Fewer than the file has: find the file before it was padded or truncated."},
    {.id = "bits.padded",
     .how = "The lowest bits of every sample are zero.",
     .good = "no",
     .action = "Deliver the depth that is there."},
    {.id = "bits.stuck",
     .how = "Bits in the middle that never move although others do: a defective "
            "converter or interface.",
     .good = "none",
     .action = "Transfer again."},
    {.id = "bits.dither",
     .how = "Two statistics of the lowest bit in quiet passages. It says "
            "\"undetermined\" where there are none.",
     .good = "plausible, in a 16-bit file.",
     .action = "Reduce the depth again, with TPDF dither, as the last step."},
    {.id = "stored.integrated_off",
     .how = "tag.bext_loudness - loudness.integrated.",
     .good = "Within 0.2 LU.",
     .action = "Measure again and write the new figures."},
    {.id = "stored.range_off",
     .how = "tag.bext_range - loudness.range.",
     .good = "Within 1 LU.",
     .action = "Measure again and write the new figures."},
    {.id = "stored.true_peak_off",
     .how = "tag.bext_true_peak - peak.true.",
     .good = "Within 0.5 dB: meters differ in their filters.",
     .action = "Measure again and write the new figures."},
    {.id = "stored.momentary_max_off",
     .how = "tag.bext_momentary_max - loudness.momentary_max.",
     .good = "Within 0.5 LU: ours is exact to the sample, others look every 100 ms.",
     .action = "Measure again and write the new figures."},
    {.id = "stored.short_term_max_off",
     .how = "tag.bext_short_term_max - loudness.short_term_max.",
     .good = "Within 0.3 LU.",
     .action = "Measure again and write the new figures."},
    {.id = "verify.integrated",
     .how = "The same by libebur128, an independent implementation.",
     .good = "Within 0.1 LU of loudness.integrated.",
     .action = NULL},
    {.id = "verify.range",
     .how = "The same by libebur128, which looks once a second.",
     .good = "Within 1 LU of loudness.range.",
     .action = NULL},
    {.id = "verify.true_peak",
     .how = "The same by libebur128, at up to four times the rate.",
     .good = "Within 0.1 dB of peak.true; on clipped masters up to 1 dB less.",
     .action = NULL},
    {.id = "verify.sample_peak",
     .how = "The same by libebur128.",
     .good = "That of peak.sample.",
     .action = NULL},
    {.id = "file.header_problems",
     .how = "Our own walk of the file, before a sample is read: sizes, order and "
            "number of chunks, and what was decoded against what was declared. "
            "docs/header-problems.md lists them.",
     .good = "none",
     .action = "Export again; a program that writes a plain header around the same "
               "samples will do where only the header is wrong."},
    {.id = "file.header_notes",
     .how = "What is allowed but unusual in the structure of the file. "
            "docs/header-problems.md lists it.",
     .good = NULL,
     .action = NULL},
    {.id = "file.audio_md5",
     .how = "MD5 of the samples as FLAC defines it: interleaved, signed, "
            "little-endian, in the fewest whole bytes of the depth. The same audio has "
            "the same sum in every lossless container.",
     .good = NULL,
     .action = NULL},
    {.id = "file.sha256",
     .how = "SHA-256 of the whole file: two files with the same sum are the same file.",
     .good = NULL,
     .action = NULL},
    {.id = "file.not_finite",
     .how = "Samples of a floating-point file that are infinite or not a number. They "
            "are measured as 0.",
     .good = "0",
     .action = "A plug-in failed during the bounce: bounce again."},
    {.id = "tag.conflicts",
     .how = "The same field from two chunks of the file, where both cannot be true.",
     .good = "none",
     .action = "Decide which is right, and write it to all of them."},
    {.id = "tag.problems",
     .how = "Tags that are wrong: codes, encodings, sizes. docs/tag-problems.md lists "
            "them.",
     .good = "none",
     .action = "Write the tags again."},
    {.id = "tag.isrc",
     .how = "ISO 3901: two letters and three characters of the registrant, two digits "
            "of the year, five of the recording. Found in ID3 TSRC, Vorbis ISRC, axml, "
            "CAF; in LIST INFO only where it is one, since INFO ISRC means the source.",
     .good = "12 characters, without hyphens.",
     .action = "Look the code up with who assigned it."},
    {.id = "tag.upc",
     .how = "UPC-A (12 digits) or EAN-13, with the check digit of GS1: weights 3, 1, 3 "
            "... from the right.",
     .good = "The check digit is right.",
     .action = "Look the code up; a lost leading zero is the most frequent fault."},
    {.id = "release.album_loudness",
     .how = "The gates of BS.1770 over the blocks of all tracks, as if they were one "
            "programme.",
     .good = "What a service turns up or down when the album is played.",
     .action = NULL},
    {.id = "release.loudness_spread",
     .how = "Loudest track minus quietest.",
     .good = "Under 8 LU.",
     .action = "Listen to the two in a row."},
    {.id = "release.duplicate_audio",
     .how = "Tracks whose audio has the same MD5, whatever the container.",
     .good = "none",
     .action = "Look up which of them is wrong."},
    {.id = "release.gap",
     .how = "Silence at the end of a track, the pause of the manifest, and the silence "
            "at the head of the next, together.",
     .good = "1 to 4 s; 0 where tracks are joined.",
     .action = "Shorten the silence at the ends of the files."},
    {.id = "release.broken_joins",
     .how = "Tracks with join=\"segue\" between which more than 50 ms of silence lie.",
     .good = "none",
     .action = "Cut the tracks out of one continuous master."},
    {0},
};

const struct lo_explanation *lo_explanation_of(const char *id)
{
    for (const struct lo_explanation *e = lo_explanations; e->id; e++)
        if (strcmp(e->id, id) == 0)
            return e;
    return NULL;
}

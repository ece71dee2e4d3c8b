#include "tests/support/spec_faults.h"

/* A quiet, dynamic 24-bit master that every spec likes but for its own loudness. */
const char spec_good[] =
    "file.name='01_Artist_Title.wav';file.container='wav';file.codec='pcm';file.size="
    "52920044;"
    "file.sample_format='integer';file.wave_format_tag='0x0001';"
    "file.chunks=[fmt  12 16|data 36 100];file.chunks_after_data=false;"
    "file.header_problems=[];file.sample_rate=44100;file.bits=24;file.valid_bits=24;"
    "file.channels=2;file.duration=200;file.frames=8820000;file.not_finite=0;"
    "loudness.integrated=-16;loudness.range=8;peak.true=-3;peak.sample=-3.2;"
    "peak.overs=0;dynamics.plr=13;clip.runs=0;clip.longest=0;clip.flat_top_runs=0;"
    "silence.head=0.2;silence.tail=2;silence.longest=2;edge.abrupt_start=false;"
    "edge.abrupt_end=false;edge.cut_tail=false;dc.offset=below;stereo.correlation=0.5;"
    "stereo.dual_mono=false;stereo.polarity_inverted=false;"
    "stereo.channel_missing=false;bits.effective=24;bits.padded=false;"
    "loudness.short_term_max=-14;tag.title='Title';tag.artist='Anna Example';"
    "tag.isrc='USABC2600001';tag.genre='Techno';tag.problems=[];tag.conflicts=[]";

/* What a spec needs beside that to be passed whole; the others need nothing. */
const char spec_good_release[] =
    "release.unread=0;release.loudness_spread=3;release.mean_duration=200;"
    "release.over_45_s=100;release.mixed_formats=false;release.other_formats=[];"
    "release.duplicate_audio=[];"
    "release.duplicate_isrc=[];release.missing_isrc=[];release.mismatches=[];"
    "release.broken_joins=[]";

const struct spec_need spec_needs[] = {
    {"ebu-r128", "loudness.integrated=-23"},
    {"ebu-r128-s1",
     "loudness.integrated=-23;loudness.short_term_max=-20;file.duration=30"},
    {"atsc-a85", "loudness.integrated=-24"},
    {"cd-baby", "file.bits=16;file.valid_bits=16"},
    {"melabel", "file.bits=16;file.valid_bits=16"},
    {"ingrooves", "file.bits=16;file.valid_bits=16"},
    {"youtube-music", "file.sample_rate=48000"},
    {"musicmyband", "file.sample_rate=48000"},
    {"nepcine", "file.sample_rate=48000"},
    {"omziki", "file.sample_rate=48000"},
    {"symphonic", "tag.title="},
    {"audiomaze", "tag.title="},
    {"studio-archive",
     "tag.bext_version='2';stored.integrated_off=0;stored.true_peak_off=0"},
};

/* What makes one rule of a spec fail. Rows of a base count for what extends it, unless the
 * spec has a row of its own. */
const struct spec_fault spec_faults[] = {
    {"streaming", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"streaming", "audio", "file.frames=0"},
    {"streaming", "numbers", "file.not_finite=1"},
    {"streaming", "header", "file.header_problems=[riff-size: 4 bytes too few]"},
    {"streaming", "plain-header", "file.wave_format_tag='0xFFFE'"},
    {"streaming", "stereo", "file.channels=1"},
    {"streaming", "sample-rate", "file.sample_rate=32000"},
    {"streaming", "bits", "file.valid_bits=8"},
    {"streaming", "sound", "peak.sample=below"},
    {"streaming", "channel-missing", "stereo.channel_missing=true"},
    {"streaming", "polarity", "stereo.polarity_inverted=true"},
    {"streaming", "clipping", "clip.runs=1"},
    {"streaming", "true-peak", "peak.true=-0.999"},
    {"streaming", "loud-master-ceiling", "loudness.integrated=-10;peak.true=-1.5"},
    {"streaming", "turned-down", "loudness.integrated=-13.9"},
    {"streaming", "flat-tops", "clip.flat_top_runs=7"},
    {"streaming", "dual-mono", "stereo.dual_mono=true"},
    {"streaming", "head-silence", "silence.head=10.5"},
    {"streaming", "tail-silence", "silence.tail=10.5"},
    {"streaming", "inner-silence", "silence.longest=3.5"},
    {"streaming", "duration", "file.duration=29.9"},
    {"streaming", "abrupt-end", "edge.abrupt_end=true"},
    {"streaming", "cut-tail", "edge.cut_tail=true"},
    {"streaming", "abrupt-start", "edge.abrupt_start=true"},
    {"streaming", "dc-offset", "dc.offset=-40"},

    {"distributor-core", "container", "file.container='rf64'"},
    {"distributor-core", "usual-container", "file.container='aiff'"},
    {"distributor-core", "only-audio",
     "file.chunks=[fmt  12 16|bext 36 602|data 650 9]"},
    {"distributor-core", "after-audio", "file.chunks_after_data=true"},
    {"distributor-core", "usual-rate", "file.sample_rate=192000"},
    {"distributor-core", "usual-bits", "file.bits=32;file.valid_bits=32"},
    {"distributor-core", "sample-peak", "peak.sample=-0.2"},
    {"distributor-core", "file-name", "file.name='Sch\xC3\xB6n & gut.wav'"},

    {"spotify", "container", "file.wave_format_tag='0xFFFE'"},
    {"spotify", "after-audio", "file.chunks_after_data=true"},
    {"spotify", "kept-back", "loudness.integrated=-20;peak.true=-5"},
    {"spotify", "lossless-rate", "file.sample_rate=48000"},

    {"apple-music", "container", "file.container='rf64'"},
    {"apple-music", "top-rate", "file.sample_rate=384000"},
    {"apple-music", "usual-bits", "file.sample_format='float';file.bits=32"},
    {"apple-music", "padded", "bits.padded=true"},
    {"apple-music", "turned-down", "loudness.integrated=-15.9"},

    {"aes-td1008", "true-peak", "peak.true=-0.5"},
    {"aes-td1008", "loudest", "loudness.integrated=-13.7"},
    {"aes-td1008", "track-level", "loudness.integrated=-17"},

    {"ebu-r128", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"ebu-r128", "numbers", "file.not_finite=1"},
    {"ebu-r128", "loudness", "loudness.integrated=-21.9"},
    {"ebu-r128", "loudness-exact", "loudness.integrated=-23.3"},
    {"ebu-r128", "true-peak", "peak.true=-0.9"},
    {"ebu-r128", "reduced-peak", "peak.true=-1.9"},

    {"hi-res", "bits", "file.bits=16;file.valid_bits=16"},
    {"hi-res", "used-bits", "bits.effective=16"},
    {"hi-res", "usual-rate", "file.sample_rate=64000"},
    {"hi-res", "integer", "file.bits=32;file.sample_format='float'"},

    {"mix-intake", "whole", "file.header_problems=[truncated: 5 bytes are missing]"},
    {"mix-intake", "numbers", "file.not_finite=1"},
    {"mix-intake", "sound", "peak.sample=-95"},
    {"mix-intake", "resolution", "file.valid_bits=16"},
    {"mix-intake", "sample-rate", "file.sample_rate=22050"},
    {"mix-intake", "stereo", "file.channels=6"},
    {"mix-intake", "clipping", "clip.runs=1"},
    {"mix-intake", "flat-tops", "clip.flat_top_runs=7"},
    {"mix-intake", "headroom", "peak.true=-0.1"},
    {"mix-intake", "limiting", "dynamics.plr=7.5"},
    {"mix-intake", "head", "edge.abrupt_start=true"},
    {"mix-intake", "tail", "edge.abrupt_end=true"},
    {"mix-intake", "dc-offset", "dc.offset=-55"},
    {"mix-intake", "channel-missing", "stereo.channel_missing=true"},
    {"mix-intake", "polarity", "stereo.polarity_inverted=true"},
    {"mix-intake", "dual-mono", "stereo.dual_mono=true"},
    {"mix-intake", "file-name", "file.name='Sch\xC3\xB6n.wav'"},

    {"streaming", "lossless", "file.codec='mp3'"},
    {"distributor-core", "title-style", "tag.title='Song (Limited Edition)'"},
    {"distributor-core", "artist-style", "tag.artist='Unknown Artist'"},
    {"distributor-core", "codes", "tag.problems=[bad-isrc: 'X' in ID3 TSRC at byte 9]"},
    {"hi-res", "tags", "tag.isrc="},

    {"soundcloud", "container", "file.container='caf'"},
    {"soundcloud", "file-size", "file.size=4000000001"},
    {"soundcloud", "longest", "file.duration=86401"},
    {"bandcamp", "file-size", "file.size=291000001"},
    {"dismusic", "file-size", "file.size=2000000001"},
    {"umw", "file-size", "file.size=200000001"},
    {"umw", "file-name", "file.name='Title.wav'"},
    {"youtube-music", "container", "file.codec='mp3'"},
    {"youtube-music", "usual-bits", "file.bits=16;file.valid_bits=16"},
    {"youtube-music", "usual-rate", "file.sample_rate=44100"},
    {"amazon-music", "ultra-hd", "file.valid_bits=16"},
    {"qobuz", "hi-res", "file.valid_bits=16"},
    {"beatport", "genre", "tag.genre="},
    {"cd-baby", "usual-bits", "file.bits=24;file.valid_bits=24"},
    {"melabel", "usual-bits", "file.bits=24;file.valid_bits=24"},
    {"cd-baby", "usual-rate", "file.sample_rate=48000"},
    {"distrokid", "title-version", "tag.title='Song (Club Remix)'"},
    {"awal", "plain-header", "file.codec='mp3'"},
    {"ingrooves", "stereo", "file.channels=6"},
    {"ingrooves", "reduced", "file.bits=24;file.valid_bits=24"},
    {"ingrooves-hi-res", "usual-bits", "file.bits=16;file.valid_bits=16"},
    {"the-source", "no-bwf", "file.chunks=[fmt  12 16|bext 36 602|data 650 9]"},
    {"symphonic", "only-audio", "tag.title='Title'"},
    {"audiomaze", "only-audio", "tag.title='Title'"},
    {"sundesire", "tail-silence", "silence.tail=5.5"},
    {"sundesire", "file-name", "file.name='R&B.wav'"},
    {"velveteen", "duration", "file.duration=901"},
    {"velveteen", "inner-silence", "silence.longest=2.5"},
    {"musicmyband", "inner-silence", "silence.longest=11"},
    {"musicmyband", "preferred", "file.sample_rate=44100"},
    {"nepcine", "inner-silence", "silence.longest=11"},
    {"omziki", "inner-silence", "silence.longest=11"},
    {"believe", "short", "file.duration=44"},
    {"believe", "usual-rate", "file.bits=16;file.valid_bits=16;file.sample_rate=48000"},
    {"the-orchard", "usual-rate",
     "file.bits=16;file.valid_bits=16;file.sample_rate=96000"},
    {"sparta", "usual-rate", "file.bits=16;file.valid_bits=16;file.sample_rate=48000"},

    {"ebu-r128-s1", "short-form", "file.duration=61"},
    {"ebu-r128-s1", "short-term", "loudness.short_term_max=-17.9"},
    {"atsc-a85", "loudness", "loudness.integrated=-21.9"},
    {"studio-archive", "whole",
     "file.header_problems=[truncated: 5 bytes are missing]"},
    {"studio-archive", "title", "tag.title="},
    {"studio-archive", "artist", "tag.artist="},
    {"studio-archive", "isrc", "tag.isrc="},
    {"studio-archive", "isrc-form",
     "tag.problems=[bad-isrc: 'X' in ID3 TSRC at byte 9]"},
    {"studio-archive", "upc-form", "tag.problems=[bad-upc: 'X' in ID3 TXXX at byte 9]"},
    {"studio-archive", "conflicts", "tag.conflicts=[title: 'A' in x, 'B' in y]"},
    {"studio-archive", "tags", "tag.problems=[encoding: ID3 TIT2 is broken UTF-8]"},
    {"studio-archive", "stored-loudness", "stored.integrated_off=0.3"},

    {"streaming", "end-as-meant", "intent.end='fade';edge.abrupt_end=true"},
    {"streaming", "start-as-meant", "intent.start='fade';edge.abrupt_start=true"},

    {"release", "readable-tracks", "release.unread=1"},
    {"release", "one-format", "release.other_formats=[track 3 is 16 bits]"},
    {"release", "one-audio",
     "release.duplicate_audio=[tracks 1, 2 are the same audio]"},
    {"release", "one-isrc-each",
     "release.duplicate_isrc=[USABC2600001: tracks 1 and 2]"},
    {"release", "isrc", "release.missing_isrc=[track 2]"},
    {"release", "as-listed", "release.mismatches=[track 1: the title is 'A' ...]"},
    {"release", "joins", "release.broken_joins=[track 2 is meant to follow track 1]"},
    {"release", "gaps", "@release.gap 100 11 -1 11"},
    {"release", "spread", "release.loudness_spread=9"},
    {"believe-release", "long-tracks", "release.over_45_s=49"},
    {"melabel-release", "mean-length", "release.mean_duration=59"},
};

const size_t spec_need_count = sizeof spec_needs / sizeof *spec_needs;
const size_t spec_fault_count = sizeof spec_faults / sizeof *spec_faults;

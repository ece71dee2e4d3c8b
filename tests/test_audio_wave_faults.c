/* Every fault of a WAVE file that a reader must survive: what it is called, how much is
 * measured, or why nothing is. The files hold wav_pattern, so that what is measured is
 * checked sample by sample. */
#include "tests/support/measure.h"
#include "tests/support/reading.h"
#include "tests/support/unit.h"

#include <stdio.h>
#include <string.h>

enum {
    FRAMES = 100,
    FRAME_BYTES = 6,
    DATA_BYTES = FRAMES * FRAME_BYTES,
    RIFF_SIZE_AT = 4,
    FMT_AT = 20,  /* body */
    DATA_AT = 36, /* header of a plain file */
    TAG_PCM = 1,
    TAG_EXTENSIBLE = 0xFFFE,
};

static const struct wav_format format = {
    .tag = TAG_PCM, .channels = 2, .rate_hz = 44100, .bits = 24};

struct fault {
    const char *what;
    void (*make)(struct wav_bytes *bytes);
    const char *problems; /* ids in the lists, in any order, by blanks; "": none */
    int64_t frames;       /* that are measured */
    const char *error; /* LO_EFORMAT with this in its text; NULL: it can be measured */
};

static void plain(struct wav_bytes *b)
{
    wav_file(b, &format, FRAMES);
}

static void put_data(struct wav_bytes *b)
{
    wav_header(b, "data", DATA_BYTES);
    wav_samples(b, &format, FRAMES);
}

/* Patches of a plain file: field by field. */
#define PATCH(name, at, value, count)                                                  \
    static void name(struct wav_bytes *b)                                              \
    {                                                                                  \
        plain(b);                                                                      \
        wav_patch(b, at, value, count);                                                \
    }

PATCH(riff_small, RIFF_SIZE_AT, 100, 4)
PATCH(riff_large, RIFF_SIZE_AT, 100000, 4)
PATCH(riff_whole, RIFF_SIZE_AT, DATA_AT + 8 + DATA_BYTES, 4)
PATCH(riff_zero, RIFF_SIZE_AT, 0, 4)
PATCH(riff_ones, RIFF_SIZE_AT, 0xFFFFFFFF, 4)
PATCH(data_zero, DATA_AT + 4, 0, 4)
PATCH(data_ones, DATA_AT + 4, 0xFFFFFFFF, 4)
PATCH(data_half, DATA_AT + 4, 0x80000000, 4)
PATCH(data_signed, DATA_AT + 4, 0x7FFFFFFF, 4)
PATCH(data_sox, DATA_AT + 4, 0x7FFFF000, 4)
PATCH(data_long, DATA_AT + 4, DATA_BYTES + 60, 4)
PATCH(data_huge, DATA_AT + 4, 0xFFFFFFFE, 4)
PATCH(data_short, DATA_AT + 4, DATA_BYTES - 60, 4)
PATCH(data_partial, DATA_AT + 4, DATA_BYTES - 4, 4)
PATCH(tag_adpcm, FMT_AT, 0x0002, 2)
PATCH(tag_alaw, FMT_AT, 0x0006, 2)
PATCH(tag_mulaw, FMT_AT, 0x0007, 2)
PATCH(tag_ima, FMT_AT, 0x0011, 2)
PATCH(tag_gsm, FMT_AT, 0x0031, 2)
PATCH(tag_mp3, FMT_AT, 0x0055, 2)
PATCH(tag_unknown, FMT_AT, 0x1234, 2)
PATCH(tag_extensible, FMT_AT, 0xFFFE, 2)
PATCH(channels_0, FMT_AT + 2, 0, 2)
PATCH(channels_9, FMT_AT + 2, 9, 2)
PATCH(channels_all, FMT_AT + 2, 65535, 2)
PATCH(rate_0, FMT_AT + 4, 0, 4)
PATCH(rate_1, FMT_AT + 4, 1, 4)
PATCH(rate_all, FMT_AT + 4, 0xFFFFFFFF, 4)
PATCH(rate_low, FMT_AT + 4, 7999, 4)
PATCH(rate_high, FMT_AT + 4, 384001, 4)
PATCH(byte_rate, FMT_AT + 8, 1234, 4)
PATCH(align_small, FMT_AT + 12, 4, 2)
PATCH(align_large, FMT_AT + 12, 8, 2)
PATCH(align_zero, FMT_AT + 12, 0, 2)
PATCH(bits_0, FMT_AT + 14, 0, 2)
PATCH(bits_7, FMT_AT + 14, 7, 2)
PATCH(bits_33, FMT_AT + 14, 33, 2)
PATCH(bits_64, FMT_AT + 14, 64, 2)
PATCH(bits_all, FMT_AT + 14, 65535, 2)
PATCH(form_avi, 8, 0x20495641, 4)

static void float_24(struct wav_bytes *b)
{
    plain(b);
    wav_patch(b, FMT_AT, 3, 2);
}

/* Block align and byte rate agree on 8 bytes, 24 bits need 6. */
static void align_agrees(struct wav_bytes *b)
{
    plain(b);
    wav_patch(b, FMT_AT + 8, 44100 * 8, 4);
    wav_patch(b, FMT_AT + 12, 8, 2);
}

static void cut(struct wav_bytes *b)
{
    plain(b);
    b->count -= 61;
}

static void cut_at_data(struct wav_bytes *b)
{
    plain(b);
    b->count = DATA_AT + 8;
}

static void cut_in_fmt(struct wav_bytes *b)
{
    plain(b);
    b->count = 30;
}

static void cut_between(struct wav_bytes *b)
{
    plain(b);
    b->count = DATA_AT;
}

static void nothing(struct wav_bytes *b)
{
    (void)b;
}

static void one_byte(struct wav_bytes *b)
{
    wav_text(b, "R");
}

static void eleven_bytes(struct wav_bytes *b)
{
    wav_put(b, "RIFF\x10\0\0\0WAV", 11);
}

static void header_only(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_end(b);
}

static void empty(struct wav_bytes *b)
{
    wav_file(b, &format, 0);
}

/* A data chunk of 0 bytes that is meant: a chunk follows at once. */
static void empty_with_list(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_chunk(b, "data", "", 0);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_end(b);
}

static void junk_behind(struct wav_bytes *b)
{
    plain(b);
    wav_text(b, "some text that is no chunk");
}

static void id3_behind(struct wav_bytes *b)
{
    plain(b);
    wav_text(b, "TAGtitle");
    wav_zeros(b, 120);
}

static void zip_behind(struct wav_bytes *b)
{
    plain(b);
    wav_put(b, "PK\3\4\24\0\0\0\10\0", 10);
}

static void chunk_behind_riff(struct wav_bytes *b)
{
    plain(b);
    wav_chunk(b, "LIST", "INFOISFTabcd", 12);
}

static void chunks_behind_data(struct wav_bytes *b)
{
    plain(b);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_chunk(b, "id3 ", "ID3\3\0\0\0\0\0\0", 10);
    wav_end(b);
}

static void pad_missing(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_header(b, "iXML", 5);
    wav_text(b, "<xml>");
    put_data(b);
    wav_end(b);
}

static void pad_right(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_chunk(b, "iXML", "<xml>", 5);
    put_data(b);
    wav_end(b);
}

/* An unknown chunk of odd size whose pad is missing: only what follows can tell. */
static void pad_missing_unknown(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_header(b, "abcd", 3);
    wav_text(b, "xyz");
    wav_chunk(b, "efgh", "1234", 4);
    put_data(b);
    wav_end(b);
}

static const struct wav_format odd = {
    .tag = TAG_PCM, .channels = 1, .rate_hz = 44100, .bits = 8};

static void pad_missing_last(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &odd);
    wav_header(b, "data", 99);
    wav_samples(b, &odd, 99);
    wav_end(b);
}

static void pad_not_counted(struct wav_bytes *b)
{
    wav_file(b, &odd, 99);
    wav_patch(b, RIFF_SIZE_AT, b->count - 9, 4);
}

static void pad_counted_not_there(struct wav_bytes *b)
{
    pad_missing_last(b);
    wav_patch(b, RIFF_SIZE_AT, b->count - 7, 4);
}

static void odd_and_right(struct wav_bytes *b)
{
    wav_file(b, &odd, 99);
}

static void fmt_twice(struct wav_bytes *b)
{
    struct wav_format other = format;

    other.bits = 16;
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_fmt(b, &other);
    put_data(b);
    wav_end(b);
}

static void data_twice(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    put_data(b);
    wav_chunk(b, "data", "other sounds", 12);
    wav_end(b);
}

static void data_first(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    put_data(b);
    wav_fmt(b, &format);
    wav_end(b);
}

static void bext_twice(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_chunk(b, "bext", "1234", 4);
    wav_fmt(b, &format);
    wav_chunk(b, "bext", "1234", 4);
    put_data(b);
    wav_end(b);
}

static void junk_and_lists(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_chunk(b, "JUNK", "1234", 4);
    wav_fmt(b, &format);
    wav_chunk(b, "JUNK", "1234", 4);
    wav_chunk(b, "LIST", "INFO", 4);
    wav_chunk(b, "LIST", "adtl", 4);
    put_data(b);
    wav_end(b);
}

static void list_too_long(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_header(b, "LIST", 0xFFFFFFFF);
    wav_text(b, "INFO");
    put_data(b);
    wav_end(b);
}

static void list_too_long_behind(struct wav_bytes *b)
{
    plain(b);
    wav_header(b, "LIST", 5000);
    wav_text(b, "INFO");
    wav_end(b);
}

static void chunks_200000(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    for (int i = 0; i < 200000; i++)
        wav_header(b, "tiny", 0);
    put_data(b);
    wav_end(b);
}

static void chunks_200000_ids(struct wav_bytes *b)
{
    char id[5];

    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    for (int i = 0; i < 200000; i++) {
        id[0] = 'a';
        for (int k = 1, n = i; k < 4; k++, n /= 90)
            id[k] = (char)('!' + n % 90);
        wav_header(b, id, 0);
    }
    put_data(b);
    wav_end(b);
}

static void chunks_without_end(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    for (int i = 0; i < 600000; i++)
        wav_header(b, "tiny", 0);
    put_data(b);
    wav_end(b);
}

static void id3_before(struct wav_bytes *b)
{
    wav_put(b, "ID3\3\0\0\0\0\0\12", 10);
    wav_zeros(b, 10);
    struct wav_bytes file = {0};
    plain(&file);
    wav_put(b, file.data, file.count);
    wav_fini(&file);
}

static void data_of(struct wav_bytes *b, const void *start, size_t count)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_header(b, "data", DATA_BYTES);
    wav_put(b, start, count);
    wav_zeros(b, DATA_BYTES - count);
    wav_end(b);
}

static void ogg_inside(struct wav_bytes *b)
{
    data_of(b, "OggS\0\2\0\0", 8);
}

static void flac_inside(struct wav_bytes *b)
{
    data_of(b, "fLaC\0\0\0\x22", 8);
}

static void dts_inside(struct wav_bytes *b)
{
    data_of(b, "\xFE\x7F\x01\x80\0\0\0\0", 8);
}

static void mp3_inside(struct wav_bytes *b)
{
    unsigned char frames[DATA_BYTES] = {0};

    /* MPEG 1 layer 3, 32 kbit/s at 44.1 kHz: 104 bytes a frame. */
    for (int i = 0; i < DATA_BYTES; i += 104)
        memcpy(frames + i, "\xFF\xFB\x10\xC0", 4);
    data_of(b, frames, sizeof frames);
}

static void extensible(struct wav_bytes *b, uint16_t bits, uint16_t valid)
{
    struct wav_format wide = {TAG_EXTENSIBLE, 2, 44100, bits, valid, TAG_PCM, 3};

    wav_file(b, &wide, FRAMES);
}

static void valid_24_of_32(struct wav_bytes *b)
{
    extensible(b, 32, 24);
}

static void valid_0(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 18, 0, 2);
}

static void valid_too_many(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 18, 32, 2);
}

static void extensible_mp3(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 24, 0x55, 2);
}

static void extensible_guid(struct wav_bytes *b)
{
    extensible(b, 24, 24);
    wav_patch(b, FMT_AT + 30, 0x1234, 2);
}

static void fmt_of_20(struct wav_bytes *b)
{
    unsigned char body[20] = {0};
    struct wav_bytes file = {0};

    plain(&file);
    memcpy(body, file.data + FMT_AT, 16);
    wav_fini(&file);
    wav_begin(b, "RIFF");
    wav_chunk(b, "fmt ", body, sizeof body);
    put_data(b);
    wav_end(b);
}

static void fact_lies(struct wav_bytes *b)
{
    wav_begin(b, "RIFF");
    wav_fmt(b, &format);
    wav_chunk(b, "fact", "\1\2\0\0", 4);
    put_data(b);
    wav_end(b);
}

static void rf64(struct wav_bytes *b, const char *id, uint64_t riff, uint64_t data,
                 uint64_t frames, uint32_t data32)
{
    wav_begin(b, id);
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_ds64(b, riff, data, frames);
    wav_fmt(b, &format);
    wav_header(b, "data", data32);
    wav_samples(b, &format, FRAMES);
}

enum { RF64_RIFF = 4 + 36 + 24 + 8 + DATA_BYTES };

static void rf64_right(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES, FRAMES, 0xFFFFFFFF);
}

static void bw64_right(struct wav_bytes *b)
{
    rf64(b, "BW64", RF64_RIFF, DATA_BYTES, 0, 0xFFFFFFFF);
}

static void rf64_data_long(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF + 60, DATA_BYTES + 60, FRAMES + 10, 0xFFFFFFFF);
}

static void rf64_exabytes(struct wav_bytes *b)
{
    rf64(b, "RF64", UINT64_MAX / 2, (UINT64_MAX >> 1) - 7, 0, 0xFFFFFFFF);
}

static void rf64_past_2_63(struct wav_bytes *b)
{
    rf64(b, "RF64", UINT64_MAX - 1, UINT64_MAX - 100, 0, 0xFFFFFFFF);
}

static void rf64_zero(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, 0, 0, 0xFFFFFFFF);
}

static void rf64_two_sizes(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES - 60, FRAMES, DATA_BYTES);
}

static void rf64_frames_lie(struct wav_bytes *b)
{
    rf64(b, "RF64", RF64_RIFF, DATA_BYTES, FRAMES + 1, 0xFFFFFFFF);
}

static void rf64_without_ds64(struct wav_bytes *b)
{
    wav_begin(b, "RF64");
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_fmt(b, &format);
    wav_header(b, "data", 0xFFFFFFFF);
    wav_samples(b, &format, FRAMES);
}

static void ds64_short(struct wav_bytes *b)
{
    wav_begin(b, "RF64");
    wav_patch(b, RIFF_SIZE_AT, 0xFFFFFFFF, 4);
    wav_chunk(b, "ds64", "12345678", 8);
    wav_fmt(b, &format);
    wav_header(b, "data", 0xFFFFFFFF);
    wav_samples(b, &format, FRAMES);
}

static const struct fault faults[] = {
    {"a right file", plain, "", FRAMES, NULL},
    {"no audio at all", empty, "", 0, NULL},
    {"no audio, and a chunk behind it", empty_with_list, "", 0, NULL},
    {"an odd number of bytes, padded", odd_and_right, "", 99, NULL},
    {"an odd chunk, padded", pad_right, "", FRAMES, NULL},
    {"JUNK twice, LIST of two forms", junk_and_lists, "", FRAMES, NULL},
    {"chunks behind data", chunks_behind_data, "", FRAMES, NULL},
    {"truncated in the audio", cut, "truncated riff-size", FRAMES - 11, NULL},
    {"truncated where audio begins", cut_at_data, "truncated riff-size", 0, NULL},
    {"truncated in fmt", cut_in_fmt, NULL, 0,
     "'fmt ' at byte 12 declares 16 bytes, 10 are there"},
    {"truncated between chunks", cut_between, NULL, 0, "no data chunk"},
    {"data longer than the file", data_long, "truncated", FRAMES, NULL},
    {"data of 4 GB", data_huge, "truncated", FRAMES, NULL},
    {"data of 0 bytes, audio follows", data_zero, "data-size", FRAMES, NULL},
    {"data of 0xFFFFFFFF", data_ones, "data-size", FRAMES, NULL},
    {"data of 0x80000000", data_half, "data-size", FRAMES, NULL},
    {"data of 0x7FFFFFFF", data_signed, "data-size", FRAMES, NULL},
    {"data as SoX leaves it", data_sox, "data-size", FRAMES, NULL},
    {"data shorter than its audio", data_short, "trailing-junk", FRAMES - 10, NULL},
    {"half a frame at the end", data_partial, "partial-frame trailing-junk", FRAMES - 1,
     NULL},
    {"RIFF size too small", riff_small, "riff-size", FRAMES, NULL},
    {"RIFF size too large", riff_large, "riff-size", FRAMES, NULL},
    {"RIFF size of the whole file", riff_whole, "riff-size", FRAMES, NULL},
    {"RIFF size 0", riff_zero, "riff-size", FRAMES, NULL},
    {"RIFF size 0xFFFFFFFF", riff_ones, "riff-size", FRAMES, NULL},
    {"text behind the RIFF", junk_behind, "trailing-junk", FRAMES, NULL},
    {"ID3v1 behind the RIFF", id3_behind, "trailing-junk", FRAMES, NULL},
    {"a ZIP archive behind the RIFF", zip_behind, "trailing-junk", FRAMES, NULL},
    {"a chunk behind the RIFF", chunk_behind_riff, "riff-size", FRAMES, NULL},
    {"ID3 before the RIFF", id3_before, "leading-tag", FRAMES, NULL},
    {"pad byte missing", pad_missing, "missing-pad", FRAMES, NULL},
    {"pad byte missing, unknown ids", pad_missing_unknown, "missing-pad", FRAMES, NULL},
    {"pad byte missing at the end", pad_missing_last, "missing-pad", 99, NULL},
    {"the same, RIFF counts it", pad_counted_not_there, "missing-pad", 99, NULL},
    {"pad byte not counted by RIFF", pad_not_counted, "riff-size-pad", 99, NULL},
    {"two fmt", fmt_twice, "duplicate-fmt", FRAMES, NULL},
    {"two data", data_twice, "duplicate-data", FRAMES, NULL},
    {"data before fmt", data_first, "data-before-fmt", FRAMES, NULL},
    {"two bext", bext_twice, "duplicate-chunk", FRAMES, NULL},
    {"LIST of 4 GB before data", list_too_long, NULL, 0, "'LIST' at byte 36 declares"},
    {"LIST too long behind data", list_too_long_behind, "chunk-size", FRAMES, NULL},
    {"200,000 chunks of one id", chunks_200000, "duplicate-chunk", FRAMES, NULL},
    {"200,000 chunks of as many ids", chunks_200000_ids, "", FRAMES, NULL},
    {"more chunks than are walked", chunks_without_end, NULL, 0, "more than 500000"},
    {"byte rate wrong", byte_rate, "byte-rate", FRAMES, NULL},
    {"block align too small", align_small, "block-align", FRAMES, NULL},
    {"block align too large", align_large, "block-align", FRAMES, NULL},
    {"block align 0", align_zero, "block-align", FRAMES, NULL},
    {"frames of 8 bytes for 6", align_agrees, NULL, 0, "declares frames of 8 bytes"},
    {"24 bits valid of 32", valid_24_of_32, "valid-bits", FRAMES, NULL},
    {"0 bits valid", valid_0, "valid-bits", FRAMES, NULL},
    {"32 bits valid of 24", valid_too_many, "valid-bits", FRAMES, NULL},
    {"fmt of 20 bytes", fmt_of_20, "fmt-size", FRAMES, NULL},
    {"fact lies", fact_lies, "fact", FRAMES, NULL},
    {"RF64", rf64_right, "", FRAMES, NULL},
    {"BW64 without a count", bw64_right, "", FRAMES, NULL},
    {"RF64, data longer than the file", rf64_data_long, "truncated riff-size", FRAMES,
     NULL},
    {"RF64 of exabytes", rf64_exabytes, "truncated riff-size", FRAMES, NULL},
    {"RF64 past 2^63", rf64_past_2_63, "truncated riff-size", FRAMES, NULL},
    {"RF64, data of 0 bytes", rf64_zero, "data-size", FRAMES, NULL},
    {"RF64, two sizes", rf64_two_sizes, "ds64", FRAMES, NULL},
    {"RF64, frames lie", rf64_frames_lie, "ds64", FRAMES, NULL},
    {"RF64 without ds64", rf64_without_ds64, "ds64 data-size riff-size", FRAMES, NULL},
    {"RF64, ds64 too short", ds64_short, "ds64 ds64 data-size riff-size", FRAMES, NULL},
    {"empty file", nothing, NULL, 0, "empty"},
    {"one byte", one_byte, NULL, 0, "1 bytes"},
    {"eleven bytes", eleven_bytes, NULL, 0, "cut short at byte 11"},
    {"a header alone", header_only, NULL, 0, "no fmt chunk from byte 12"},
    {"AVI", form_avi, NULL, 0, "form 'AVI '"},
    {"Microsoft ADPCM", tag_adpcm, NULL, 0, "not accepted: the fmt chunk at byte 20"},
    {"A-law", tag_alaw, NULL, 0, "A-law (tag 0x0006)"},
    {"mu-law", tag_mulaw, NULL, 0, "mu-law (tag 0x0007)"},
    {"IMA ADPCM", tag_ima, NULL, 0, "IMA ADPCM (tag 0x0011)"},
    {"GSM", tag_gsm, NULL, 0, "GSM 6.10 (tag 0x0031)"},
    {"MP3 by its tag", tag_mp3, NULL, 0, "MPEG layer 3 (tag 0x0055)"},
    {"a tag that is not known", tag_unknown, NULL, 0, "unknown codec (tag 0x1234)"},
    {"extensible without its extension", tag_extensible, NULL, 0, "0xFFFE"},
    {"extensible MP3", extensible_mp3, NULL, 0, "MPEG layer 3 (tag 0x0055)"},
    {"extensible with another GUID", extensible_guid, NULL, 0, "0xFFFE"},
    {"Ogg in data", ogg_inside, NULL, 0, "holds an Ogg stream at byte 44"},
    {"FLAC in data", flac_inside, NULL, 0, "holds a FLAC stream at byte 44"},
    {"DTS in data", dts_inside, NULL, 0, "holds a DTS stream at byte 44"},
    {"MP3 in data", mp3_inside, NULL, 0, "holds an MPEG audio (MP3) stream at byte 44"},
    {"no channels", channels_0, NULL, 0, "0 channels, declared at byte 22"},
    {"9 channels", channels_9, NULL, 0, "9 channels"},
    {"65535 channels", channels_all, NULL, 0, "65535 channels"},
    {"rate 0", rate_0, NULL, 0, "a rate of 0 Hz"},
    {"rate 1", rate_1, NULL, 0, "a rate of 1 Hz"},
    {"rate 2^32 - 1", rate_all, NULL, 0, "a rate of 4294967295 Hz"},
    {"rate just too low", rate_low, NULL, 0, "a rate of 7999 Hz"},
    {"rate just too high", rate_high, NULL, 0, "a rate of 384001 Hz"},
    {"0 bits", bits_0, NULL, 0, "integer samples of 0 bits, declared at byte 34"},
    {"7 bits", bits_7, NULL, 0, "integer samples of 7 bits"},
    {"33 bits", bits_33, NULL, 0, "integer samples of 33 bits"},
    {"64 bits", bits_64, NULL, 0, "integer samples of 64 bits"},
    {"65535 bits", bits_all, NULL, 0, "integer samples of 65535 bits"},
    {"floats of 24 bits", float_24, NULL, 0, "float samples of 24 bits"},
};

static size_t count_of(const struct lo_doc *doc, const char *id)
{
    const struct lo_fact *fact = lo_doc_fact(doc, id);

    return fact ? fact->count : 0;
}

/* All the ids that are expected, and no more texts than those. */
static void check_problems(const struct fault *fault, const struct lo_doc *doc)
{
    char ids[128];
    size_t expected = 0;

    snprintf(ids, sizeof ids, "%s", fault->problems);
    for (char *id = strtok(ids, " "); id; id = strtok(NULL, " ")) {
        expected++;
        if (!problem_of(doc, id))
            fail_msg("no %s in: %s", id, list_of(doc, "file.header_problems"));
    }
    if (count_of(doc, "file.header_problems") + count_of(doc, "file.header_notes") !=
        expected)
        fail_msg("more than %s in: %s", fault->problems,
                 list_of(doc, "file.header_problems"));
}

static void check_samples(const struct reading *reading)
{
    unsigned bits = reading->format.valid_bits;

    for (int64_t i = 0; i < reading->frames; i++)
        for (unsigned ch = 0; ch < reading->format.channels; ch++)
            assert_true(reading->raw[i * reading->format.channels + ch] ==
                        (int32_t)((uint32_t)wav_pattern(i, ch, bits) << (32 - bits)));
}

static void check_fault(const struct fault *fault, struct reading *reading)
{
    if (fault->error) {
        assert_null(reading->doc);
        assert_int_equal(reading->err.status, LO_EFORMAT);
        assert_int_equal(strncmp(reading->err.text, "test.wav: ", 10), 0);
        if (!strstr(reading->err.text, fault->error))
            fail_msg("%s", reading->err.text);
        return;
    }
    if (!reading->doc)
        fail_msg("%s", reading->err.text);
    assert_int_equal(reading->frames, fault->frames);
    check_samples(reading);
    check_problems(fault, reading->doc);
}

static void test_wave_fault_is_named_and_measured_as_far_as_it_goes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct wav_bytes bytes = {0};
        struct reading reading;

        print_message("  %s\n", faults[i].what);
        faults[i].make(&bytes);
        reading = read_bytes(&bytes, 7);
        check_fault(&faults[i], &reading);
        reading_fini(&reading);
        wav_fini(&bytes);
    }
}

static struct reading read_fault(void (*make)(struct wav_bytes *))
{
    struct wav_bytes bytes = {0};
    struct reading reading;

    make(&bytes);
    reading = read_bytes(&bytes, 0);
    wav_fini(&bytes);
    if (!reading.doc)
        fail_msg("%s", reading.err.text);
    return reading;
}

/* The number a shorter song would hide. */
static void test_truncated_file_says_how_much_is_missing(void **unused)
{
    struct reading reading = read_fault(cut);

    (void)unused;
    assert_string_equal(problem_of(reading.doc, "truncated"),
                        "truncated: the data chunk declares 600 bytes at byte 36, 539 "
                        "are there");
    assert_near(value_of(reading.doc, "file.frames"), 89, 0);
    assert_near(value_of(reading.doc, "file.frames_declared"), 100, 0);
    reading_fini(&reading);
}

static void test_open_ended_data_declares_no_frames(void **unused)
{
    struct reading reading = read_fault(data_ones);

    (void)unused;
    assert_string_equal(reason_of(reading.doc, "file.frames_declared"),
                        "the header does not tell");
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "fmt  12 16 | data 36 600");
    reading_fini(&reading);
}

static void test_chunks_after_data_are_told(void **unused)
{
    struct reading reading = read_fault(chunks_behind_data);

    (void)unused;
    assert_true(lo_doc_fact(reading.doc, "file.chunks_after_data")->flag);
    assert_string_equal(list_of(reading.doc, "file.chunks"),
                        "fmt  12 16 | data 36 600 | LIST 644 4 | id3  656 10");
    reading_fini(&reading);
}

static void test_many_chunks_are_counted_not_all_listed(void **unused)
{
    struct reading reading = read_fault(chunks_200000);
    const struct lo_fact *chunks = lo_doc_fact(reading.doc, "file.chunks");

    (void)unused;
    assert_int_equal(chunks->count, 1001);
    assert_string_equal(chunks->items[1000], "more: 199002 further chunks");
    assert_non_null(
        strstr(problem_of(reading.doc, "duplicate-chunk"),
               "'tiny' occurs 200000 times, first at byte 36, again at byte "
               "44"));
    reading_fini(&reading);
}

static void test_container_and_form_of_the_header_are_told(void **unused)
{
    struct reading reading = read_fault(rf64_right);

    (void)unused;
    assert_string_equal(text_of(reading.doc, "file.container"), "rf64");
    reading_fini(&reading);
    reading = read_fault(bw64_right);
    assert_string_equal(text_of(reading.doc, "file.container"), "bw64");
    reading_fini(&reading);
    reading = read_fault(valid_24_of_32);
    assert_string_equal(text_of(reading.doc, "file.wave_format_tag"), "0xFFFE");
    assert_string_equal(text_of(reading.doc, "file.wave_subformat"), "0x0001");
    assert_near(value_of(reading.doc, "file.bits"), 32, 0);
    assert_near(value_of(reading.doc, "file.valid_bits"), 24, 0);
    reading_fini(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wave_fault_is_named_and_measured_as_far_as_it_goes),
        cmocka_unit_test(test_truncated_file_says_how_much_is_missing),
        cmocka_unit_test(test_open_ended_data_declares_no_frames),
        cmocka_unit_test(test_chunks_after_data_are_told),
        cmocka_unit_test(test_many_chunks_are_counted_not_all_listed),
        cmocka_unit_test(test_container_and_form_of_the_header_are_told),
    };

    return cmocka_run_group_tests_name("audio_wave_faults", tests, NULL, NULL);
}

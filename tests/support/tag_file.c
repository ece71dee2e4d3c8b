#include "tests/support/tag_file.h"

#include "tests/support/unit.h"
#include "tests/support/wave_fault.h"

#include <string.h>

enum { TEXT_END = '\1', NUL_MARK = '\2' };

static void put_be(struct wav_bytes *b, uint64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--)
        wav_le(b, value >> (8 * i) & 0xFF, 1);
}

static void put_syncsafe(struct wav_bytes *b, size_t value)
{
    for (int shift = 21; shift >= 0; shift -= 7)
        wav_le(b, value >> shift & 0x7F, 1);
}

void put_frame(struct wav_bytes *b, int version, const char *id, const char *body,
               size_t count)
{
    wav_put(b, id, version == 2 ? 3 : 4);
    if (version == 2)
        put_be(b, count, 3);
    else if (version == 3)
        put_be(b, count, 4);
    else
        put_syncsafe(b, count);
    wav_zeros(b, version == 2 ? 0 : 2);
    wav_put(b, body, count);
}

void put_id3_frames(struct wav_bytes *b, int version, int flags,
                    struct wav_bytes *frames)
{
    struct wav_bytes tag = {0};

    wav_text(&tag, "ID3");
    wav_le(&tag, (uint64_t)version, 1);
    wav_le(&tag, 0, 1);
    wav_le(&tag, (uint64_t)flags, 1);
    put_syncsafe(&tag, frames->count);
    wav_put(&tag, frames->data, frames->count);
    wav_chunk(b, "id3 ", tag.data, tag.count);
    wav_fini(&tag);
    wav_fini(frames);
}

void put_id3(struct wav_bytes *b, int version, int flags, ...)
{
    struct wav_bytes frames = {0};
    size_t id_bytes = version == 2 ? 3 : 4;
    const char *text;
    va_list args;

    va_start(args, flags);
    while ((text = va_arg(args, const char *))) {
        char body[512];
        size_t count = 0;

        /* The coding may be a NUL; the content ends with \1. */
        do {
            char c = text[id_bytes + count];

            assert_true(count < sizeof body);
            body[count++] = c == NUL_MARK ? '\0' : c;
        } while (count < 2 || text[id_bytes + count] != TEXT_END);
        put_frame(&frames, version, text, body, count);
    }
    va_end(args);
    put_id3_frames(b, version, flags, &frames);
}

void put_info(struct wav_bytes *b, ...)
{
    struct wav_bytes list = {0};
    const char *id;
    va_list args;

    wav_text(&list, "INFO");
    va_start(args, b);
    while ((id = va_arg(args, const char *))) {
        const char *text = va_arg(args, const char *);

        wav_chunk(&list, id, text, strlen(text) + 1);
    }
    va_end(args);
    wav_chunk(b, "LIST", list.data, list.count);
    wav_fini(&list);
}

static struct reading read_around(const struct wav_bytes *chunks)
{
    struct wav_bytes file = {0};
    struct reading reading;

    wav_begin(&file, "RIFF");
    wav_fmt(&file, &plain_wave_format);
    wav_put(&file, chunks->data, chunks->count);
    put_wave_data(&file);
    wav_end(&file);
    reading = read_bytes(&file, 0);
    if (!reading.doc)
        fail_msg("%s", reading.err.text);
    wav_fini(&file);
    return reading;
}

struct reading read_with_chunks(void (*put)(struct wav_bytes *b))
{
    struct wav_bytes chunks = {0};
    struct reading reading;

    wav_put(&chunks, "", 0);
    if (put)
        put(&chunks);
    reading = read_around(&chunks);
    wav_fini(&chunks);
    return reading;
}

struct reading read_with_cut_chunk(const struct wav_bytes *chunk, size_t cut)
{
    struct wav_bytes chunks = {0};
    struct reading reading;
    char id[5] = "";

    memcpy(id, chunk->data, 4);
    wav_chunk(&chunks, id, chunk->data + 8, cut - 8);
    reading = read_around(&chunks);
    wav_fini(&chunks);
    return reading;
}

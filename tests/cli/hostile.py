#!/usr/bin/env python3
"""hostile.py FOLDER: writes bad files; those named good* must be accepted."""
import os
import struct
import sys

folder = sys.argv[1]
os.makedirs(folder)
PCM, FLOAT, ADPCM, MULAW, MP3, EXTENSIBLE = 1, 3, 2, 7, 0x55, 0xFFFE


def put(name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def fmt(tag=PCM, channels=2, rate=44100, bits=24, align=None, extra=b""):
    align = channels * bits // 8 if align is None else align
    body = struct.pack("<HHIIHH", tag, channels, rate, (rate * align) & 0xFFFFFFFF,
                       align & 0xFFFF, bits) + extra
    return chunk(b"fmt ", body)


def chunk(name, body, size=None):
    size = len(body) if size is None else size
    return name + struct.pack("<I", size) + body + b"\0" * (len(body) % 2)


def riff(*chunks, size=None, name=b"RIFF"):
    body = b"WAVE" + b"".join(chunks)
    return name + struct.pack("<I", len(body) if size is None else size) + body


def ramp(frames, channels=2, width=3):
    out = bytearray()
    for i in range(frames):
        value = (i * 7919 * 257) % (1 << 22) - (1 << 21)
        out += (struct.pack("<i", value << 8)[4 - width:]) * channels
    return bytes(out)


audio = ramp(4410)
put("good.wav", riff(fmt(), chunk(b"data", audio)))
put("good tags.wav", riff(fmt(), chunk(b"LIST", b"INFOINAM" + struct.pack("<I", 4) + b"abc\0"),
                          chunk(b"data", audio)))
put("good.wav.txt", riff(fmt(), chunk(b"data", audio)))

# Too short to be anything.
for n, data in enumerate([b"", b"R", b"RIFF\0\0\0\0WAV", b"RIFF\0\0\0\0WAVE", b"fLaC",
                          b"fLaC" + b"\0" * 4, b"\0" * 1000, b"\xff" * 1000]):
    put(f"short {n}.wav", data)

# Sizes that lie.
put("riff size.wav", riff(fmt(), chunk(b"data", audio), size=100))
put("data beyond the end.wav", riff(fmt(), chunk(b"data", audio, size=len(audio) * 2)))
put("data 0.wav", riff(fmt(), chunk(b"data", audio, size=0)))
put("data ffffffff.wav", riff(fmt(), chunk(b"data", audio, size=0xFFFFFFFF)))
put("data 80000000.wav", riff(fmt(), chunk(b"data", audio, size=0x80000000)))
put("list ffffffff.wav", riff(fmt(), chunk(b"LIST", b"INFO", size=0xFFFFFFFF),
                              chunk(b"data", audio)))
put("good list inside.wav", riff(fmt(), chunk(b"LIST", b"INFO" + b"INAM\xff\xff\xff\xff" * 5),
                                 chunk(b"data", audio)))
put("exabytes.wav", riff(chunk(b"ds64", struct.pack("<QQQI", 1 << 62, 1 << 62, 1 << 60, 0)),
                         fmt(), chunk(b"data", audio, size=0xFFFFFFFF), size=0xFFFFFFFF,
                         name=b"RF64"))

# Chunks.
put("no data.wav", riff(fmt()))
put("no fmt.wav", riff(chunk(b"data", audio)))
put("two fmt.wav", riff(fmt(), fmt(rate=48000), chunk(b"data", audio)))
put("two data.wav", riff(fmt(), chunk(b"data", audio), chunk(b"data", audio)))
put("data first.wav", riff(chunk(b"data", audio), fmt()))
put("many chunks.wav", riff(fmt(), chunk(b"junk", b"") * 200000))
put("fmt of 4.wav", riff(chunk(b"fmt ", b"\1\0\2\0"), chunk(b"data", audio)))

# Formats that are none, or not ours.
for name, what in {
        "0 channels": fmt(channels=0), "65535 channels": fmt(channels=65535),
        "rate 0": fmt(rate=0), "rate 1": fmt(rate=1), "rate 2^32-1": fmt(rate=0xFFFFFFFF),
        "0 bits": fmt(bits=0), "64 bits": fmt(bits=64), "align 0": fmt(align=0),
        "adpcm": fmt(ADPCM, bits=4), "mulaw": fmt(MULAW, bits=8), "mp3": fmt(MP3, bits=0),
        "extensible short": fmt(EXTENSIBLE),
        "extensible guid": fmt(EXTENSIBLE, extra=struct.pack("<HHI", 22, 24, 3) + b"x" * 16),
}.items():
    put(name + ".wav", riff(what, chunk(b"data", audio)))
put("nan.wav", riff(fmt(FLOAT, bits=32), chunk(b"data", b"\xff\xff\xff\x7f" * 8820)))

# What only says that it is audio.
put("page.flac", b"<!DOCTYPE html><title>404</title>")
put("song.wav", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 1000)
put("zip.wav", b"PK\x03\x04" + b"\0" * 100)

# FLAC that lies: 2^36 - 1 samples, no frame; blocks of 0; a picture of 4 GiB.
info = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + struct.pack(
    ">Q", (44100 << 44) | (1 << 41) | (23 << 36) | ((1 << 36) - 1)) + b"\0" * 16
put("total.flac", b"fLaC\x80\0\0\x22" + info)
put("blocks of 0.flac", b"fLaC\x80\0\0\x22" + b"\0" * 34)
put("picture.flac", b"fLaC\0\0\0\x22" + info + b"\x86\xff\xff\xff" + b"\0" * 100)
put("vorbis.flac", b"fLaC\0\0\0\x22" + info + b"\x84\0\0\x10" + b"\xff" * 16)

#!/usr/bin/env python3
"""Writes WAV files for the tests of the command line.

wav.py FILE [--kind sine|clipped|silence] [--seconds S] [--rate HZ] [--bits N]
            [--channels N] [--sparse] [--cut BYTES] [--seed N]
wav.py --batch COUNT FOLDER      COUNT short files, each of its own kind

--sparse writes silence that takes no room on disk; --cut removes bytes at the end, so that
the header promises more than there is.
"""
import argparse
import math
import os
import struct


def header(data_bytes, rate, bits, channels):
    block = channels * bits // 8
    return (b"RIFF" + struct.pack("<I", (36 + data_bytes) & 0xFFFFFFFF) + b"WAVEfmt "
            + struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * block, block, bits)
            + b"data" + struct.pack("<I", data_bytes & 0xFFFFFFFF))


def sample(kind, i, bits, seed):
    full = (1 << (bits - 1)) - 1
    if kind == "silence":
        return 0
    # Slowly turning, so that no bit is ever stuck and no two files are alike.
    value = 0.3 * math.sin(i * (0.05 + 0.003 * seed)) + 0.1 * math.sin(i * 0.7 + seed)
    if kind == "clipped":
        value = max(-1.0, min(1.0, value * 4.0))
    return round(value * full)


def write(path, kind="sine", seconds=1.0, rate=44100, bits=24, channels=2, cut=0, seed=1):
    frames = round(seconds * rate)
    body = bytearray()
    for i in range(frames):
        body += struct.pack("<i", sample(kind, i, bits, seed))[:bits // 8] * channels
    whole = header(len(body), rate, bits, channels) + body
    with open(path, "wb") as file:
        file.write(whole[:len(whole) - cut])


def write_sparse(path, seconds, rate, bits, channels):
    data_bytes = round(seconds * rate) * channels * bits // 8
    with open(path, "wb") as file:
        file.write(header(data_bytes, rate, bits, channels))
        file.truncate(44 + data_bytes)


def write_batch(count, folder):
    os.makedirs(folder, exist_ok=True)
    for n in range(count):
        path = os.path.join(folder, f"{n} track.wav")
        if n % 10 == 3:
            write(path, seconds=0.05, cut=100, seed=n)
        elif n % 10 == 5:
            with open(path, "w", encoding="ascii") as file:
                file.write("<html>not found</html>")
        elif n % 10 == 7:
            write(path, seconds=0.05, bits=16, seed=n)
        else:
            write(path, seconds=0.02 * (n % 4 + 1), seed=n)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int)
    parser.add_argument("path")
    parser.add_argument("--kind", default="sine")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rate", type=int, default=44100)
    parser.add_argument("--bits", type=int, default=24)
    parser.add_argument("--channels", type=int, default=2)
    parser.add_argument("--sparse", action="store_true")
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.batch:
        write_batch(args.batch, args.path)
    elif args.sparse:
        write_sparse(args.path, args.seconds, args.rate, args.bits, args.channels)
    else:
        write(args.path, args.kind, args.seconds, args.rate, args.bits, args.channels,
              args.cut, args.seed)


main()

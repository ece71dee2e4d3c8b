#!/usr/bin/env python3
"""What players do with damaged files, against what leadout says and docs/header-problems.md
claims: how many frames leadout, FFmpeg and SoX find in the same bytes.

    players.py LEADOUT

Each case is a WAVE file with one fault. The numbers of FFmpeg and SoX are those of Debian 12's
versions (5.1 and 14.4.2); None: it refuses. Where they differ from leadout's, and from one
another, the problem must be in the report.
"""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

leadout = sys.argv[1]
FRAMES, MORE = 1000, 400  # of the first and of a second data chunk


def chunk(name, body, size=None, pad=True):
    size = len(body) if size is None else size
    return name + struct.pack("<I", size) + body + (b"\0" if pad and len(body) % 2 else b"")


def fmt(channels=2):
    return chunk(b"fmt ", struct.pack("<HHIIHH", 1, channels, 48000, 48000 * 2 * channels,
                                      2 * channels, 16))


def audio(frames, level=1000):
    return b"".join(struct.pack("<hh", level + i % 50, -level) for i in range(frames))


def riff(*chunks, size=None):
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def data(size=None, frames=FRAMES):
    return chunk(b"data", audio(frames), size)


WHOLE = FRAMES
CASES = [
    # name, bytes, problem that must be told (None: none), leadout, ffmpeg, sox
    ("plain", riff(fmt(), data()), None, WHOLE, WHOLE, WHOLE),
    ("truncated", riff(fmt(), data(size=8 * FRAMES)), "truncated", WHOLE, WHOLE, WHOLE),
    ("size-0", riff(fmt(), data(size=0)), "data-size", WHOLE, WHOLE, 0),
    ("size-open", riff(fmt(), data(size=0xFFFFFFFF)), "data-size", WHOLE, WHOLE, WHOLE),
    ("two-data", riff(fmt(), data(), data(frames=MORE)), "duplicate-data", WHOLE, MORE,
     WHOLE),
    ("two-fmt", riff(fmt(), fmt(1), data()), "duplicate-fmt", WHOLE, WHOLE, WHOLE),
    ("data-first", riff(data(), fmt()), "data-before-fmt", WHOLE, WHOLE, None),
    ("no-pad", riff(fmt(), chunk(b"note", b"odd", pad=False), data()), "missing-pad", WHOLE,
     None, None),
    ("junk", riff(fmt(), data()) + b"\xFF" * 30, "trailing-junk", WHOLE, WHOLE, WHOLE),
    ("riff-size", riff(fmt(), data(), size=100), "riff-size", WHOLE, WHOLE, WHOLE),
    ("partial", riff(fmt(), chunk(b"data", audio(FRAMES) + b"xx")), "partial-frame", WHOLE,
     WHOLE, WHOLE),
]


def raw_frames(command):
    """Frames that a decoder writes as stereo 16 bits; None when it refuses."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    if result.returncode and not result.stdout:
        return None
    return len(result.stdout) // 4


def ours(path):
    result = subprocess.run([leadout, "measure", path], capture_output=True)
    facts = json.loads(result.stdout)["subjects"][0]["facts"]
    return facts["file.frames"], [text.split(":")[0] for text in facts["file.header_problems"]]


if not shutil.which("ffmpeg") or not shutil.which("sox"):
    print("players.py: ffmpeg or sox is missing")
    sys.exit(77)
failed = 0
with tempfile.TemporaryDirectory() as folder:
    for name, content, problem, *expected in CASES:
        path = os.path.join(folder, name + ".wav")
        with open(path, "wb") as file:
            file.write(content)
        frames, problems = ours(path)
        found = [frames,
                 raw_frames(["ffmpeg", "-v", "quiet", "-i", path, "-ac", "2", "-f", "s16le",
                             "-"]),
                 raw_frames(["sox", "-V0", path, "-t", "raw", "-e", "signed", "-b", "16",
                             "-c", "2", "-"])]
        right = found == expected and problems == ([problem] if problem else [])
        # Where two of them disagree, a report that says nothing would be the fault.
        silent = len(set(found)) > 1 and not problems
        failed += not right or silent
        print(f"{'ok' if right and not silent else 'FAILED'} {name}: {problems or 'nothing'}; "
              f"leadout {found[0]}, FFmpeg {found[1]}, SoX {found[2]}"
              + ("" if right else f"; expected {problem} {expected}"))
print(f"{len(CASES) - failed} of {len(CASES)} cases as documented")
sys.exit(1 if failed else 0)

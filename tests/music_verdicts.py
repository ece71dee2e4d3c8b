#!/usr/bin/env python3
"""What `streaming` says of every file of the shared music, written down: none is rejected.

    music_verdicts.py LEADOUT MUSIC_FOLDER

The files are whole masters or excerpts that were cut out of masters, so abrupt starts and
ends and a length under half a minute are true of them. Two are loud and clipped, which no
service refuses.
"""
import json
import os
import subprocess
import sys

EXCERPT = {"duration", "abrupt-start", "abrupt-end"}
LOUD = {"clipping", "true-peak", "loud-master-ceiling", "turned-down"}
# Verdict, and the rules that fail.
EXPECTED = {
    "blupi-mix-24-44100.flac": ("accepted", EXCERPT),
    "blupi-mix-24-96000.flac": ("accepted", EXCERPT),
    # Its samples stay under full scale; the signal between them does not.
    "knalgan_theme.flac": ("accepted-with-warnings", EXCERPT | {"true-peak"}),
    "ninesix.flac": ("accepted-with-warnings", EXCERPT | LOUD),
    "nunc_dimittis.flac": ("accepted", EXCERPT),
    # Its waveform rests 1 % of full scale off zero.
    "stairs.flac": ("accepted-with-warnings", EXCERPT | LOUD | {"dc-offset"}),
    "the_king_is_dead.flac": ("accepted", EXCERPT),
    "traveling_minstrels.flac": ("accepted", EXCERPT),
}


def main():
    leadout, folder = sys.argv[1:]
    if not os.path.isdir(folder):
        print(f"skipped: no music at {folder}")
        return 1 if os.environ.get("LEADOUT_CI") == "1" else 77
    result = subprocess.run([leadout, "check", "--for=streaming", "--format=json", "--no-progress",
                             *(os.path.join(folder, name) for name in EXPECTED)],
                            capture_output=True)
    failures = 0
    if result.returncode != 0:
        print(f"exit status {result.returncode}: {result.stderr.decode()}")
        failures += 1
    subjects = {s["name"]: s for s in json.loads(result.stdout)["subjects"]}
    for name, (outcome, rules) in EXPECTED.items():
        verdict, = subjects[name]["verdicts"]
        failed = {r["id"] for r in verdict["rules"] if r["outcome"] == "failed"}
        others = {r["outcome"] for r in verdict["rules"]} - {"passed", "failed", "not-applicable"}
        good = verdict["outcome"] == outcome and failed == rules and not others
        failures += not good
        print(f"{name}: {verdict['outcome']}, {', '.join(sorted(failed)) or 'nothing'}"
              + ("" if good else f"; expected {outcome}, {', '.join(sorted(rules))} {others}"))
    more = {f for f in os.listdir(folder) if f.endswith(".flac")} - set(EXPECTED)
    if more:
        print(f"no verdict is written down for {', '.join(sorted(more))}")
    return 1 if failures or more else 0


sys.exit(main())

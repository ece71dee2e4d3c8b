#!/usr/bin/env python3
"""docs/header-problems.md and docs/tag-problems.md list every id that the reader can report,
and no other.

    header_problems.py SOURCE_FOLDER
"""
import glob
import os
import re
import sys

top = sys.argv[1]
remark = re.compile(r'lo_remark\(\s*([^,"]*?),\s*"([a-z0-9-]+):', re.S)
row = re.compile(r"^\| `([a-z0-9-]+)` \|", re.M)
failed = False


def said_by(paths):
    """The ids in the code, by list, and how many remarks there are."""
    said = {"problems": set(), "notes": set()}
    calls = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        calls += len(re.findall(r"\blo_remark\((?!struct)", text))
        for where, name in remark.findall(text):
            said["notes" if "notes" in where else "problems"].add(name)
        # Those of codes stand in a table: {LO_TAG_ISRC, "bad-isrc", "odd-isrc", ...}
        for bad, odd in re.findall(
                r'\{LO_TAG_\w+, "(bad-[a-z-]+)", (?:"(odd-[a-z-]+)"|NULL)', text):
            said["problems"].add(bad)
            said["notes"].update([odd] if odd else [])
        # What stands where a list has overflown.
        said["problems"].update(re.findall(r'"(more): %', text))
    return said, calls


def compare(document, paths, least):
    global failed
    said, calls = said_by(paths)
    with open(os.path.join(top, "docs", document), encoding="utf-8") as file:
        problems, notes = file.read().split("## Problems")[1].split("## Notes")
    listed = {"problems": row.findall(problems), "notes": row.findall(notes)}
    for kind, names in listed.items():
        for what, more in (("not in the document", said[kind] - set(names)),
                           ("not in the code", set(names) - said[kind])):
            if more:
                failed = True
                print(f"{document}: {kind} {what}: {', '.join(sorted(more))}")
        if names != sorted(names):
            failed = True
            print(f"{document}: {kind}: not in order")
    print(f"{document}: {calls} remarks, {len(listed['problems'])} problems, "
          f"{len(listed['notes'])} notes")
    failed = failed or calls < least


audio = glob.glob(os.path.join(top, "analyzer/audio/*.c"))
of_tags = [path for path in audio if os.path.basename(path).startswith("tag")]
compare("header-problems.md", [path for path in audio if path not in of_tags], 20)
compare("tag-problems.md", of_tags, 20)
sys.exit(1 if failed else 0)

#!/usr/bin/env python3
"""docs/header-problems.md lists every id that the reader can report, and no other.

    header_problems.py SOURCE_FOLDER
"""
import glob
import os
import re
import sys

top = sys.argv[1]
remark = re.compile(r'lo_remark\(\s*([^,"]*?),\s*"([a-z0-9-]+):', re.S)
said = {"problems": set(), "notes": set()}
calls = 0
for path in glob.glob(os.path.join(top, "analyzer/audio/*.c")):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    calls += len(re.findall(r"\blo_remark\((?!struct)", text))
    for where, name in remark.findall(text):
        said["notes" if "notes" in where else "problems"].add(name)
    # What stands where a list has overflown.
    said["problems"].update(re.findall(r'"(more): %', text))

with open(os.path.join(top, "docs/header-problems.md"), encoding="utf-8") as file:
    problems, notes = file.read().split("## Notes")
row = re.compile(r"^\| `([a-z0-9-]+)` \|", re.M)
listed = {"problems": row.findall(problems), "notes": row.findall(notes)}
failed = False
for kind, names in listed.items():
    for what, more in (("not in the document", said[kind] - set(names)),
                       ("not in the code", set(names) - said[kind])):
        if more:
            failed = True
            print(f"{kind} {what}: {', '.join(sorted(more))}")
    if names != sorted(names):
        failed = True
        print(f"{kind}: not in order")
print(f"{calls} remarks, {len(listed['problems'])} problems, {len(listed['notes'])} notes")
sys.exit(1 if failed or calls < 20 else 0)

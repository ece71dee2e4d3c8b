#!/usr/bin/env python3
"""Checks pages without a browser:  pages.py browser_pages-PROGRAM SOURCE

Each page is well-formed HTML, its SVG parses as XML by itself, it loads nothing from
anywhere, its policy names the very scripts and styles it has, every link within it leads
somewhere, and it is no larger than it may be. The vendored library is the one that its
SOURCE file names.
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}
# Bytes; the budget of one file is 350 KB, the hard limit 500 KB.
LIMITS = {"one.html": 350_000, "wide.html": 350_000, "several.html": 1_000_000,
          "many.html": 4_000_000}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.refs, self.problems = [], set(), [], []
        self.inline = {"script": [], "style": []}
        self.data = []
        self.policy = None
        self.words = []
        self.feed(text)
        self.close()
        if self.open:
            self.problems.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        for name, value in attrs:
            self.attribute(tag, name, value or "")
        attrs = dict(attrs)
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag not in VOID:
            self.open.append((tag, attrs))

    def handle_startendtag(self, tag, attrs):
        for name, value in attrs:
            self.attribute(tag, name, value or "")

    def attribute(self, tag, name, value):
        if name == "id":
            if value in self.ids:
                self.problems.append(f"id {value} twice")
            self.ids.add(value)
        if name == "style" or name.startswith("on"):
            self.problems.append(f"<{tag} {name}=…>: the policy forbids it")
        if name in ("src", "href", "action", "srcset", "xlink:href"):
            if value.startswith("#"):
                self.refs.append(value[1:])
            elif value != "data:,":
                self.problems.append(f"<{tag} {name}={value}>: loads something")
        if name in ("aria-labelledby", "aria-describedby"):
            self.refs += value.split()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}, open: {self.open[-2:]}")
            return
        self.open.pop()

    def handle_data(self, data):
        tag, attrs = self.open[-1] if self.open else ("", {})
        if tag in self.inline:
            (self.data if attrs.get("type") == "application/json"
             else self.inline[tag]).append(data)
        elif data.strip():
            self.words.append(data)


def hashes(texts):
    return [f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'"
            for t in texts]


def check_data(page, problems):
    for text in page.data:
        data = json.loads(text)
        for plot in data["plots"]:
            if plot["id"] + "-t" not in page.ids:
                problems.append(f"no chart {plot['id']}")
            for curve in plot["curves"]:
                if len(base64.b64decode(curve["values"])) % 2:
                    problems.append("values are not 16-bit")


def check(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    page = Page(text)
    problems = page.problems
    for part in re.findall(r'<svg class="(?:plot|flags).*?</svg>(?=</div>)', text, re.S):
        try:
            ElementTree.fromstring(part)
        except ElementTree.ParseError as error:
            problems.append(f"SVG: {error}: {part[:80]}")
    scripts, styles = hashes(page.inline["script"]), hashes(page.inline["style"])
    for wanted, where in ((scripts, "script-src"), (styles, "style-src")):
        directive = re.search(where + r"([^;]*)", page.policy or "")
        if not directive or directive.group(1).split() != wanted:
            problems.append(f"{where} is not that of the page")
    if not (page.policy or "").startswith("default-src 'none'"):
        problems.append("no policy")
    problems += [f"#{ref} leads nowhere" for ref in page.refs if ref not in page.ids]
    for match in re.findall(r"url\([^)]*\)|@import[^;]*", "".join(page.inline["style"])):
        problems.append(f"style sheet: {match}")
    if re.search(r"\b(fetch|XMLHttpRequest|WebSocket|innerHTML|eval|import)\s*\(",
                 page.inline["script"][-1]):
        problems.append("the script reaches out")
    check_data(page, problems)
    size, limit = os.path.getsize(path), LIMITS[os.path.basename(path)]
    if size > limit:
        problems.append(f"{size} bytes, more than {limit}")
    return problems


def check_vendor(source):
    folder = os.path.join(source, "reports/vendor/uplot")
    problems = []
    with open(os.path.join(folder, "SOURCE"), encoding="utf-8") as file:
        sums = re.findall(r"^([0-9a-f]{64})  (\S+)$", file.read(), re.M)
    if len(sums) != 3:
        problems.append("SOURCE names other than 3 files")
    for digest, name in sums:
        with open(os.path.join(folder, name), "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != digest:
                problems.append(f"{name} is not what SOURCE says")
    return problems


def main():
    program, source = sys.argv[1:]
    problems = check_vendor(source)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        names = sorted(os.listdir(folder))
        if names != sorted(LIMITS):
            problems.append(f"pages are {names}")
        for name in names:
            problems += [f"{name}: {p}" for p in check(os.path.join(folder, name))]
    print("\n".join(problems[:50]) or "pages: all well")
    return 1 if problems else 0


sys.exit(main())

"""Formats for other programs, read back by programs that are not ours: JUnit XML by
junitparser, tables by csv. The report is the sample with its hostile names; what the formats
say is compared with its JSON."""
import csv
import io
import json
import os
import re
import subprocess
import sys

try:
    import junitparser
except ImportError:
    print("no junitparser for this Python: skipped")
    sys.exit(1 if os.environ.get("LEADOUT_CI") == "1" else 77)

BINARY = os.environ["LEADOUT_BINARY"]


def output(what):
    return subprocess.run([f"{BINARY}/tests/sample_report", what], check=True,
                          stdout=subprocess.PIPE).stdout


report = json.loads(output("whole"))
rules = [(subject, verdict, rule) for subject in report["subjects"]
         for verdict in subject.get("verdicts", []) for rule in verdict["rules"]]
assert len(rules) > 10


def expected(rule, least):
    """What a test case is to be."""
    order = ["note", "warning", "error"]
    if rule["outcome"] in ("waived", "not-applicable"):
        return junitparser.Skipped
    if rule["outcome"] == "passed":
        return None
    if rule["id"] == "readable":
        return junitparser.Error
    return junitparser.Failure if order.index(rule["severity"]) >= order.index(least) else None


def check_junit(what, least):
    text = output(what)
    # XML 1.0 has no C0 characters but tab and line ends.
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    suites = junitparser.JUnitXml.fromstring(text)
    cases = [(suite, case) for suite in suites for case in suite]
    assert len(cases) == len(rules) == suites.tests
    assert len(list(suites)) == len(report["subjects"])
    counts = {junitparser.Failure: 0, junitparser.Error: 0, junitparser.Skipped: 0}
    for (suite, case), (subject, verdict, rule) in zip(cases, rules):
        kind = expected(rule, least)
        assert case.name == rule["id"], (case.name, rule["id"])
        assert case.classname.startswith(f"leadout.{verdict['spec']}.")
        results = case.result if isinstance(case.result, list) else [case.result]
        results = [result for result in results if result is not None]
        if kind is None:
            assert not results, (rule, results)
            # What is told and does not fail stands in the output of the case.
            assert (rule["outcome"] != "passed") == bool(case.system_out), rule
        else:
            assert [type(result) for result in results] == [kind], (rule, results)
            counts[kind] += 1
        if rule["outcome"] == "waived":
            assert rule["waived"]["reason"] in results[0].message
    assert suites.failures == counts[junitparser.Failure] > 0
    assert suites.errors == counts[junitparser.Error] > 0
    assert suites.skipped == counts[junitparser.Skipped] > 0


def check_csv():
    text = output("csv").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert text.endswith("\r\n") and len(rows) == len(rules)
    for row, (subject, verdict, rule) in zip(rows, rules):
        assert None not in row and None not in row.values(), row
        assert (row["spec"], row["rule"]) == (verdict["spec"], rule["id"])
        assert (row["severity"], row["outcome"]) == (rule["severity"], rule["outcome"])
        assert row["kind"] == subject["kind"]
        if "measured" in rule:
            assert float(row["measured"]) == rule["measured"]
        for name, field in row.items():
            if name in ("measured", "min", "max", "excess", "start_s", "places"):
                float(field or 0)
            else:
                assert not field.startswith(("=", "+", "-", "@", "\t", "\r")), field
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", text)


def check_markers():
    reaper = output("reaper").decode("utf-8")
    rows = list(csv.reader(io.StringIO(reaper), strict=True))
    assert rows[0] == ["#", "Name", "Start", "End", "Length"] and len(rows) > 3
    names = [row[0] for row in rows[1:]]
    assert len(set(names)) == len(names)
    time = re.compile(r"\d+:\d\d\.\d{3}$")
    for row in rows[1:]:
        assert len(row) == 5 and row[0][0] in "MR" and time.match(row[2])
        assert bool(row[3]) == bool(row[4]) == (row[0][0] == "R")
    labels = [line.split("\t") for line in output("audacity").decode("utf-8").splitlines()]
    table = list(csv.DictReader(io.StringIO(output("marker-table").decode("utf-8"))))
    assert len(labels) == len(table) == len(rows) - 1
    for (start, end, label), row in zip(labels, table):
        assert abs(float(start) - float(row["start_s"])) < 1e-6
        assert abs(float(end) - float(start) - float(row["length_s"])) < 2e-6
        assert label == row["label"]
    # Every place of what fails has its marker, once.
    failing = {(rule["id"], round(place["start_s"], 6), place.get("channel"))
               for subject, verdict, rule in rules
               for place in rule.get("at", [])
               if rule["outcome"] == "failed" and subject is report["subjects"][1]}
    assert len(failing) == len(table), (len(failing), len(table))


def check_letter():
    text = output("reply").decode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
    assert all(len(line) <= 76 for line in text.splitlines()), text
    again, rest = text.split("To be sent again:")[1].split("Not a reason to refuse")
    for subject, verdict, rule in rules:
        title = re.sub(r"\s+", " ", rule["title"])
        where = " ".join(again.split()) if rule["severity"] == "error" else " ".join(rest.split())
        if rule["outcome"] == "failed" and rule["severity"] in ("error", "warning"):
            assert title in where, title
        if rule["outcome"] == "failed" and rule["severity"] == "note":
            assert title not in text, title
    accepted = [subject for subject in report["subjects"]
                if all(v["outcome"].startswith("accepted") for v in subject.get("verdicts", []))]
    assert accepted and "Accepted: " in rest


check_junit("junit", "error")
check_junit("junit-warning", "warning")
check_csv()
check_markers()
check_letter()
print(f"{len(rules)} rules in every format")

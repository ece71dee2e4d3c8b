"""Real reports fit reports/report.schema.json by a validator that is not ours, and reports
that were damaged do not: a key too many in any object, a value of another type anywhere.
Also: the example in docs/json.md is what the program writes."""
import copy
import json
import os
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("no jsonschema for this Python: skipped")
    sys.exit(1 if os.environ.get("LEADOUT_CI") == "1" else 77)

SOURCE, BINARY = os.environ["LEADOUT_SOURCE"], os.environ["LEADOUT_BINARY"]
# Where any key may be, because the keys are names of things.
OPEN = {"libraries", "facts", "quantities", "series", "distributions", "tables",
        "events_dropped"}


def output(what):
    return subprocess.run([f"{BINARY}/tests/sample_report", what], check=True,
                          stdout=subprocess.PIPE).stdout.decode("utf-8")


def refuse_constant(text):
    raise ValueError(f"{text} is no JSON")


def load(text):
    return json.loads(text, parse_constant=refuse_constant)


def places(value, path=()):
    """Every place in the tree, as a tuple of keys."""
    yield path
    items = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from places(item, path + (key,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def small(report):
    """The report with a few events, so that thousands of damaged ones take seconds."""
    for subject in report["subjects"]:
        subject["events"] = subject["events"][:2]
    return report


def of_another_type(value):
    if isinstance(value, dict):
        return 7
    return {"x": []} if isinstance(value, (str, list)) else [["x"]]


def damaged(report):
    """(what, report) for each way of damaging it."""
    for path in places(report):
        value = at(report, path)
        where = "/".join(map(str, path))
        if path:
            broken = copy.deepcopy(report)
            at(broken, path[:-1])[path[-1]] = of_another_type(value)
            yield f"{where} of another type", broken
        if isinstance(value, dict) and (not path or path[-1] not in OPEN):
            broken = copy.deepcopy(report)
            at(broken, path)["nonsense"] = 1
            yield f"{where} with a key too many", broken


def single(report):
    """(what, report): what only a rule of the schema catches."""
    for path, value in (
            (("schema",), "leadout-report-2"),
            (("outcome",), "fine"),
            (("tool", "name"), "other"),
            (("subjects", 0, "kind"), "song"),
            (("subjects", 0, "facts", "File.Container"), "wav"),
            (("subjects", 0, "facts", "tag.title"), 7),
            (("subjects", 0, "quantities", "peak.true"), {"value": 1}),
            (("subjects", 0, "quantities", "peak.true"), {"value": 1, "below": True, "unit": "dB"}),
            (("subjects", 0, "quantities", "peak.true"), {"below": False, "unit": "dB"}),
            (("subjects", 0, "quantities", "peak.true"), {}),
            (("subjects", 0, "quantities", "peak.true"),
             {"value": 1, "unit": "dB", "channels": ["above"]}),
            (("subjects", 1, "events", 0, "start_frames"), 7),
            (("subjects", 0, "series", "peak.true", "f32"), "AAA"),
            (("subjects", 0, "series", "peak.true", "step_s"), -1),
            (("subjects", 0, "verdicts", 0, "rules", 0, "severity"), "fatal"),
            (("subjects", 0, "verdicts", 0, "rules", 0, "waived"), {"by": "me"}),
            (("subjects", 0, "verdicts", 0, "rules", 0, "limit"), {})):
        broken = copy.deepcopy(report)
        at(broken, path[:-1])[path[-1]] = value
        yield f"{'/'.join(map(str, path))} = {value}", broken
    for key in ("schema", "tool", "outcome", "subjects"):
        broken = copy.deepcopy(report)
        del broken[key]
        yield f"no {key}", broken


def check_damage(validator, reports):
    """How many reports were refused; exits at one that was not."""
    count = 0
    for what, broken in reports:
        if validator.is_valid(broken):
            sys.exit(f"the schema accepts: {what}")
        count += 1
    return count


def check_example():
    with open(f"{SOURCE}/docs/json.md", encoding="utf-8") as file:
        page = file.read()
    if "```json\n" + output("example") + "```\n" not in page:
        sys.exit("docs/json.md does not have what `sample_report example` prints")


def main():
    with open(f"{SOURCE}/reports/report.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for what in ("whole", "drawable", "numbers", "measure", "example"):
        report = load(output(what))
        if what != "whole":
            validator.validate(report)
        else:
            validator.validate(small(report))
    subjects = [load(line) for line in output("lines").splitlines()]
    report = dict(subjects.pop(), subjects=subjects)
    validator.validate(report)
    count = check_damage(validator, damaged(small(load(output("example")))))
    count += check_damage(validator, single(small(load(output("drawable")))))
    check_example()
    print(f"{count} damaged reports refused")


main()

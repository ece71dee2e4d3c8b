# A saved report shown again and judged anew, without the audio.
. "$tools/lib.sh"

mkdir in
wav in/good.wav --seconds 0.5
wav in/sixteen.wav --seconds 0.5 --bits 16 --kind clipped
wav in/cut.wav --seconds 0.5 --cut 100
echo '<html>' >in/page.wav
sed 's/min="20"/min="24"/; s/severity="warning"/severity="error"/; s/id="house"/id="strict"/' \
    "$house" >strict.xml

expect 1 check --out=report in
mv out.txt text.txt
expect 1 "$leadout" check --for=strict.xml --out=strict in
mv out.txt strict.txt

# The same words, pages and numbers as when the audio was there.
expect 1 "$leadout" report report/report.json
cmp text.txt out.txt || fail "other text"
expect 1 "$leadout" report --out=again report/report.json
cmp report/report.json again/report.json || fail "other JSON"
cmp report/report.html again/report.html || fail "other HTML"
expect 1 "$leadout" report --format=html report/report.json
cmp report/report.html out.txt || fail "other HTML on standard output"

# A line for each file and one for the whole say the same.
expect 1 "$leadout" report --format=json report/report.json
mv out.txt one.json
expect 1 check --format=jsonl in
mv out.txt lines.json
expect 1 "$leadout" report --format=jsonl report/report.json
cmp lines.json out.txt || fail "other lines"
python3 -c '
import json
one = json.load(open("one.json"))
*subjects, rest = map(json.loads, open("lines.json"))
assert subjects == one.pop("subjects"), "other subjects"
assert rest == one, (rest, one)'

# Judged anew: as if it had been asked at once.
expect 1 "$leadout" report --for=strict.xml --out=anew report/report.json
cmp strict.txt out.txt || fail "other text when judged anew"
cmp strict/report.json anew/report.json || fail "other JSON when judged anew"
expect 1 "$leadout" report --for="$house,strict.xml" report/report.json
says out 'page.wav'

# What was only measured can be judged later, and what was not is still not.
got=0
"$leadout" measure in >measured.json 2>err.txt || got=$?
[ $got = 1 ] || fail "exit status $got of measure"
expect 1 "$leadout" report --for="$house" measured.json
says out 'readable'
says out '20 bits'

# The exit status is that of the verdicts.
expect 0 "$leadout" report --fail-on=never report/report.json
expect 0 check --out=sixteen in/sixteen.wav
expect 0 "$leadout" report sixteen/report.json
expect 1 "$leadout" report --fail-on=warning sixteen/report.json
expect 1 "$leadout" report --for=strict.xml sixteen/report.json

# A parameter that was changed stays in the report.
expect 1 check --set=clip.run=7 --out=set in
expect 1 "$leadout" report --for=strict.xml --format=json set/report.json
says out 'clip.run=7'

# Anything else is refused with its place.
for text in '' '{' '[]' '{}' '{"schema": "leadout-report-2"}' 'null' '1e999'; do
    printf '%s' "$text" >bad.json
    expect 2 "$leadout" report bad.json
    says err 'bad.json'
    silent out
done
expect 2 "$leadout" report in/good.wav
expect 2 "$leadout" report in
says err 'is not a file'
mkfifo pipe
expect 2 "$leadout" report pipe
# A stranger's report: what it claims is checked, byte by byte.
python3 - <<'END'
text = open("report/report.json", encoding="utf-8").read()
open("cut.json", "w").write(text[:len(text) // 2])
open("unit.json", "w").write(text.replace('"unit": "bits"', '"unit": "dBTP"'))
open("term.json", "w").write(text.replace('"bits.effective"', '"bits.efective"'))
open("number.json", "w").write(text.replace('"value": 24,', '"value": 1e999,'))
open("key.json", "w").write(text.replace('"tool"', '"tooth"'))
END
for name in cut unit term number key; do
    cmp -s report/report.json $name.json && fail "$name.json is no other"
    expect 2 "$leadout" report $name.json
    says err "$name.json"
    silent out
done

# What real files give is what the schema promises.
if /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    expect 1 check --series --out=whole in
    for file in report/report.json whole/report.json measured.json; do
        /usr/bin/python3 -c '
import json, jsonschema, sys
schema, report = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(report)' \
            "$LEADOUT_SOURCE/reports/report.schema.json" "$file" >out.txt 2>err.txt ||
            fail "$file breaks the schema"
    done
else
    [ "${LEADOUT_CI:-0}" != 1 ] || fail "no jsonschema"
    echo "skipped: no jsonschema" >&2
fi

# Formats on standard output and markers in files, from real files with hostile names.
. "$tools/lib.sh"

mkdir in
wav 'in/=cmd|calc.wav' --seconds 1 --kind clipped
wav 'in/two, "quoted".wav' --seconds 1
printf 'no audio' >in/text.wav
name=$(printf 'in/\033]0;pwn\007.wav')
wav "$name" --seconds 1 --kind clipped

for format in junit csv reply html; do
    expect 1 check --format=$format in
    silent err
    mv out.txt $format.txt
    # The same from a saved report.
    expect 1 check --quiet --format=json --out=saved in
    expect 1 "$leadout" report --format=$format saved/report.json
    cmp out.txt $format.txt || fail "other $format"
done
# No byte that a terminal obeys.
for format in junit csv reply; do
    LC_ALL=C grep -q "$(printf '[\033\007]')" $format.txt && fail "$format has controls"
done
python3 - <<'END'
import csv, xml.etree.ElementTree as tree
suites = tree.parse("junit.txt").getroot()
assert suites.attrib["errors"] == "1" and len(suites) == 4, suites.attrib
rows = list(csv.DictReader(open("csv.txt", newline="", encoding="utf-8"), strict=True))
assert {row["path"] for row in rows} >= {"in/two, \"quoted\".wav", "in/text.wav"}
assert any(row["name"] == "'=cmd|calc.wav" for row in rows)
END
grep -q 'We cannot take\|we cannot take' reply.txt || fail "no refusal in the letter"

# What fails decides what a failure is.
expect 0 check --format=junit in/two*
says out 'failures="0"'

# Markers: a file a subject that has some, by number, without a path in its name.
cat >clip.xml <<'XML'
<spec xmlns="urn:leadout:spec:1" id="clip">
  <rule id="clip" severity="warning"><limit quantity="clip.runs" max="0" unit="count"/></rule>
</spec>
XML
for kind in reaper audacity csv; do
    expect 1 "$leadout" check --for=./clip.xml --markers=$kind --out=$kind in
    ls $kind >files.txt
    [ "$(grep -c '^markers-' files.txt)" = 2 ] || fail "$(cat files.txt)"
    LC_ALL=C grep -q '[^A-Za-z0-9._-]' files.txt && fail "$(cat files.txt)"
done
[ "$(head -n 1 reaper/markers-*calc*)" = '#,Name,Start,End,Length' ] || fail "no head"
expect 2 "$leadout" check --markers=csv in
says err 'say where with --out'
echo ok

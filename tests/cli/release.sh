# A release: its manifest decides what is judged by what, the whole is judged once more, and
# what is waived is told.
. "$tools/lib.sh"

mkdir -p album/hires album/cd
for n in 1 2 3; do
    wav "album/hires/0$n.wav" --seconds 0.5
    wav "album/cd/0$n.wav" --seconds 0.5 --bits 16
done
wav album/hires/03.wav --seconds 0.7
cp "$house" album/house.xml
manifest()
{
    cat >album/release.xml <<XML
<release xmlns="urn:leadout:release:1" title="Demo" artist="Anna">
  <track n="1" title="First" isrc="USABC2600001" end="cold"/>
  <track n="2" title="Second" isrc="USABC260000${isrc:-2}"/>
  <track n="3" title="Third" isrc="USABC2600003"/>
  <assets id="hires"><file track="1">hires/01.wav</file><file track="2">hires/02.wav</file>
    <file track="3">${third:-hires/03.wav}</file></assets>
  <assets id="cd"><file track="1">cd/01.wav</file><file track="2">cd/02.wav</file></assets>
  <assets id="spare"><file track="1">cd/03.wav</file></assets>
  <deliver spec="ebu-r128" assets="hires"/>
  <deliver spec="distributor-core" assets="cd"/>
  $extra
</release>
XML
}

subjects()
{
    python3 -c 'import json,sys
for s in json.load(open(sys.argv[1]))["subjects"]:
    print(s["kind"], s["name"], " ".join(v["spec"] for v in s["verdicts"]))' "$1"
}

# Each file by the specs of its delivery, a set that nobody delivers not at all, and each
# delivered set as one subject more.
extra= manifest
expect 1 "$leadout" check --no-progress --out=report album/release.xml
subjects report/report.json >subjects.txt
cat >wanted.txt <<'TXT'
track 01.wav ebu-r128
track 02.wav ebu-r128
track 03.wav ebu-r128
track 01.wav distributor-core
track 02.wav distributor-core
release Demo – hires release
release Demo – cd release
TXT
cmp wanted.txt subjects.txt || fail "other subjects: $(cat subjects.txt)"
# Tracks 1 and 2 are the same file.
says out 'release.duplicate_audio has .tracks 1, 2 are the same audio'
says out 'Demo – cd'

# The same from the saved report.
mv out.txt text.txt
expect 1 "$leadout" report report/report.json
cmp text.txt out.txt || fail "other text"
expect 1 "$leadout" report --for=release,ebu-r128 report/report.json
says out 'Release 2026.11'

# --for decides where it is given: every set is judged.
expect 0 "$leadout" check --no-progress --for=album/house.xml --format=json album/release.xml
mv out.txt for.json
[ "$(subjects for.json | grep -c '^track .* house$')" = 6 ] || fail "$(subjects for.json)"
[ "$(subjects for.json | grep -c '^release ')" = 3 ] || fail "$(subjects for.json)"

# What is waived is told with its reason, and rejects no more.
isrc=1 extra= manifest
expect 1 "$leadout" check --no-progress --for=album/house.xml album/release.xml
says out 'Every track has its own ISRC'
isrc=1 extra='<waive rule="release/one-isrc-each" by="AB" reason="a reissue"/>' manifest
expect 0 "$leadout" check --no-progress --for=album/house.xml album/release.xml
says out 'WAIVED Every track has its own ISRC'
says out 'waived by AB: a reissue'
# A waiver of one track leaves the others alone.
extra='<waive rule="ebu-r128/loudness" track="1" by="AB" reason="quiet"/>' manifest
expect 1 "$leadout" check --no-progress album/release.xml
[ "$(grep -c 'WAIVED' out.txt)" = 1 ] || fail "other waivers"

# Asked wrongly: nothing is judged.
extra='<waive rule="ebu-r128/loudnes" by="AB" reason="quiet"/>' manifest
expect 2 "$leadout" check --no-progress album/release.xml
says err "release.xml:11: the spec ebu-r128 has no rule 'loudnes'"
silent out
third=hires/04.wav extra= manifest
expect 2 "$leadout" check --no-progress album/release.xml
says err 'release.xml:6: album/hires/04.wav: No such file or directory'
third=../x.wav extra= manifest
expect 2 "$leadout" check --no-progress album/release.xml
says err "release.xml:6: '../x.wav' leaves the folder of the release"
extra='<deliver spec="spotfy" assets="cd"/>' manifest
expect 2 "$leadout" check --no-progress album/release.xml
says err "did you mean 'spotify'"

# A folder is a release when it is said; else its files are strangers.
expect 0 "$leadout" check --no-progress --for=album/house.xml --format=json --release album/cd
subjects out.txt >subjects.txt
[ "$(tail -n 1 subjects.txt)" = "release cd release" ] || fail "$(cat subjects.txt)"
[ "$(wc -l <subjects.txt)" = 4 ] || fail "$(cat subjects.txt)"
expect 0 "$leadout" check --no-progress --for=album/house.xml --format=json album/cd
[ "$(subjects out.txt | grep -c release)" = 0 ] || fail "a folder became a release"
expect 2 "$leadout" check --no-progress --for=release album/cd
says err 'the spec release judges a release as a whole; give a release.xml'

# Another XML file is no release and no audio.
expect 1 "$leadout" check --no-progress --for=album/house.xml album/house.xml
says out 'an XML document'

# A spec of a release has its tracks judged by another.
cat >album/whole.xml <<'XML'
<spec xmlns="urn:leadout:spec:1" id="whole" scope="release">
  <for-each scope="track" spec="house.xml"/>
  <rule id="many" severity="error"><limit quantity="release.tracks" min="4" unit="count"/></rule>
</spec>
XML
expect 1 "$leadout" check --no-progress --for=album/whole.xml --format=json --release album/cd album/hires
subjects out.txt >subjects.txt
[ "$(grep -c '^track .* house$' subjects.txt)" = 6 ] || fail "$(cat subjects.txt)"
[ "$(grep -c '^release .* release whole$' subjects.txt)" = 2 ] || fail "$(cat subjects.txt)"
echo ok

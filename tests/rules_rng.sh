#!/bin/sh
# rules/spec.rng takes every shipped spec, and finds each of these faults in one.
set -eu

top=${LEADOUT_SOURCE:?}
if ! command -v xmllint >/dev/null; then
    if [ "${LEADOUT_CI:-}" = 1 ]; then
        echo "xmllint is missing" >&2
        exit 1
    fi
    echo "skipped: xmllint is missing"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

valid()
{
    xmllint --noout --nonet --relaxng "$top/rules/spec.rng" "$1" >"$work/log" 2>&1
}

for spec in "$top"/rules/specs/*.xml; do
    valid "$spec" || { cat "$work/log"; exit 1; }
done

# Each line: what sed does to spotify.xml.
count=0
while read -r fault; do
    sed "$fault" "$top/rules/specs/spotify.xml" >"$work/broken.xml"
    if cmp -s "$work/broken.xml" "$top/rules/specs/spotify.xml"; then
        echo "changes nothing: $fault"
        exit 1
    fi
    if valid "$work/broken.xml"; then
        echo "not found: $fault"
        exit 1
    fi
    count=$((count + 1))
done <<'FAULTS'
s/severity="note"/severity="remark"/
s/ severity="note"//
s/severity="note"/severty="note"/
s/id="stereo"/id="Two channels"/
s/scope="track"/scope="song"/
s/<limit quantity="peak.true"/<limit quantity="True peak"/
s/max="2"/max="two"/
s/min="2" max="2"//
s/ is="flac"/ is="flac" one-of="a b"/
s/ is="flac"//
s/<any>/<any><\/any><any>/
s/<not>/<not><fact name="a.b" is="c"\/>/;s/<any>/<not><fact name="a.b" is="c"\/><fact name="a.b" is="c"\/><\/not><any>/
s/with="trim"/with="trimm"/
s/at-most="6 dB"/at-most="6"/
s/<set name="top-rate"/<set name="Top rate"/
s/value="44100"/value="{rate}"/
s/<summary>/<sumary>/;s/<\/summary>/<\/sumary>/
s/<drop rule=/<drop rules=/
s/if-not-measured="pass"/if-not-measured="ok"/
s/urn:leadout:spec:1/urn:leadout:spec:2/
s/<why>/text<why>/
FAULTS
echo "$count faults found"

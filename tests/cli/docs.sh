# Help is complete, and the documents made from it are current.
. "$tools/lib.sh"

# current DOCUMENT COMMAND…
current()
{
    document=$1
    shift
    expect 0 "$leadout" "$@"
    cmp out.txt "$LEADOUT_SOURCE/docs/$document" ||
        fail "docs/$document is not current: leadout $* >docs/$document"
}
current cli.md help --format=markdown
current meters.md meters --format=markdown
current explain.md explain --format=markdown
current formats.md formats --format=markdown

# Every command has help, three ways, on standard output.
expect 0 "$leadout" help
for command in $(sed -n 's/^  \(check\|measure\|report\|meters\|explain\|formats\|help\) .*/\1/p' out.txt) \
    "spec list" "spec show" "spec lint"; do
    # shellcheck disable=SC2086 # "spec list" is two words
    expect 0 "$leadout" help $command
    mv out.txt help.txt
    for words in "$command --help" "$command -h" "$command missing.wav --nonsense --help"; do
        # shellcheck disable=SC2086
        expect 0 "$leadout" $words
        silent err
        cmp help.txt out.txt || fail "other help: $words"
    done
    awk 'length > 80 { print; bad = 1 } END { exit bad }' help.txt || fail "a long line"
done
expect 0 "$leadout" help spec
expect 0 "$leadout" --help
expect 0 "$leadout" -h

# Help speaks of what there is: every option in it is understood.
expect 0 "$leadout" help check
wav good.wav --seconds 0.1
for option in $(sed -n 's/^ *\(-.,\)\{0,1\} *--\([a-z-]*\).*/\2/p' out.txt); do
    case $option in
    for) set -- --for "$house" ;;
    out) set -- --out=report ;;
    format) set -- --format=json ;;
    fail-on) set -- --fail-on=never ;;
    set) set -- --set=clip.run=4 ;;
    jobs) set -- --jobs=2 ;;
    markers) set -- --markers=csv --out=report ;;
    max-* | timeout) set -- "--$option=100" ;;
    *) set -- "--$option" ;;
    esac
    expect 0 check "$@" good.wav
done
# What is in a value of --format is in its help.
for format in text json jsonl junit csv reply html; do
    expect 0 check --format=$format good.wav
done

expect 0 "$leadout" --version
says out '^leadout [0-9]*\.[0-9]*\.[0-9]*$'
for library in libFLAC FFTW libebur128 libxml2 jansson OpenSSL libseccomp; do
    says out "^  $library *[0-9]"
done
expect 0 "$leadout" -V

# Every term of the vocabulary is listed with its meaning.
expect 0 "$leadout" meters
for term in file.container file.header_problems clip.runs stereo.correlation bits.effective; do
    says out "^  $term  *[a-z]* .* [a-z]"
done
says out 'set clip.run='
expect 0 "$leadout" meters clip
says out 'clip.runs'

# Everything that is measured is explained: by its meter at least, and quantities in words.
ids=$("$leadout" meters |
    sed -n 's/^  \([a-z_.0-9]*\)  *\(quantity\|fact\|event\).*/\1/p' | sort -u)
# shellcheck disable=SC2086 # the ids are words
expect 0 "$leadout" explain $ids
[ "$(grep -c '^[a-z]' out.txt)" = "$(echo "$ids" | wc -l)" ] || fail "other topics"
awk '/^[a-z]/ { if (id && !said) { print id; bad = 1 } id = $1; said = id ~ /^(file|tag|intent|release)\./ }
     /^  (how|event) / { said = 1 }
     END { exit bad }' out.txt || fail "not explained"
expect 0 "$leadout" explain peak.true
says out 'BS.1770-5, Annex 2'
says out 'rule      spotify/true-peak (warning): peak.true at most -1 dBTP'
expect 0 "$leadout" explain spotify/true-peak
says out 'must      peak.true at most -1 dBTP'
expect 0 "$leadout" explain hi-res
says out 'Rules that reject'
expect 2 "$leadout" explain peak.tru
says err "did you mean 'peak.true'?"
expect 2 "$leadout" explain spotify/true-peek
says err "has no rule 'true-peek'"
expect 2 "$leadout" explain
says err 'explain what?'

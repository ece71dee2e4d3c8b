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

# Every command has help, three ways, on standard output.
expect 0 "$leadout" help
for command in $(sed -n 's/^  \(check\|measure\|report\|meters\|help\) .*/\1/p' out.txt) \
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
    max-* | timeout) set -- "--$option=100" ;;
    *) set -- "--$option" ;;
    esac
    expect 0 check "$@" good.wav
done
# What is in a value of --format is in its help.
for format in text json jsonl; do
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

# The files that every such tool must survive: a verdict or a clear refusal, soon.
. "$tools/lib.sh"

python3 "$tools/hostile.py" bad
cp "${LEADOUT_SHARED:-/nonexistent}"/oracles/hostile/* bad/ 2>/dev/null || {
    [ "${LEADOUT_CI:-0}" != 1 ] || fail "the oracles are not there"
    echo "skipped: the oracles are not there" >&2
}
count=$(ls bad | wc -l)
[ "$count" -ge 40 ] || fail "only $count files"
for file in bad/*; do
    got=0
    timeout 20 "$leadout" check --for "$house" --format=json --verify --hash --series \
        "$file" >out.txt 2>err.txt </dev/null || got=$?
    case $got in
    0 | 1) ;;
    *) fail "exit status $got: $file" ;;
    esac
    case $file in
    bad/good*) [ $got = 0 ] || fail "exit status $got: $file" ;;
    *) [ $got = 1 ] || fail "exit status $got, not rejected: $file" ;;
    esac
    python3 -c 'import json; json.load(open("out.txt", encoding="utf-8"))' || fail "$file"
done

# All of them at once, with a good one that must not suffer.
wav bad/zz.wav --seconds 0.1
expect 1 check --out=report bad
says out 'zz.wav'
if grep -q 'NOT ANALYSED' out.txt; then fail "something was not analysed"; fi

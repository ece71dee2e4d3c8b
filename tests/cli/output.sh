# Where results go, and what happens when they cannot.
. "$tools/lib.sh"

wav good.wav --seconds 0.1

# Standard output that is full, closed or left early.
for command in "check --for=$house good.wav" "check --for=$house --format=json good.wav" \
    "measure good.wav" "spec list" "meters" "help" "--version"; do
    got=0
    # shellcheck disable=SC2086 # words
    "$leadout" $command >/dev/full 2>err.txt || got=$?
    [ $got = 3 ] || fail "exit status $got on a full disk: $command"
    says err 'cannot write to standard output: No space left on device'
    got=0
    # shellcheck disable=SC2086
    "$leadout" $command >&- 2>err.txt || got=$?
    [ $got = 3 ] || fail "exit status $got without standard output: $command"
    # shellcheck disable=SC2086
    { "$leadout" $command 2>err.txt; echo $? >status.txt; } | true
    [ ! -s err.txt ] || fail "a word about a closed pipe: $command"
    [ "$(cat status.txt)" = 0 ] || fail "a closed pipe changes the status: $command"
done

# Without any descriptor at all nothing is written into what is opened first.
cp good.wav before.wav
(exec <&- >&- 2>&-; "$leadout" check --for "$house" --out=closed good.wav) || true
cmp before.wav good.wav || fail "the input was written to"

# --out: folders are made, files are whole, older ones replaced, nothing else is left.
expect 0 check --out=a/b/c good.wav
says err 'wrote a/b/c/report.html and report.json'
[ "$(ls -A a/b/c | tr '\n' ' ')" = "report.html report.json " ] || fail "$(ls -A a/b/c)"
expect 0 check --out=a/b/c/ --quiet good.wav
silent err
echo old >a/b/c/report.json
expect 0 check --out=a/b/c good.wav
python3 -c 'import json; json.load(open("a/b/c/report.json"))'
(umask 077; expect 0 check --out=private good.wav)
[ "$(stat -c %a private/report.json)" = 600 ] || fail "umask is not kept"
(umask 022; expect 0 check --out=public good.wav)
[ "$(stat -c %a public/report.html)" = 644 ] || fail "the report is not readable"

# A link in the report's place is replaced, not followed.
echo precious >precious.txt
ln -sf ../precious.txt public/report.json
expect 0 check --out=public good.wav
[ "$(cat precious.txt)" = precious ] || fail "a link was followed"

# What cannot be written into is found before anything is measured.
expect 2 check --out=good.wav good.wav
expect 2 check --out=good.wav/below good.wav
silent out
mkdir readonly
chmod 555 readonly
if [ "$(id -u)" != 0 ]; then
    expect 2 check --out=readonly good.wav
    expect 2 check --out=readonly/below good.wav
    silent out
fi
mkdir -p taken/report.json
expect 3 check --out=taken good.wav
says err 'cannot write taken/report.json'
[ "$(ls -A taken)" = report.json ] || fail "left behind: $(ls -A taken)"
(ulimit -f 1; expect 3 check --out=small good.wav) || exit 1
[ -z "$(ls -A small)" ] || fail "half a report: $(ls -A small)"

# Text does not depend on the terminal of standard error; colours only on a terminal.
if command -v script >/dev/null; then
    COLUMNS=200 script -qec "'$leadout' check --for '$house' good.wav" typescript \
        >/dev/null </dev/null
    grep -q "$(printf '\033\\[')" typescript || fail "no colours on a terminal"
    NO_COLOR=1 script -qec "'$leadout' check --no-progress --for '$house' good.wav" \
        typescript >/dev/null </dev/null
    if grep -q "$(printf '\033\\[')" typescript; then fail "NO_COLOR is not heard"; fi
fi

# Children that die, hang or want too much; and what stops the whole.
. "$tools/lib.sh"

# Long enough to be caught at work; it takes no room on disk.
wav long.wav --sparse --seconds 3600 --rate 96000
wav good.wav --seconds 0.05

# begin ARGUMENT…: starts a check in the background, as $parent.
begin()
{
    "$leadout" check --for "$house" --jobs=1 "$@" >out.txt 2>err.txt </dev/null &
    parent=$!
}

# ends STATUS
ends()
{
    got=0
    wait "$parent" || got=$?
    [ "$got" = "$1" ] || fail "exit status $got, not $1"
}

# Killed twice: not analysed, and the rest of the batch is judged.
begin long.wav good.wav
first=$(next_child "$parent")
kill -9 "$first"
second=$(next_child "$parent" "$first")
kill -9 "$second"
ends 3
says out 'signal 9 (Killed)'
says out 'good.wav'

# Killed once: the second attempt counts, and nothing tells them apart.
wav medium.wav --sparse --seconds 60 --rate 96000
expect 0 check --format=json medium.wav
mv out.txt whole.txt
"$leadout" check --for "$house" --format=json medium.wav >out.txt 2>err.txt </dev/null &
parent=$!
kill -9 "$(next_child "$parent")"
ends 0
cmp whole.txt out.txt || fail "a second attempt shows"

# Past the clock, twice: not analysed. A stopped child is past it too.
begin --timeout=1 long.wav
ends 3
says out 'was not done within 1 s'
begin --timeout=1 long.wav
kill -STOP "$(next_child "$parent")"
ends 3

# More CPU time than allowed: a finding about the file.
begin --max-cpu=1 long.wav good.wav
ends 1
says out 'more CPU time than the limit of 1 s'
says out 'good.wav'

# Interrupted: no child is left, nothing is printed, and the status says which signal.
for signal in INT TERM HUP; do
    case $signal in INT) status=130 ;; TERM) status=143 ;; HUP) status=129 ;; esac
    # A shell starts background programs with SIGINT ignored.
    env --default-signal=INT "$leadout" check --for "$house" --jobs=1 --out=report \
        long.wav >out.txt 2>err.txt </dev/null &
    parent=$!
    child=$(next_child "$parent")
    kill -$signal "$parent"
    ends $status
    silent out
    [ -z "$(ls -A report)" ] || fail "SIG$signal left $(ls -A report)"
    if kill -0 "$child" 2>/dev/null; then
        fail "SIG$signal left a child"
    fi
done

# The parent killed: the child goes with it.
begin long.wav
child=$(next_child "$parent")
kill -9 "$parent"
ends 137
for _ in $(seq 100); do
    state=$(sed -n 's/^State:\t\(.\).*/\1/p' "/proc/$child/status" 2>/dev/null || true)
    case $state in "" | Z) break ;; esac
    sleep 0.02
done
case $state in "" | Z) ;; *) fail "the child outlived its parent" ;; esac

# One that was ignored when we were started (nohup) stays ignored.
wav medium.wav --sparse --seconds 60 --rate 96000
env --ignore-signal=HUP "$leadout" check --for "$house" medium.wav >out.txt 2>err.txt \
    </dev/null &
parent=$!
next_child "$parent" >/dev/null
kill -HUP "$parent"
ends 0

# Whoever starts us may have odd habits about signals.
expect 0 env --ignore-signal=CHLD --block-signal=CHLD --block-signal=TERM \
    "$leadout" check --for "$house" good.wav

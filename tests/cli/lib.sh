# Sourced by the tests of this folder: . "$tools/lib.sh"

fail()
{
    echo "FAILED: $*" >&2
    for stream in out err; do
        [ ! -s "$stream.txt" ] || { echo "-- $stream:"; head -c 600 "$stream.txt"; } >&2
    done
    exit 1
}

# expect STATUS COMMAND…: runs it, with its streams in out.txt and err.txt.
expect()
{
    wanted=$1
    shift
    got=0
    "$@" >out.txt 2>err.txt </dev/null || got=$?
    [ "$got" = "$wanted" ] || fail "exit status $got, not $wanted: $*"
}

# says STREAM PATTERN: a line of what the last command wrote (out or err) has it.
says()
{
    grep -q -e "$2" "$1.txt" || fail "std$1 does not say: $2"
}

# silent STREAM: the last command wrote nothing there.
silent()
{
    [ ! -s "$1.txt" ] || fail "std$1 is not empty"
}

wav()
{
    python3 "$tools/wav.py" "$@"
}

house=$tools/house.xml
check()
{
    "$leadout" check --for "$house" "$@"
}

# The processes that a process has started.
child_of()
{
    tr -d ' ' <"/proc/$1/task/$1/children" 2>/dev/null || true
}

# Waits until the process has a child other than the one given, and prints it.
next_child()
{
    for _ in $(seq 500); do
        child=$(child_of "$1")
        if [ -n "$child" ] && [ "$child" != "${2:-}" ]; then
            echo "$child"
            return
        fi
        sleep 0.02
    done
    fail "no child appeared"
}

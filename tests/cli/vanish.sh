# Files that change while a batch is at work.
. "$tools/lib.sh"

# Keeps the one child busy for long enough.
wav first.wav --sparse --seconds 200 --rate 96000

# during ACTION: the action, while the first of two files is being measured.
during()
{
    wav second.wav --seconds 0.05
    "$leadout" check --for "$house" --jobs=1 first.wav second.wav >out.txt 2>err.txt \
        </dev/null &
    parent=$!
    next_child "$parent" >child.txt
    eval "$1"
    got=0
    wait "$parent" || got=$?
}

during 'rm second.wav'
[ $got = 3 ] || fail "exit status $got for a file that vanished"
says out 'second.wav: No such file or directory'
says out 'first.wav'

# A pipe in its place is not opened for reading, which would wait for ever.
during 'rm second.wav; mkfifo second.wav'
[ $got = 3 ] || fail "exit status $got for a file that became a pipe"
says out 'second.wav: is no longer a file'
rm second.wav

during 'rm second.wav; mkdir second.wav'
[ $got = 3 ] || fail "exit status $got for a file that became a folder"
rmdir second.wav

# The file being measured shrinks: the second attempt judges what is there now.
during 'truncate -s 1000000 first.wav'
[ $got = 1 ] || fail "exit status $got for a file that shrank"
says out 'truncated'
says out 'second.wav'

# One that is still being written is none yet, however often one looks.
wav first.wav --sparse --seconds 200 --rate 96000
(while sleep 0.02; do printf x >>first.wav; done) &
writer=$!
during true
kill "$writer"
[ $got = 3 ] || fail "exit status $got for a file that grows"
says out 'NOT ANALYSED'

# What people, and other people, name as input.
. "$tools/lib.sh"

wav good.wav --seconds 0.05

# order EXPECTED INPUT…: the subjects of a measurement, in that order.
order()
{
    paths=$1
    shift
    expect 0 "$leadout" measure "$@"
    got=$(python3 -c '
import json, sys
for subject in json.load(sys.stdin)["subjects"]:
    print(end=subject["path"] + "|")' <out.txt)
    [ "$got" = "$paths" ] || fail "in the order $got, not $paths"
}

# Folders: all that is below, in natural order, only what is audio.
mkdir -p "album/disc 10" "album/disc 2" album/.hidden
for name in "disc 10/1 a.wav" "disc 2/10 c.wav" "disc 2/2 b.WAV" "disc 2/9 x.Wav" \
    .hidden/no.wav "disc 2/._2 b.wav" "0 intro.wav" "no extension"; do
    cp good.wav "album/$name"
done
echo text >album/notes.txt
echo text >album/cover.jpg
all='album/0 intro.wav|album/disc 2/2 b.WAV|album/disc 2/9 x.Wav|album/disc 2/10 c.wav|'
all="${all}album/disc 10/1 a.wav|album/no extension|"
order "$all" album
says err 'left out 2 files that are not audio'
order "$all" album//
order "good.wav|$all" good.wav album
order "$all" --quiet album
silent err

# A wrong format in a delivery is not passed over in silence.
cp album/cover.jpg album/song.mp3
expect 1 check album
says out 'song.mp3'
rm album/song.mp3

# Links: to files they are followed, to folders not, so that no loop is one.
ln -s ../album album/loop
ln -s "$PWD/good.wav" album/linked.wav
order "${all%album/no*}album/linked.wav|album/no extension|" album
says err 'left out 1 link to a folder'
rm album/loop album/linked.wav
ln -s loop.wav loop.wav
expect 2 check loop.wav
says err 'symbolic links'

# Pipes, sockets and devices: never opened, so nothing hangs.
mkfifo album/pipe.wav
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("album/socket.wav")'
order "$all" album
says err 'left out 2 pipes, sockets or devices'
expect 2 check album/pipe.wav
says err 'is a pipe'
expect 2 check album/socket.wav
says err 'is a socket'
expect 2 check /dev/zero
expect 2 check /dev/tty
rm album/pipe.wav album/socket.wav

# Names.
mkdir names
cp good.wav ./-q.wav
order '-q.wav|' -- -q.wav
order './-q.wav|' ./-q.wav
cp good.wav ./-
order './-|' ./-
expect 2 check -
says err 'standard input'
for name in "$(printf 'new\nline')" "$(printf '\033]0;pwn\007\033[2J')" '<script><b>&amp;' \
    '=cmd|calc' '%n%s%n' "it's \"quoted\"" "$(printf 'caf\351')" "$(printf 'a\342\200\256b')" \
    "$(printf '%0200d' 0)"; do
    cp good.wav "names/$name.wav"
    cp good.wav "names/$name"
done
for format in text json; do
    expect 0 check --format=$format --out=report names
    for file in out.txt err.txt report/report.json; do
        if LC_ALL=C grep -q "$(printf '\033')" $file; then
            fail "an escape of a name reached $file"
        fi
    done
done
expect 0 "$leadout" measure names
python3 -c '
import json, os, sys
from urllib.parse import unquote_to_bytes
wanted = sorted(os.listdir(b"names"))
got = sorted(os.path.basename(unquote_to_bytes(s["path_bytes"]) if "path_bytes" in s
                              else s["path"].encode())
             for s in json.load(open("out.txt"))["subjects"])
assert got == wanted, (got, wanted)'

# Unreadable: for a name that was given, for one below a folder, and for a folder.
if [ "$(id -u)" = 0 ]; then
    as="setpriv --reuid=65534 --regid=65534 --clear-groups"
else
    as=
fi
mkdir -p locked/shut
cp good.wav locked/open.wav
cp good.wav locked/secret.wav
cp good.wav locked/shut/inside.wav
chmod 755 . .. locked
chmod 644 locked/open.wav
chmod 0 locked/secret.wav locked/shut
# The house spec may lie where nobody else can read.
cp "$house" house.xml
chmod 644 house.xml
if $as test -r locked/open.wav && ! $as test -r locked/secret.wav &&
    $as test -x "$leadout"; then
    expect 3 $as "$leadout" check --for=./house.xml locked/secret.wav
    says out 'Permission denied'
    expect 3 $as "$leadout" check --for=./house.xml locked
    says out 'locked/open.wav'
    says out 'locked/secret.wav'
    says out 'locked/shut'
else
    echo "skipped: nobody cannot run $leadout" >&2
fi
chmod 755 locked/shut

# A folder of nothing, and one with nothing that is audio.
mkdir nothing
expect 2 check nothing
says err 'no audio file'
echo text >nothing/a.txt
expect 2 check good.wav nothing
silent out

# Files of every format as FFmpeg and SoX write them: read or refused as docs/formats.md says,
# and by the name that it gives.
. "$tools/lib.sh"

command -v ffmpeg >/dev/null && command -v sox >/dev/null || exit 77
sox -n -r 48000 -b 16 -c 2 tone.wav synth 1 pinknoise gain -12
list=$("$leadout" formats)
rows=0

# read CONTAINER CODEC NAME COMMAND…: the command writes $f; a row of the list has it.
reads()
{
    kind="$1 $2" f=$3
    shift 3
    rm -f "$f"
    "$@" "$f" 2>/dev/null || fail "cannot write $f"
    expect 0 "$leadout" measure "$f"
    got=$(python3 -c 'import json
facts = json.load(open("out.txt"))["subjects"][0]["facts"]
print(facts["file.container"], facts["file.codec"], *facts["file.header_problems"])')
    [ "$got" = "$kind" ] || fail "$f is $got, not $kind"
    echo "$list" | grep -q " ${kind% *}  *${kind#* } " || fail "no row for $kind"
    rows=$((rows + 1))
}
ff() { ffmpeg -v error -i tone.wav "$@"; }
reads wav pcm a.wav sox tone.wav
reads wav pcm b.wav ff -c:a pcm_f32le
reads rf64 pcm c.wav ff -rf64 always
reads w64 pcm a.w64 sox tone.wav
reads aiff pcm a.aiff sox tone.wav
reads aifc pcm a.aifc sox tone.wav
reads caf pcm a.caf ff -c:a pcm_s24be
reads flac flac a.flac ff
reads ogg vorbis a.ogg ff -c:a libvorbis
reads ogg opus a.opus ff -c:a libopus
reads mp3 mp3 a.mp3 ff -c:a libmp3lame
reads m4a alac a.m4a ff -c:a alac
reads m4a aac b.m4a ff -c:a aac
reads mp3 mp2 a.mp2 ff -c:a mp2
[ "$rows" = 14 ] || fail "$rows rows"

# Who takes AAC takes it without a depth, which it has not.
for spec in awal distrokid soundcloud; do
    expect 0 "$leadout" check --for $spec b.m4a
done
expect 1 "$leadout" check --for the-orchard b.m4a
says out 'none of pcm flac alac'

# refused NAME WORDS COMMAND…: the command writes NAME; the reason has the words.
refuses()
{
    f=$1 words=$2
    shift 2
    "$@" "$f" 2>/dev/null || fail "cannot write $f"
    expect 1 "$leadout" check --for "$house" --format=reply "$f"
    tr '\n' ' ' <out.txt | tr -s ' ' | grep -q "$words" || fail "$f: no $words"
}
refuses x1.wav 'mu-law' ff -c:a pcm_mulaw
refuses x2.wav 'A-law' ff -c:a pcm_alaw
refuses x3.wav 'Microsoft ADPCM' ff -c:a adpcm_ms
refuses x4.wav 'IMA ADPCM' ff -c:a adpcm_ima_wav
refuses x5.wav 'MPEG layer 3' ff -c:a libmp3lame
refuses x6.aifc 'mu-law' ff -f aiff -c:a pcm_mulaw
refuses x7.caf 'A-law' ff -c:a pcm_alaw
refuses x8.wv 'a WavPack file' ff -c:a wavpack
refuses x9.tta 'a True Audio file' ff -c:a tta
refuses x10.mka 'a Matroska file' ff -c:a pcm_s16le
refuses x11.au 'a Sun audio file' sox tone.wav
refuses x12.ogg 'FLAC in an Ogg stream' ff -c:a flac
refuses x13.wma 'an ASF (Windows Media) file' ff -c:a wmav2
refuses x14.ac3 'an AC-3 stream' ff -c:a ac3
refuses x15.m4a 'AC-3 in an MP4 file' ff -c:a ac3 -f mp4
refuses x16.m4a 'PCM in an MP4 file' ff -c:a pcm_s24le -f mov

# Without the program that decodes it, nobody's fault is found with the file.
mkdir alone
cp "$leadout" alone/leadout
expect 3 alone/leadout check --for "$house" --format=json a.m4a
says out '"outcome": "not-analysed"'
says out 'leadout-aac'

for words in 'WavPack' 'True Audio' 'Matroska' 'Sun audio' 'ASF' 'AC-3' 'IMA ADPCM'; do
    echo "$list" | grep -q "$words" || fail "the list does not name $words"
done
echo ok

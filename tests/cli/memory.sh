# Peak memory, of parent and child: within 64 MiB a file, and flat in its length.
. "$tools/lib.sh"

cat >peak.py <<'END'
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
# Of the process and of the children that it waited for.
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss // 1024)
END

# peak ARGUMENT…: peak memory in MiB, as $mib.
peak()
{
    python3 peak.py "$leadout" check --for "$house" --out=report "$@" >out.txt 2>err.txt
    mib=$(tail -n 1 out.txt)
    case $mib in [01]\ *) mib=${mib#* } ;; *) fail "no peak: $mib" ;; esac
}

# A full document: clipped, noisy, many channels.
python3 - <<'END'
import random, struct
random.seed(1)
rate, channels, seconds = 8000, 8, 900
second = bytearray()
for i in range(rate):
    for channel in range(channels):
        value = random.randint(-32768, 32767) if i % 1000 > 20 else 32767
        second += struct.pack("<h", value)
with open("full.wav", "wb") as file:
    size = len(second) * seconds
    file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt "
               + struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * 16, 16, 16)
               + b"data" + struct.pack("<I", size))
    for _ in range(seconds):
        file.write(second)
END
peak full.wav
[ "$mib" -le 64 ] || fail "$mib MiB for a full document"
echo "a full document: $mib MiB"
rm full.wav

wav short.wav --sparse --seconds 360 --rate 44100
wav long.wav --sparse --seconds 7200 --rate 44100
peak short.wav
short=$mib
peak long.wav
[ "$mib" -le 64 ] || fail "$mib MiB for two hours"
[ "$mib" -le $((short + 16)) ] || fail "$mib MiB for two hours, $short for six minutes"
echo "six minutes: $short MiB, two hours: $mib MiB"

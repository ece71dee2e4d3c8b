# Many files: the same bytes whatever the number of jobs, the locale and the descriptors.
. "$tools/lib.sh"

wav --batch 120 batch
for format in json text; do
    expect 1 check --format=$format --series --out=r1 --jobs=1 batch
    mv out.txt one.txt
    for jobs in 2 4 500; do
        expect 1 check --format=$format --series --out=r --jobs=$jobs batch
        cmp one.txt out.txt || fail "--jobs=$jobs gives other $format"
        cmp r1/report.json r/report.json || fail "--jobs=$jobs: report.json"
        cmp r1/report.html r/report.html || fail "--jobs=$jobs: report.html"
    done
done
says err 'wrote r/report.html'
python3 -c '
import json
report = json.load(open("r1/report.json"))
names = [s["name"] for s in report["subjects"]]
assert names == [f"{n} track.wav" for n in range(120)], names
outcomes = [s["outcome"] for s in report["subjects"]]
assert outcomes[3] == outcomes[5] == "rejected", outcomes
assert outcomes[7] == "accepted-with-warnings", outcomes
assert outcomes[0] == "accepted", outcomes'

# Ten of them are enough here.
mkdir some
cp batch/?\ * some/
# A comma is no decimal point, wherever that is the custom.
for locale in de_DE.UTF-8 tr_TR.UTF-8 C.UTF-8 nonsense; do
    got=0
    LC_ALL=$locale LANG=$locale "$leadout" check --for "$house" --format=json --series \
        --set=clip.run=4.5 some >out.txt 2>err.txt || got=$?
    [ $got = 1 ] || fail "exit status $got in $locale"
    [ $locale = de_DE.UTF-8 ] && cp out.txt first.txt
    cmp first.txt out.txt || fail "other bytes in $locale"
done

# Few descriptors and few processes: it goes on with what there is.
ulimit -n 20
expect 1 check --jobs=100 batch
cmp one.txt out.txt || fail "with 20 descriptors"

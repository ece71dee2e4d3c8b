# Every way to ask wrongly, and what leadout answers: read it as a stranger would.
. "$tools/lib.sh"

# Runs it and prints it with its answer and exit status.
show()
{
    echo "\$ leadout $*"
    got=0
    "$leadout" "$@" 2>&1 </dev/null || got=$?
    echo "[$got]"
    echo
}

wav good.wav --seconds 0.1
mkdir empty
mkfifo pipe
cp "$house" house.xml
sed 's/bits.effective/bits.efective/' house.xml >broken.xml

show chekc good.wav
show --jobs=2 check good.wav
show spec
show spec lst
show spec list extra
show check
show check --jbos=2 good.wav
show check -x good.wav
show check --jobs=many good.wav
show check --jobs
show check --format=pdf good.wav
show check --fail-on=note good.wav
show check --for=house.xml, good.wav
show check --out --quiet good.wav
show check --for=spotifi good.wav
show check --for=missing.xml good.wav
show check --for=broken.xml good.wav
show check --for=house.xml --set=clip.runs=5 good.wav
show check --for=house.xml --set=clip.run=1e9 good.wav
show check --for=house.xml --set=clip good.wav
show check --for=house.xml missing.wav
show check --for=house.xml good.wav good.wav/below.wav
show check --for=house.xml empty
show check --for=house.xml pipe
show check --for=house.xml /dev/zero
show check --for=house.xml -
show check --for=house.xml --out=good.wav good.wav
show measure
show measure --for=house.xml good.wav
show report
show report missing.json
show report a.json b.json
show spec show spotfy
show spec show --xml house.xml
show spec lint
show spec lint missing.xml
show meters cilp
show help chekc
show help check more words

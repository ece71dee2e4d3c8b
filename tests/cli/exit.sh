# The exit status: the contract with scripts.
. "$tools/lib.sh"

wav good.wav --seconds 0.1
wav sixteen.wav --seconds 0.1 --bits 16
wav cut.wav --seconds 0.1 --cut 100
echo '<html>' >page.wav
: >empty.wav
ln -s nowhere.wav "gone.wav"
mkdir folder
ln -s nowhere.wav folder/gone.wav

# Accepted, with warnings, rejected.
expect 0 check good.wav
expect 0 check sixteen.wav
expect 0 check --fail-on=error sixteen.wav
expect 1 check --fail-on=warning sixteen.wav
expect 0 check --fail-on=never sixteen.wav
expect 1 check cut.wav
expect 1 check --fail-on=warning cut.wav
expect 0 check --fail-on=never cut.wav

# Not audio is a finding about the file, and the others go on.
expect 1 check page.wav
says out readable
expect 1 check empty.wav
expect 1 check good.wav empty.wav sixteen.wav
says out 'good.wav'
says out 'sixteen.wav'
expect 0 check --fail-on=never page.wav

# Not analysed comes before rejected; asked wrongly before all.
expect 3 check folder
says out 'No such file'
expect 3 check cut.wav folder
expect 3 check --fail-on=never cut.wav folder
expect 2 check cut.wav folder missing.wav
silent out
expect 2 check --for=missing.xml good.wav
silent out
expect 2 "$leadout"
expect 2 "$leadout" check

# The same for measure, which says on standard error what no rule can say.
expect 0 "$leadout" measure good.wav cut.wav
silent err
expect 1 "$leadout" measure good.wav page.wav
says err page.wav
says out '"name": "page.wav"'
expect 3 "$leadout" measure page.wav folder
says err gone.wav

# A programme longer than allowed.
expect 0 check --max-duration=1 good.wav
wav two.wav --seconds 2 --rate 8000
expect 1 check --max-duration=1 two.wav
says out readable

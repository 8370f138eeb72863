#!/usr/bin/env bash
# vouch chain on recordings: verdicts by exit code, every form, and what it refuses.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

corpus="$SOURCE/fuzz/corpus/recording"
run "$VOUCH" chain --replay "$corpus/seed-1"
exits 3 # the trust anchor of that lab is not at hand
matches out 'NO_TRUST_ANCHOR_SIGNING'
matches out '^What to do$'
: > none
for format in text tree prose json svg html dot; do
  run "$VOUCH" chain --replay "$corpus/seed-1" --format $format
  exits 3
  matches out 'www\.example\.com'
done
run "$VOUCH" chain --replay "$corpus/seed-1" --format svg -o picture.svg
exits 3
[ -s picture.svg ] || complain "no picture"
[ -s out ] && complain "prints although it writes a file"
run "$VOUCH" chain www.unsigned.test --replay "$corpus/seed-2" --at 2000-01-01
exits 3
run "$VOUCH" chain --replay "$corpus/seed-dnsviz"
exits 4

# Standard output by its name, and a recording that is kept: with its trust anchors, which are told when they are used.
run "$VOUCH" chain --replay "$corpus/seed-1" --format svg -o -
exits 3
matches out '^<svg '
[ -e ./- ] && complain "there is a file named -"
echo '. IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000' > anchor
run "$VOUCH" chain --replay "$corpus/seed-1" --anchor anchor --record kept
exits 3
matches kept '"\. IN DS 1 13 2 0000'
run "$VOUCH" chain --replay kept
exits 3
matches out '^with the trust anchors of the recording \(\. 1\)$'
run "$VOUCH" chain --replay kept --record -
refuses "can't both go to standard output"

# A recording costs no more than its size, whatever is in it.
python3 -c 'print("{\"format\": \"" + "x" * 200000000 + "\"}")' > huge
( ulimit -v 400000 && exec "$VOUCH" chain --replay huge ) > out 2> err
code=$? last="chain --replay huge"
refuses 'huge: is over 67108864 octets'
head -c 60000000 huge > large
( ulimit -v 400000 && exec "$VOUCH" chain --replay large ) > out 2> err
code=$? last="chain --replay large"
refuses 'large:1:12: a string of more than 131072 octets'
rm huge large

run "$VOUCH" chain
refuses 'no name is given'
run "$VOUCH" chain www.example.com NOTYPE
refuses "no type of records: 'NOTYPE'"
run "$VOUCH" chain --replay missing
refuses 'missing'
echo '{' > broken
run "$VOUCH" chain --replay broken
refuses 'broken: .*JSON'
run "$VOUCH" chain www.example.com --query-port 0
refuses 'from 1 to 65535'
run "$VOUCH" chain www.example.com --anchor none
refuses 'no trust anchor'
finish

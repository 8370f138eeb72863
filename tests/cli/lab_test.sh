#!/usr/bin/env bash
# vouch lab --once: the walk through shows what it should, leaves its pictures, and ends everything that it started.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

cd "$SOURCE" || exit 1 # where the records of 2016 are found, if they are there
run_here() {
  "$@" > "$work/out" 2> "$work/err" < /dev/null
  code=$?
  last="$*"
}
begun=$SECONDS
run_here "$VOUCH" lab --once --dir "$work/lab"
cd "$work" || exit 1
exits 0
[ $((SECONDS - begun)) -le 60 ] || complain "the walk through takes more than a minute"
matches out 'A 13 3 '
matches out '^257 3 13 '
matches out ';; Received [0-9]+ bytes from 127\.53\.0\.2'
matches out 'DNSSEC validation is ok: SUCCESS'
matches out 'status: SERVFAIL'
matches out 'EDE: 6 \(DNSSEC Bogus\): \(www\.altered\.test\. A: .*RFC 4035'
matches out '^www\.example\.com\. A is secure$'
matches out '^www\.wrong-ds\.test\. A is bogus$'
for file in www.example.com.svg www.example.com.html www.wrong-ds.test.svg www.wrong-ds.test.html; do
  [ -s "lab/$file" ] || complain "$file is missing"
done
for file in www.example.com www.wrong-ds.test; do
  rsvg-convert "lab/$file.svg" -o "$file.png" || complain "$file.svg is no picture to another program"
done
[ "$(stat -c %a lab/keys/*.private | sort -u)" = 600 ] || complain "private keys of the lab can be read by others"
pgrep -f "$work/lab" > /dev/null && complain "something of the lab still runs"

run "$VOUCH" lab --list
exits 0
matches out '^expired\.test\.	www\.expired\.test\.	A	bogus	signature_expired	7$'
run "$VOUCH" lab --port 70000
refuses 'up to 65535'
run "$VOUCH" lab --dir /dev/null/lab --once
refuses "can't make the folder"
finish

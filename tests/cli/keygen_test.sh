#!/usr/bin/env bash
# vouch keygen: what it writes, what it prints, what it refuses.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

# made FLAGS ALGORITHM: the run printed the base name of a key pair that is there, with these flags and this algorithm.
made() {
  local name
  exits 0
  name=$(cat out)
  matches out "^Kexample\.com\.\+0*$2\+[0-9]{5}$"
  [ -f "keys/$name.key" ] && [ "$(stat -c %a "keys/$name.private")" = 600 ] || complain "no pair $name, or not hidden"
  grep -qE "^example\.com\. IN DNSKEY $1 3 $2 [A-Za-z0-9+/]+=*$" "keys/$name.key" || complain "$name is no $1 3 $2"
  grep -qE "^Algorithm: $2 \(" "keys/$name.private" || complain "$name.private is not of algorithm $2"
  grep -qE "^Created: [0-9]{14}$" "keys/$name.private" || complain "$name.private says no time"
}

mkdir keys
run "$VOUCH" keygen -K keys example.com
made 256 13
grep -q '^; This is a zone-signing key, keyid' keys/*.key || complain "the .key file does not explain itself"
run "$VOUCH" keygen -K keys --ksk example.com.
made 257 13
run "$VOUCH" keygen -K keys --csk -a ed25519 EXAMPLE.com
exits 0
run "$VOUCH" keygen -K keys -a 16 example.com
made 256 16
run "$VOUCH" keygen --directory keys --algorithm RSASHA512 --bits 1024 example.com
made 256 10
[ "$(find keys -type f | wc -l)" -eq 10 ] || complain "there are other files than those of five pairs"
run "$VOUCH" keygen .
exits 0
matches out '^K\.\+013\+[0-9]{5}$'

run "$VOUCH" keygen -K nowhere example.com
refuses '^vouch keygen: nowhere: .*No such file'
run "$VOUCH" keygen -a RSASHA1 example.com
refuses '^vouch keygen: algorithm 5 \(RSASHA1\) must not be signed with'
run "$VOUCH" keygen -a 7 example.com
refuses '^vouch keygen: algorithm 7 \(NSEC3RSASHA1\) must not be signed with'
run "$VOUCH" keygen -a DSA example.com
refuses "^vouch keygen: algorithm 3 \(DSA\) can't be signed with"
run "$VOUCH" keygen -a nonsense example.com
refuses "^vouch keygen: 'nonsense' is no DNSSEC algorithm"
run "$VOUCH" keygen -a 8 -b 512 example.com
refuses '^vouch keygen: an RSA key of 512 bits'
run "$VOUCH" keygen -b 2048 example.com
refuses '^vouch keygen: a key of algorithm 13'
run "$VOUCH" keygen -b many example.com
refuses "^vouch keygen: 'many' is no number"
run "$VOUCH" keygen --ksk --csk example.com
refuses '^vouch keygen: .*--csk'
run "$VOUCH" keygen a..b
refuses '^vouch keygen: .*empty label'
echo "example.com. IN DNSKEY nonsense" > keys/Kexample.com.+013+00001.key
run "$VOUCH" keygen -K keys example.com
refuses '^vouch keygen: keys/Kexample\.com\.\+013\+00001\.key:1:'
finish

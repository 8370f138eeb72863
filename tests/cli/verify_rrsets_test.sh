#!/usr/bin/env bash
# vouch verify --rrsets: on records as they were published, and on altered ones.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

# Records of cloudflare.com and www.cloudflare.com in March 2016.
cat > records <<'END'
cloudflare.com. 300 IN DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==
cloudflare.com. 300 IN DNSKEY 256 3 13 koPbw9wmYZ7ggcjnQ6ayHyhHaDNMYELKTqT+qRGrZpWSccr/lBcrm10Z1PuQHB3Azhii+sb0PYFkH1ruxLhe5g==
cloudflare.com. 86400 IN DS 2371 13 2 32996839A6D808AFE3EB4A795A0E6A7A39A76FC52FF228B22B76F6D63826F2B9
www.cloudflare.com. 300 IN A 198.41.214.162
www.cloudflare.com. 300 IN A 198.41.215.162
www.cloudflare.com. 300 IN RRSIG A 13 3 300 20160316130645 20160314110645 35273 cloudflare.com. wIprzypq8AaxIP8c6n1/4rJYTzY752Pc0gbl6SlfddAE3rhfuJXondwQ8/ZlPh3xxao9/riP18YgZAypzV5ZJw==
END
signature='www.cloudflare.com. A ECDSAP256SHA256 35273'
ds='cloudflare.com. DS 2371 ECDSAP256SHA256 SHA-256'

# says FILE CODE SIGNATURE DS: with the clock of then.
says() {
  run "$VOUCH" verify --rrsets --at 2016-03-15T00:00:00Z "$1"
  exits "$2"
  prints "$signature $3
$ds $4"
}

says records 0 good 'matches DNSKEY 257 2371'
sed 's/198.41.214.162/198.41.214.163/' records > altered
says altered 3 wrong 'matches DNSKEY 257 2371'
sed 's/DNSKEY 256 3/DNSKEY 257 3/' records > altered
says altered 3 'no key' 'matches DNSKEY 257 2371'
sed 's/32996839/32996838/' records > altered
says altered 3 good 'matches no DNSKEY'
sed '/DNSKEY/d' records > altered
says altered 3 'no key' 'no DNSKEY here'
sed '/ A 198/d' records > altered
says altered 3 'no records' 'matches DNSKEY 257 2371'

# One RRset with more signatures than anybody needs: those over the limit are not looked at.
{
  cat records
  for number in $(seq 300); do
    grep RRSIG records | sed "s/ wIpr/ $(printf '%04d' "$number")/"
  done
} > many
run "$VOUCH" verify --rrsets --at 2016-03-15T00:00:00Z many
exits 3
matches err '^vouch verify: many: an RRset asks for more than 100 checks'
checked=$((checked + 2))
[ "$(grep -c ' wrong$\| good$' out)" -eq 100 ] || complain "$(grep -c ' wrong$\| good$' out) signatures are checked instead of 100"
[ "$(grep -c ' too many$' out)" -eq 201 ] || complain "$(grep -c ' too many$' out) signatures are too many instead of 201"
run "$VOUCH" verify --rrsets --at 2016-03-15T00:00:00Z --max-checks 0 many
exits 3
checked=$((checked + 1))
[ "$(grep -c ' wrong$' out)" -eq 300 ] || complain "--max-checks 0 does not check all"

run "$VOUCH" verify --rrsets records
exits 3
matches out "^$signature expired \(on 2016-03-16 13:06:45 UTC\)$"
run "$VOUCH" verify --rrsets --at 20160314110644 records
exits 3
matches out "^$signature not yet \(until 2016-03-14 11:06:45 UTC\)$"
"$VOUCH" verify --rrsets --at 1458000000 - < records > out
code=$? last='vouch verify --rrsets -'
exits 0

run "$VOUCH" verify --rrsets --json --at 2016-03-15 records
exits 0
python3 - <<'END' || complain "the JSON is not as expected"
import json
found = json.load(open("out"))
assert found["at"] == "2016-03-15T00:00:00Z" and found["all_good"] is True
assert found["signatures"] == [{"owner": "www.cloudflare.com.", "type": "A", "algorithm": "ECDSAP256SHA256",
    "key_tag": 35273, "signer": "cloudflare.com.", "inception": "2016-03-14T11:06:45Z",
    "expiration": "2016-03-16T13:06:45Z", "status": "good"}], found
assert found["ds"] == [{"owner": "cloudflare.com.", "key_tag": 2371, "algorithm": "ECDSAP256SHA256",
    "digest_type": "SHA-256", "status": "matches", "key_flags": 257}], found
END
run "$VOUCH" verify --rrsets --color=always records
matches out $'\e\\[31mexpired\e\\[0m'
NO_COLOR= run "$VOUCH" verify --rrsets --color=auto records
grep -q $'\e' out && complain "there is colour in a pipe"

run "$VOUCH" verify --rrsets nowhere
refuses "^vouch verify: nowhere: can't be opened"
run "$VOUCH" verify --rrsets --at yesterday records
refuses "^vouch verify: 'yesterday' is no time"
echo 'example. 300 IN A 192.0.2.1' > altered
run "$VOUCH" verify --rrsets altered
refuses '^vouch verify: altered: holds no RRSIG and no DS'
head -c -4 records > altered
run "$VOUCH" verify --rrsets altered
refuses '^vouch verify: altered:[0-9]+:[0-9]+: '

# The whole root zone of September 2020, where it is at hand.
if [ -f "$SHARED/data/root-2020-09-05.zone.xz" ]; then
  xz -dc "$SHARED"/data/root-2020-09-05.zone.xz > root.zone
  run "$VOUCH" verify --rrsets --at 2020-09-10T00:00:00Z root.zone
  exits 0
  [ "$(grep -c ' good$' out)" -eq 2886 ] || complain "not all signatures of the root zone are good"
  sed '/^com\.\s.*\sDS\s/s/5766$/5767/' root.zone > altered
  run "$VOUCH" verify --rrsets --at 2020-09-10T00:00:00Z altered
  exits 3
  [ "$(grep -c ' wrong$' out)" -eq 1 ] || complain "not just one signature of the altered root zone is wrong"
else
  echo "the root zone of 2020 is not here; not checked"
fi
if [ -f "$SHARED/data/cloudflare-2016.zone" ]; then
  says "$SHARED/data/cloudflare-2016.zone" 0 good 'matches DNSKEY 257 2371'
fi
finish

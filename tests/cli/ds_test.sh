#!/usr/bin/env bash
# vouch ds: of a key file and of a zone file, with one digest and several.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

# The keys of cloudflare.com in March 2016, and the DS that its parent had.
ksk='mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=='
zsk='koPbw9wmYZ7ggcjnQ6ayHyhHaDNMYELKTqT+qRGrZpWSccr/lBcrm10Z1PuQHB3Azhii+sb0PYFkH1ruxLhe5g=='
sha256='cloudflare.com. IN DS 2371 13 2 32996839A6D808AFE3EB4A795A0E6A7A39A76FC52FF228B22B76F6D63826F2B9'

echo "cloudflare.com. IN DNSKEY 257 3 13 $ksk" > Kcloudflare.com.+013+02371.key
run "$VOUCH" ds Kcloudflare.com.+013+02371.key
exits 0
prints "$sha256"
run "$VOUCH" ds Kcloudflare.com.+013+02371
prints "$sha256"

printf '@ 300 DNSKEY 256 3 13 %s\n@ 300 DNSKEY 257 3 13 %s\nwww A 192.0.2.1\n' "$zsk" "$ksk" > zone
run "$VOUCH" ds -o cloudflare.com zone
exits 0
prints "$sha256"
run "$VOUCH" ds -o cloudflare.com. --all zone
matches out '^cloudflare\.com\. IN DS 35273 13 2 '
[ "$(wc -l < out)" -eq 2 ] || complain "not every key has a DS"
run "$VOUCH" ds -d sha1 -d 2 -d SHA-384 -d SHA-256 -o cloudflare.com. zone
exits 0
matches err '^vouch ds: DS records with SHA-1 must not be published'
[ "$(cut -d ' ' -f 6 out | tr '\n' ' ')" = "1 2 4 " ] || complain "not the digests that were asked for"
"$VOUCH" ds -o cloudflare.com. - < zone > out
prints "$sha256"

# A zone whose keys have no SEP flag; a revoked key.
printf 'example. 300 IN DNSKEY 256 3 13 %s\nexample. 300 IN DNSKEY 384 3 13 %s\n' "$zsk" "$ksk" > zone
run "$VOUCH" ds zone
matches out '^example\. IN DS 35273 13 2 '
[ "$(wc -l < out)" -eq 1 ] || complain "a revoked key has a DS"

echo 'example. 300 IN A 192.0.2.1' > zone
run "$VOUCH" ds zone
refuses '^vouch ds: zone: holds no DNSKEY'
run "$VOUCH" ds nowhere
refuses "^vouch ds: nowhere: can't be opened"
run "$VOUCH" ds -d MD5 zone
refuses "^vouch ds: 'MD5' is no digest"
run "$VOUCH" ds -d 3 zone
refuses "^vouch ds: '3' is no digest"
printf 'example. 300 IN A 192.0.2.1\nexample. 300 IN DNSKEY x\n' > zone
run "$VOUCH" ds zone
refuses '^vouch ds: zone:2:[0-9]+: '
finish

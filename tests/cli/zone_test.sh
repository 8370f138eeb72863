#!/usr/bin/env bash
# vouch zone: content that is wrong, with code and line; normal form; the difference of two zones.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

cat > bad <<'END'
$ORIGIN example.
$TTL 300
@ SOA ns hostmaster 1 3600 3600 100 300
@ NS ns
@ NS gone
@ NS al
ns A 192.0.2.1
al CNAME ns
al TXT x
sub NS ns.sub
deep.sub TXT lost
@ MX 1 al
d DNAME x.
d DNAME y.
below.d A 192.0.2.2
ttl 300 A 192.0.2.3
ttl 600 A 192.0.2.4
*.w NS ns
ds DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000001
END
run "$VOUCH" zone check bad
exits 1
matches out '^bad:3: warning: SOA_RETRY_HIGH example\. SOA: .*\[RFC 1912 section 2\.2\]$'
matches out '^bad:3: warning: SOA_EXPIRE_LOW '
matches out '^bad:5: error: MISSING_ADDRESS example\. NS: .*: gone\.example\. \['
matches out '^bad:6: error: NS_IS_ALIAS example\. NS: .*: al\.example\. \['
matches out '^bad:8: error: CNAME_AND_OTHER_DATA al\.example\. CNAME: .*: TXT \['
matches out '^bad:10: error: MISSING_GLUE sub\.example\. NS: .*: ns\.sub\.example\. \['
matches out '^bad:11: warning: DATA_BELOW_CUT deep\.sub\.example\. TXT: '
matches out '^bad:12: warning: MX_IS_ALIAS example\. MX: '
matches out '^bad:13: error: SEVERAL_DNAMES d\.example\. DNAME: '
matches out '^bad:15: warning: DATA_BELOW_DNAME below\.d\.example\. A: '
matches out '^bad:16: warning: MIXED_TTLS ttl\.example\. A: '
matches out '^bad:18: warning: NS_AT_WILDCARD \*\.w\.example\. NS: '
matches out '^bad:19: error: DS_WITHOUT_CUT ds\.example\. DS: '
matches out '^example\.: 17 records, 6 errors, 7 warnings$'

# In order of lines, and each in the line of its own record.
checked=$((checked + 1))
sed -n 's/^bad:\([0-9]*\):.*/\1/p' out | sort -nc || complain "findings are not in order of lines"

# What is out of the zone, or can't be read, does not hide the rest.
sed 's/^ds DS.*/other.zone. A 192.0.2.1\nx A 192.0.2.300/' bad > mixed
run "$VOUCH" zone check mixed
exits 1
matches err '^vouch zone: mixed:19: .*other\.zone\.'
matches err '^vouch zone: mixed:20:5: .*192\.0\.2\.300'
matches out '^mixed:8: error: CNAME_AND_OTHER_DATA '
matches out '^mixed:18: warning: NS_AT_WILDCARD '
matches out '^example\.: 16 records, 7 errors, 7 warnings$'
run "$VOUCH" zone check --json mixed
exits 1
checked=$((checked + 1))
python3 - <<'END' || complain "the JSON of zone check is not what was found"
import json
found = json.load(open("out"))
assert found["zone"] == "example." and found["errors"] == 7 and found["warnings"] == 7, found
lines = {(each["line"], each["code"]) for each in found["findings"]}
assert {(19, "bad_zone"), (20, "bad_address"), (6, "NS_IS_ALIAS"), (8, "CNAME_AND_OTHER_DATA")} <= lines, lines
assert all(each["severity"] in ("error", "warning") and each["text"] for each in found["findings"])
END
run "$VOUCH" zone check --json missing
exits 1
matches out '"errors": 1'

cat > good <<'END'
$ORIGIN example.
$TTL 1h
@ SOA ns hostmaster 1 2h 1h 2w 300
@ NS ns
ns A 192.0.2.1
sub NS ns.sub
ns.sub A 192.0.2.2
alias CNAME ns
END
run "$VOUCH" zone check good
exits 0
prints 'example.: 6 records, 0 errors, 0 warnings'
run "$VOUCH" zone convert good
exits 0
matches out '^example\.	3600	IN	SOA	ns\.example\. '
cp out normal
run "$VOUCH" zone diff good normal
exits 0
prints ''
sed 's/192.0.2.2/192.0.2.3/' good > other
run "$VOUCH" zone diff good other
exits 2
matches out '^-ns\.sub\.example\..*192\.0\.2\.2$'
matches out '^\+ns\.sub\.example\..*192\.0\.2\.3$'
run "$VOUCH" zone diff --ixfr good other
refuses 'other: its serial 1 does not follow the 1 of good'
sed 's/hostmaster 1 /hostmaster 2 /' other > newer
run "$VOUCH" zone diff --ixfr good newer
exits 2
tab=$(printf '\t')
new="example.${tab}3600${tab}IN${tab}SOA${tab}ns.example. hostmaster.example. 2 7200 3600 1209600 300"
prints "$new
example.${tab}3600${tab}IN${tab}SOA${tab}ns.example. hostmaster.example. 1 7200 3600 1209600 300
ns.sub.example.${tab}3600${tab}IN${tab}A${tab}192.0.2.2
$new
ns.sub.example.${tab}3600${tab}IN${tab}A${tab}192.0.2.3
$new"
run "$VOUCH" zone diff --ixfr newer good
refuses 'good: its serial 1 does not follow the 2 of newer'
run "$VOUCH" zone diff --ixfr newer newer
exits 0
prints "$new"
run "$VOUCH" zone
refuses "is needed"
run "$VOUCH" zone burn
refuses "is none of"
sed 's/example\./@/' good | sed '1d' > relative
run "$VOUCH" zone check relative
refuses 'name the zone by -o'
run "$VOUCH" zone check missing
refuses 'missing'
finish

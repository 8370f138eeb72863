#!/usr/bin/env bash
# Keys go both ways: keys of `vouch keygen` sign zones with BIND, ldns and Knot, whose signatures `vouch verify --rrsets`
# then finds good; DS records of everybody's keys are the same.
set -u
[ -x "${VOUCH:-}" ] || { echo "vouch is not built; skipped"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 checked=0

has() { command -v "$1" > /dev/null; }
has dnssec-keygen || has ldns-keygen || has keymgr || { echo "no peer is installed; skipped"; exit 77; }

# expect WHAT COMMAND...: the command succeeds.
expect() {
  local what=$1
  shift
  checked=$((checked + 1))
  "$@" > log 2>&1 && return 0
  echo "FAILED: $what: $*"
  head -n 20 log
  failed=1
}

# same WHAT LEFT RIGHT: the files hold the same records.
same() {
  checked=$((checked + 1))
  tr 'a-f' 'A-F' < "$2" | sed 's/[[:space:]]\+/ /g' | sort > left
  tr 'a-f' 'A-F' < "$3" | sed 's/[[:space:]]\+/ /g' | sort > right
  [ -s left ] && diff left right > difference && return 0
  echo "FAILED: $1 (< vouch)"
  head -n 20 difference
  failed=1
}

# Every signature is good, and there are some.
good() { "$VOUCH" verify --rrsets "$1" > verified && [ "$(grep -c ' good$' verified)" -ge 8 ]; }

cat > zone <<'END'
$ORIGIN example.
$TTL 3600
@ SOA ns Host.Example. 1 3600 600 86400 300
@ NS ns
@ NS NS.Other.
ns A 192.0.2.1
ns AAAA 2001:db8::1
*.w MX 10 Mail.Example.
a TXT "x" "y"
_sip._udp SRV 1 2 53 NS.example.
deep.down.a CNAME A.example.
sub NS ns.sub
sub DS 60485 13 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A
ns.sub A 192.0.2.2
END

# ours ALGORITHM BITS: a KSK and a ZSK by vouch; the peers sign the zone with them.
ours() {
  local bits=${2:+-b $2} keys
  rm -rf keys && mkdir keys
  # shellcheck disable=SC2086
  "$VOUCH" keygen -K keys -a "$1" $bits --ksk example. > base && "$VOUCH" keygen -K keys -a "$1" $bits example. >> base ||
    { echo "FAILED: vouch keygen -a $1"; failed=1; return; }
  keys=$(sed 's,^,keys/,' base)
  if has dnssec-signzone; then
    # dnssec-signzone verifies what it signs.
    expect "BIND signs with $1 keys of vouch" dnssec-signzone -S -K keys -o example. -f bind.signed zone
    expect "BIND's $1 signatures are good" good bind.signed
  fi
  if has ldns-signzone && [ "$1" != ED448 ]; then
    # shellcheck disable=SC2086
    expect "ldns signs with $1 keys of vouch" ldns-signzone -o example. -f ldns.signed zone $keys
    expect "ldns's $1 signatures are good" good ldns.signed
    expect "ldns verifies $1" ldns-verify-zone ldns.signed
  fi
  if has keymgr && has kzonesign; then
    rm -rf kasp signed && mkdir signed
    for key in $keys; do
      expect "Knot imports the $1 key of vouch" keymgr -D kasp example. import-bind "$key.key"
    done
    sed "s/ALGORITHM/${1,,}/; s,DIR,$work," > knot.conf <<'END'
server:
    rundir: "DIR"
database:
    kasp-db: "DIR/kasp"
policy:
  - id: p
    manual: on
    algorithm: ALGORITHM
zone:
  - domain: example.
    file: "DIR/zone"
    dnssec-signing: on
    dnssec-policy: p
END
    expect "Knot signs with $1 keys of vouch" kzonesign -c knot.conf -o signed example.
    expect "Knot's $1 signatures are good" good signed/zone
  fi
}

# ds_of KEY: its DS records are those that the peers make.
ds_of() {
  "$VOUCH" ds -d SHA-1 -d SHA-256 -d SHA-384 "$1" > ours.ds 2> /dev/null
  if has dnssec-dsfromkey; then
    dnssec-dsfromkey -a SHA-1 -a SHA-256 -a SHA-384 "$1" > theirs.ds 2> /dev/null
    same "DS of $1 by BIND" ours.ds theirs.ds
  fi
  if has ldns-key2ds && "$VOUCH" ds "$1" > ours.ds && ldns-key2ds -n -f -2 "$1.key" > theirs.ds; then
    awk '{ print $1, "IN", "DS", $(NF - 3), $(NF - 2), $(NF - 1), $NF }' theirs.ds > stripped.ds
    same "DS of $1 by ldns" ours.ds stripped.ds
  fi
}

for algorithm in RSASHA256 RSASHA512 ECDSAP256SHA256 ECDSAP384SHA384 ED25519 ED448; do
  bits=
  case $algorithm in RSA*) bits=1024 ;; esac
  ours "$algorithm" "$bits"
  ds_of "keys/$(head -n 1 base)"
  if has dnssec-keygen; then
    # shellcheck disable=SC2086
    ds_of "$(dnssec-keygen -q -f KSK -a $algorithm ${bits:+-b $bits} their.example.)"
  fi
  if has ldns-keygen && [ "$algorithm" != ED448 ]; then
    # shellcheck disable=SC2086
    ds_of "$(ldns-keygen -k -a $algorithm ${bits:+-b $bits} theirs.example.)"
  fi
done

# Names that are no plain host names have the same files.
if has dnssec-keygen; then
  for zone in 'Exa_mple.COM' 'a/b.exam\.ple' '*.x\032y.org' '.' 'w+w.%41.\200.org'; do
    theirs=$(dnssec-keygen -q -a ED25519 "$zone")
    ours=$("$VOUCH" keygen -a ED25519 "$zone")
    checked=$((checked + 1))
    [ "${ours%+*}" = "${theirs%+*}" ] || { echo "FAILED: the key of $zone is in $ours, BIND's in $theirs"; failed=1; }
    expect "BIND reads the key of $zone" dnssec-dsfromkey "$ours"
    ds_of "$theirs"
  done
fi

echo "$checked checks"
exit $failed

#!/usr/bin/env bash
# Zone files are read alike by vouch and the installed peers: each file of zonefile/ gives the same records through
# both, and each peer reads what vouch prints as the same records again.
set -u
here=$(cd "$(dirname "$0")" && pwd)
convert=${CONVERT:-"${VOUCH:-} zone convert"}
[ -x "${convert%% *}" ] || { echo "vouch is not built; skipped"; exit 77; }
[ -n "${CONVERT:-}" ] || $convert --help > /dev/null 2>&1 || { echo "vouch has no 'zone convert'; skipped"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp "$here"/zonefile/* "$work"
cd "$work" || exit 1
sed 's/$/\r/' grammar.zone > crlf.zone
printf '\xef\xbb\xbf' | cat - grammar.zone | head -c -1 > bom.zone  # and no line feed at the end
failed=0 compared=0

# NSD prints owners in lower case, which is the same owner.
records() { $convert -o example. "$1" | awk -F '\t' -v OFS='\t' '{ $1 = tolower($1); print }' | sort; }

named() { named-checkzone -D -q -i none -k ignore -m ignore -M ignore -n ignore -r ignore -S ignore -W ignore example. "$1"; }
nsd() { nsd-checkzone -p example. "$1" | grep -v ' is ok$'; }
ldns() { ldns-read-zone "$1" 2>/dev/null; }

# prints PEER FILE SOURCE...: the peer gives the same records out of each source, which is the file itself, or `printed`
# for what vouch prints of it.
prints() {
  local peer=$1 file=$2 source
  shift 2
  command -v "$(declare -f "$peer" | grep -oE '[a-z]+-[a-z]+' | head -n 1)" > /dev/null || return 0
  records "$file" > ours
  [ -s ours ] || { echo "FAILED: vouch reads nothing in $file"; failed=1; return; }
  $convert -o example. "$file" > printed
  for source in "$@"; do
    "$peer" "$source" > theirs.zone
    records theirs.zone > theirs
    compared=$((compared + 1))
    diff ours theirs > difference && continue
    echo "FAILED: $peer reads $source of $file in another way (< vouch, > $peer)"
    head -n 20 difference
    failed=1
  done
}

# accepts FILE SOURCE...: the same for Knot, whose checker prints nothing.
accepts() {
  local file=$1 source
  shift
  command -v kzonecheck > /dev/null || return 0
  $convert -o example. "$file" > printed
  for source in "$@"; do
    compared=$((compared + 1))
    kzonecheck -v -o example. "$source" > said 2>&1
    # Remarks about content are no concern of this test; what it can't read is.
    grep -E 'zone loader,.* error' said > refused || continue
    echo "FAILED: kzonecheck refuses $source of $file"
    head -n 5 refused
    failed=1
  done
}

for file in grammar types unknown include odd_names; do
  prints named $file.zone $file.zone printed
  prints nsd $file.zone $file.zone printed
  [ $file = include ] || prints ldns $file.zone $file.zone printed # ldns knows no $INCLUDE
done
prints named crlf.zone crlf.zone printed
prints nsd crlf.zone crlf.zone printed
prints named generate.zone generate.zone printed # the others know no $GENERATE
prints nsd generate.zone printed
prints ldns generate.zone printed
for file in more_types young; do
  prints named $file.zone $file.zone printed
  prints nsd $file.zone printed
  prints ldns $file.zone printed
done
for file in grammar types include odd_names; do accepts $file.zone $file.zone printed; done
for file in unknown generate more_types young crlf; do accepts $file.zone printed; done

records grammar.zone > ours
for file in crlf bom; do
  records $file.zone | diff ours - || { echo "FAILED: $file.zone is read in another way"; failed=1; }
done

[ $compared -gt 0 ] || { echo "no peer is installed; skipped"; exit 77; }
echo "$compared comparisons"
exit $failed

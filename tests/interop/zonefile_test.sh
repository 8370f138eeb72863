#!/usr/bin/env bash
# Zone files are read alike by vouch and the installed peers: each file of zonefile/ gives the same records through
# both, and each peer reads what vouch prints as the same records again.
set -u
here=$(cd "$(dirname "$0")" && pwd)
convert=${CONVERT:-"${VOUCH:-} zone convert"}
[ -x "${convert%% *}" ] || { echo "vouch is not built; skipped"; exit 77; }
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

# same PEER FILE: the peer reads the file as vouch does, and vouch's own output too.
same() {
  local peer=$1 file=$2 source
  command -v "$(declare -f "$peer" | grep -oE '[a-z]+-[a-z]+' | head -n 1)" > /dev/null || return 0
  records "$file" > ours
  [ -s ours ] || { echo "FAILED: vouch reads nothing in $file"; failed=1; return; }
  $convert -o example. "$file" > printed
  for source in "$file" printed; do
    "$peer" "$source" > theirs.zone
    records theirs.zone > theirs
    compared=$((compared + 1))
    if ! diff ours theirs > difference; then
      echo "FAILED: $peer reads $source of $file in another way (< vouch, > $peer)"
      head -n 20 difference
      failed=1
    fi
  done
}

# accepted FILE: the peer that can't print takes the file and what vouch prints of it.
accepted() {
  local file=$1 source
  command -v kzonecheck > /dev/null || return 0
  $convert -o example. "$file" > printed
  for source in "$file" printed; do
    compared=$((compared + 1))
    kzonecheck -o example. "$source" > said 2>&1 && continue
    # Remarks about content are no concern of this test; what it can't read is.
    grep -qiE 'invalid|unknown|unrecognized|error.*(line|file)|failed to' said || continue
    echo "FAILED: kzonecheck refuses $source of $file"
    head -n 5 said
    failed=1
  done
}

for file in grammar crlf types more_types unknown include generate bom; do
  case $file in
    include) peers="named nsd" ;;   # ldns knows no $INCLUDE
    generate) peers="named" ;;      # the others know no $GENERATE
    more_types) peers="named ldns" ;;  # NSD 4.6 lacks these
    bom) peers="" ;;                # no peer takes a byte order mark
    *) peers="named nsd ldns" ;;
  esac
  for peer in $peers; do same "$peer" $file.zone; done
  case $file in generate | crlf | bom) ;; *) accepted $file.zone ;; esac  # which Knot does not read
done

records grammar.zone > ours
for file in crlf bom; do
  records $file.zone | diff ours - || { echo "FAILED: $file.zone is read in another way"; failed=1; }
done

[ $compared -gt 0 ] || { echo "no peer is installed; skipped"; exit 77; }
echo "$compared comparisons"
exit $failed

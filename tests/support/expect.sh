# Sourced by the tests of the command line: a folder of its own, and what a command is expected to do.
[ -x "${VOUCH:-}" ] || { echo "vouch is not built; skipped"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 checked=0

complain() {
  echo "FAILED: $*"
  failed=1
}

# run COMMAND...: leaves `out`, `err` and `code`.
run() {
  "$@" > out 2> err < /dev/null
  code=$?
  last="$*"
}

exits() {
  checked=$((checked + 1))
  [ "$code" -eq "$1" ] || { complain "'$last' exits with $code instead of $1"; head -n 5 out err; }
}

# prints TEXT: standard output is this text.
prints() {
  checked=$((checked + 1))
  [ "$(cat out)" = "$1" ] || { complain "'$last' does not print as expected"; diff <(echo "$1") out | head -n 20; }
}

# matches FILE PATTERN: `out` or `err` has a line that an extended regular expression describes.
matches() {
  checked=$((checked + 1))
  grep -qE -- "$2" "$1" || { complain "'$last': nothing in $1 is like $2"; head -n 5 "$1"; }
}

# refuses PATTERN: exit code 1, nothing on standard output, and one line on standard error that is like the pattern.
refuses() {
  exits 1
  [ -s out ] && complain "'$last' prints although it fails"
  [ "$(wc -l < err)" -eq 1 ] || { complain "'$last' does not say one line"; cat err; }
  matches err "$1"
}

finish() {
  echo "$checked checks"
  exit $failed
}

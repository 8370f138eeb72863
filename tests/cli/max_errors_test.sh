#!/usr/bin/env bash
# --max-errors: how many errors of a file are told in one pass, by every subcommand that reads a zone, and that the last line
# says so where more were not looked for.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

{
  echo '$ORIGIN example.'
  echo '$TTL 300'
  echo '@ SOA ns hostmaster 1 7200 3600 1209600 300'
  for number in $(seq 30); do echo "a$number A 192.0.2.300"; done
} > bad
printf '$ORIGIN example.\n$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n' > good

# tells COUNT LINES: exit code 1, and so many errors on standard error in so many lines.
tells() {
  exits 1
  checked=$((checked + 2))
  [ "$(grep -c 'is no IPv4 address' err)" -eq "$1" ] || complain "'$last' tells $(grep -c 'IPv4 address' err) errors, not $1"
  [ "$(wc -l < err)" -eq "$2" ] || complain "'$last' says $(wc -l < err) lines, not $2"
}

for command in 'zone check' 'zone convert' 'zone diff good' 'verify' 'sign' 'sign --previous good'; do
  # shellcheck disable=SC2086 # words of a command
  set -- $command
  run "$VOUCH" "$@" bad
  tells 20 21
  matches err ': bad: stopped after 20 errors; more were not looked for \(--max-errors 0 tells all\)$'
  checked=$((checked + 1))
  tail -n 1 err | grep -q 'stopped after' || complain "'$last': the last line does not say that it stopped"
  run "$VOUCH" "$@" --max-errors 3 bad
  tells 3 4
  matches err ': bad: stopped after 3 errors; '
  run "$VOUCH" "$@" --max-errors 30 bad
  tells 30 31
  run "$VOUCH" "$@" --max-errors 31 bad
  tells 30 30
  run "$VOUCH" "$@" --max-errors 0 bad
  tells 30 30
  run "$VOUCH" "$@" --max-errors many bad
  refuses 'is no number'
done
run "$VOUCH" zone diff bad good
tells 20 21
run "$VOUCH" sign --previous bad good
tells 20 21

# Findings about content: all where the output goes to a file, and as many as asked.
{
  cat good
  for number in $(seq 30); do echo "d$number NS ns.d$number"; done
} > content
run "$VOUCH" zone check content
exits 1
checked=$((checked + 1))
[ "$(grep -c MISSING_GLUE out)" -eq 30 ] || complain "'$last' does not tell all 30"
run "$VOUCH" zone check --max-errors 7 content
exits 1
matches out '^\.\.\. and 23 more; --max-errors 0 shows all$'
matches out '^example\.: 33 records, 30 errors, 0 warnings$'
checked=$((checked + 1))
[ "$(grep -c MISSING_GLUE out)" -eq 7 ] || complain "'$last' does not tell 7"
finish

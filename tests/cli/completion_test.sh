#!/usr/bin/env bash
# The completion of vouch for bash: subcommands, options, the words that an option takes, files.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"
# shellcheck source=packaging/vouch.bash
. "$SOURCE/packaging/vouch.bash"

# completes WORD...: what is offered for the last word, in a line, is in `offered`.
completes() {
  COMP_WORDS=("$VOUCH" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _vouch
  offered=" ${COMPREPLY[*]} "
  last="completion of vouch $*"
}
offers() {
  checked=$((checked + 1))
  [[ $offered == *" $1 "* ]] || complain "$last: '$1' is not offered but$offered"
}
lacks() {
  checked=$((checked + 1))
  [[ $offered != *" $1 "* ]] || complain "$last: '$1' is offered"
}

completes ''
for subcommand in $("$VOUCH" help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do offers "$subcommand"; done
completes si
offers sign
lacks zone
completes sign --nse
offers --nsec
offers --nsec3
lacks --zonemd
completes sign --serial ''
offers unixtime
completes chain --format s
offers svg
lacks text
completes dig +s
offers +short
lacks +trace
completes zone d
offers diff
completes zone diff --i
offers --ixfr
for subcommand in "zone check" "zone convert" "zone diff" sign verify; do
  # shellcheck disable=SC2086 # words of a command
  completes $subcommand --max
  offers --max-errors
done
touch one.zone
completes sign one
offers one.zone
completes sign --previous one
offers one.zone
finish

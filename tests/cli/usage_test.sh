#!/usr/bin/env bash
# The command line of vouch as a whole: help, version, wrong subcommands and options, output that can't be written.
set -u
# shellcheck source=tests/support/expect.sh
. "$SOURCE/tests/support/expect.sh"

run "$VOUCH" help
exits 0
matches out '^  keygen +make a key pair'
run "$VOUCH" --help
exits 0
matches out '^Usage: vouch SUBCOMMAND'
run "$VOUCH" --version
exits 0
matches out '^vouch [0-9]+\.[0-9]+\.[0-9]+$'
run "$VOUCH"
refuses '^vouch: no subcommand is given'

run "$VOUCH" keygne
refuses "^vouch: there is no subcommand 'keygne'; did you mean \`vouch keygen\`\?$"
run "$VOUCH" $'bad\e[31m\nname'
refuses "^vouch: there is no subcommand 'bad\\\\x1B\[31m\\\\x0Aname'; \`vouch help\` lists"
run "$VOUCH" help nothing
refuses "^vouch: there is no subcommand 'nothing'"

# Every subcommand that is listed explains itself.
for subcommand in $("$VOUCH" help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  case $subcommand in dig | host) continue ;; esac  # with a help of their own kind
  run "$VOUCH" "$subcommand" --help
  exits 0
  matches out "vouch $subcommand"
  run "$VOUCH" help "$subcommand"
  exits 0
done

run "$VOUCH" keygen --nonsense example.
refuses "^vouch keygen: .*--nonsense.*vouch keygen --help"
run "$VOUCH" keygen
refuses '^vouch keygen: .*ZONE is required'

if [ -c /dev/full ]; then
  "$VOUCH" help > /dev/full 2> err
  code=$? last="vouch help > /dev/full"
  : > out
  refuses "^vouch: the output can't be written: No space left on device$"
fi
finish

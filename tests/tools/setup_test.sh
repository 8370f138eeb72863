#!/bin/bash
# packaging/setup with the package tools of the system replaced by scripts that only say what they were asked for.
set -u
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
failed=0

# program NAME BODY: a stand-in on the PATH.
program() {
  printf '#!/bin/sh\n%s\n' "$2" >"$tools/$1"
  chmod +x "$tools/$1"
}
# expect WHAT STATUS PATTERN ARGUMENT...: runs setup and looks at its exit status and at all that it prints.
expect() {
  local output status
  output=$(PATH="$tools" "$SOURCE/packaging/setup" "${@:4}" </dev/null 2>&1)
  status=$?
  if [[ $status != "$2" || ! $output =~ $3 ]]; then
    printf '%s: exit %s instead of %s, output:\n%s\n' "$1" "$status" "$2" "$output"
    failed=1
  fi
}
for name in sh rm mktemp mv cat printf tail test env; do ln -s "$(command -v "$name" || echo /usr/bin/"$name")" "$tools/$name"; done
program id 'echo 1000'
program apt-get 'echo "apt-get is not to be called here: $*" >&2; exit 1'
program dpkg-query 'printf installed'

expect "prints nothing and calls nothing where all is installed" 0 '^$'
expect "finds nothing missing where all is installed" 0 '^$' --check build
expect "refuses an unknown group and names those there are" 1 "unknown group 'all'; say build, test or package" all

program dpkg-query 'case "$*" in *" nsd"|*" cmake") printf "";; *) printf installed;; esac'
expect "says what is missing where there is no way to be root" 1 'needs root to install: cmake nsd \(no sudo here'
expect "looks only at the group that was asked for" 1 'needs root to install: cmake \(' build
expect "asks once for what two groups need" 1 'needs root to install: cmake nsd \(' build test

expect "says make setup in a sentence, and installs nothing" 1 "are missing; 'make setup' installs them: cmake\$" --check build

program sudo 'exit 1'
expect "says what is missing where sudo refuses" 1 'needs root to install: cmake nsd \(sudo refuses'

rm "$tools/apt-get"
expect "goes on where the system is not Debian, and says what it would install" 0 'no apt-get; .* g\+\+ cmake .* nsd '

# The Makefile asks first, so that nobody reads a dump of cmake.
make=$(command -v make)
program apt-get ':'
output=$(cd "$SOURCE" && PATH="$tools" "$make" build </dev/null 2>&1)
if [[ $? == 0 || ! $output =~ "'make setup' installs them: cmake" || $output =~ CMake ]]; then
  printf 'make build without cmake says:\n%s\n' "$output"
  failed=1
fi
rm "$tools/apt-get"
expect "checks nothing where the system is not Debian" 0 '^$' --check build
exit "$failed"

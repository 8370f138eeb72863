# The short names of what one does with vouch. The build itself is CMake's: see CMakePresets.json.
PREFIX ?= /usr/local

help:
	@echo 'make demo      install what is missing, build, and walk through DNSSEC in the lab'
	@echo 'make test      install what is missing, build, run every test'
	@echo 'make build     the executable at build/release/vouch'
	@echo 'make bench     compare vouch with the installed peers'
	@echo 'make install   install below PREFIX ($(PREFIX)), with DESTDIR in front of it'
	@echo 'make package   a Debian package in build/package/'
	@echo 'make setup     only install the Debian packages that building and testing need'
	@echo 'make clean     remove build/'
	@echo 'Deeper checks: tools/check --help'

setup:
	@packaging/setup build test

configure:
	@packaging/setup --check build
	@output=$$(cmake --preset release 2>&1) || { echo "$$output"; exit 1; }

build: configure
	@cmake --build --preset release --target vouch

demo:
	@packaging/setup build
	@$(MAKE) --no-print-directory build
	@build/release/vouch lab --once

test:
	@packaging/setup test
	@tools/check

bench:
	@packaging/setup test
	@$(MAKE) --no-print-directory build
	@cmake --build --preset release --target bench_micro
	@bench/compare

install: build
	@DESTDIR='$(DESTDIR)' cmake --install build/release --prefix '$(PREFIX)'

package:
	@packaging/setup package
	@$(MAKE) --no-print-directory build
	@cpack --config build/release/CPackConfig.cmake -B build/package

clean:
	@rm -rf build

.PHONY: help setup configure build demo test bench install package clean

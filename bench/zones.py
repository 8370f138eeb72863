#!/usr/bin/env python3
"""Zones to measure with: the same arguments always make the same octets.

    bench/zones.py tld|host SIZE [--changed] > zone

tld is like a registry's zone: SIZE delegations with two NS records each, a quarter with DS, 2 % with glue. host is like a
hosting company's: SIZE owners with A, every third with AAAA, every fourth with MX, every third with TXT. --changed is the
same zone a day later: the serial and every hundredth owner (a DS, or an A record) are others.
"""
import argparse
import hashlib
import sys

KINDS = ("tld", "host")
SERIAL = 2026010100
WORDS = ("alder ash bay beech birch brook cedar clay cliff cove dale delta elm fern field fjord glen grove heath hill isle "
         "lake larch lime marsh mead moor oak pine reed ridge river rowan sand shore spring stone vale willow wood").split()


def octets(*what):
    """48 octets that depend on `what` only."""
    return hashlib.sha384(" ".join(map(str, what)).encode()).digest()


def owner(number):
    """A label of its own for each number, in no order."""
    drawn = octets("owner", number)
    return "%s-%s%d" % (WORDS[drawn[0] % len(WORDS)], WORDS[drawn[1] % len(WORDS)], number * 7919 % 10000019)


def apex(zone, is_changed):
    yield "%s. 3600 IN SOA ns1.%s. hostmaster.%s. %d 7200 3600 1209600 3600" % (zone, zone, zone, SERIAL + is_changed)
    for number in (1, 2):
        yield "%s. 3600 IN NS ns%d.%s." % (zone, number, zone)
    for number in (1, 2):
        yield "ns%d.%s. 3600 IN A 192.0.2.%d" % (number, zone, number)
        yield "ns%d.%s. 3600 IN AAAA 2001:db8::%d" % (number, zone, number)


def tld(size, is_changed=False):
    """The lines of a registry's zone."""
    yield from apex("tld", is_changed)
    for number in range(size):
        drawn = octets("tld", number)
        name = owner(number) + ".tld."
        has_glue = number % 50 == 7
        host = name if has_glue else "%s.hoster%d.example." % (WORDS[drawn[0] % len(WORDS)], drawn[1])
        for server in (1, 2):
            yield "%s 3600 IN NS ns%d.%s" % (name, server, host)
            if has_glue:
                yield "ns%d.%s 3600 IN A 198.51.%d.%d" % (server, name, 100 + drawn[2] % 100, drawn[3])
        is_other = is_changed and number % 100 == 3
        if number % 4 == 0 or is_other:
            digest = octets("digest", number, is_other)[:32].hex().upper()
            yield "%s 3600 IN DS %d 13 2 %s" % (name, drawn[4] * 256 + drawn[5], digest)


def host(size, is_changed=False):
    """The lines of a hosting company's zone."""
    yield from apex("host", is_changed)
    for number in range(size):
        drawn = octets("host", number, is_changed and number % 100 == 3)
        name = owner(number) + ".host."
        yield "%s 300 IN A 203.0.%d.%d" % (name, drawn[0], drawn[1])
        if number % 3 == 0:
            yield "%s 300 IN AAAA 2001:db8:%x:%x::%x" % (name, drawn[2] + 1, drawn[3] + 1, drawn[4] + 1)
        if number % 4 == 0:
            yield "%s 300 IN MX 10 mx%d.mail.example." % (name, drawn[5] % 8)
        if number % 3 == 1:
            yield '%s 300 IN TXT "v=spf1 ip4:203.0.%d.%d -all"' % (name, drawn[0], drawn[1])


def write(path, kind, size, is_changed=False):
    """Writes a zone; gives the number of its records."""
    count = 0
    with open(path, "w", encoding="ascii") as out:
        for line in (tld if kind == "tld" else host)(size, is_changed):
            out.write(line + "\n")
            count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description="Writes a zone to measure with to standard output.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("size", type=int)
    parser.add_argument("--changed", action="store_true", help="the same zone a day later")
    options = parser.parse_args()
    for line in (tld if options.kind == "tld" else host)(options.size, options.changed):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Zones to measure with: the same arguments always make the same octets.

    bench/zones.py tld|host SIZE [--changed] > zone

tld is like a registry's zone: SIZE delegations with two NS records each, a quarter with DS, 2 % with glue. host is like a
hosting company's: SIZE owners with A, every third with AAAA, every fourth with MX, every third with TXT. --changed is the
same zone a day later: the serial and every hundredth owner (a DS, or an A record) are others.

The text is made in blocks of owners by all processors and written in order, so that ten million owners take no more memory
than a hundred thousand.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import os
import sys

KINDS = ("tld", "host")
SERIAL = 2026010100
BLOCK = 20000  # owners
WORDS = ("alder ash bay beech birch brook cedar clay cliff cove dale delta elm fern field fjord glen grove heath hill isle "
         "lake larch lime marsh mead moor oak pine reed ridge river rowan sand shore spring stone vale willow wood").split()


def octets(text):
    """48 octets that depend on the text only."""
    return hashlib.sha384(text.encode()).digest()


def owner(number):
    """A label of its own for each number, in no order."""
    drawn = octets("owner %d" % number)
    return "%s-%s%d" % (WORDS[drawn[0] % len(WORDS)], WORDS[drawn[1] % len(WORDS)], number * 7919 % 10000019)


def apex(zone, is_changed):
    lines = ["%s. 3600 IN SOA ns1.%s. hostmaster.%s. %d 7200 3600 1209600 3600" % (zone, zone, zone, SERIAL + is_changed)]
    for number in (1, 2):
        lines.append("%s. 3600 IN NS ns%d.%s." % (zone, number, zone))
    for number in (1, 2):
        lines.append("ns%d.%s. 3600 IN A 192.0.2.%d" % (number, zone, number))
        lines.append("ns%d.%s. 3600 IN AAAA 2001:db8::%d" % (number, zone, number))
    return lines


def tld(first, last, is_changed):
    """The lines of a registry's owners."""
    lines = []
    for number in range(first, last):
        drawn = octets("tld %d" % number)
        name = owner(number) + ".tld."
        has_glue = number % 50 == 7
        host_name = name if has_glue else "%s.hoster%d.example." % (WORDS[drawn[0] % len(WORDS)], drawn[1])
        for server in (1, 2):
            lines.append("%s 3600 IN NS ns%d.%s" % (name, server, host_name))
            if has_glue:
                lines.append("ns%d.%s 3600 IN A 198.51.%d.%d" % (server, name, 100 + drawn[2] % 100, drawn[3]))
        is_other = is_changed and number % 100 == 3
        if number % 4 == 0 or is_other:
            digest = octets("digest %d %s" % (number, is_other))[:32].hex().upper()
            lines.append("%s 3600 IN DS %d 13 2 %s" % (name, drawn[4] * 256 + drawn[5], digest))
    return lines


def host(first, last, is_changed):
    """The lines of a hosting company's owners."""
    lines = []
    for number in range(first, last):
        drawn = octets("host %d %s" % (number, is_changed and number % 100 == 3))
        name = owner(number) + ".host."
        lines.append("%s 300 IN A 203.0.%d.%d" % (name, drawn[0], drawn[1]))
        if number % 3 == 0:
            lines.append("%s 300 IN AAAA 2001:db8:%x:%x::%x" % (name, drawn[2] + 1, drawn[3] + 1, drawn[4] + 1))
        if number % 4 == 0:
            lines.append("%s 300 IN MX 10 mx%d.mail.example." % (name, drawn[5] % 8))
        if number % 3 == 1:
            lines.append('%s 300 IN TXT "v=spf1 ip4:203.0.%d.%d -all"' % (name, drawn[0], drawn[1]))
    return lines


def block(kind, first, last, is_changed):
    """(text, number of lines) of the owners from first to before last."""
    lines = (tld if kind == "tld" else host)(first, last, is_changed)
    return ("\n".join(lines) + "\n").encode("ascii"), len(lines)


def blocks(kind, size, is_changed=False):
    """The zone in order, as block() gives it; a few blocks are made ahead."""
    lines = apex(kind, is_changed)
    yield ("\n".join(lines) + "\n").encode("ascii"), len(lines)
    ranges = [(first, min(first + BLOCK, size)) for first in range(0, size, BLOCK)]
    workers = len(os.sched_getaffinity(0))
    if len(ranges) < 2 or workers < 2:
        for first, last in ranges:
            yield block(kind, first, last, is_changed)
        return
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        ahead = collections.deque()
        for first, last in ranges:
            ahead.append(pool.submit(block, kind, first, last, is_changed))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def write(path, kind, size, is_changed=False):
    """Writes a zone; gives the number of its records."""
    count = 0
    with open(path, "wb") as out:
        for text, lines in blocks(kind, size, is_changed):
            out.write(text)
            count += lines
    return count


def main():
    parser = argparse.ArgumentParser(description="Writes a zone to measure with to standard output.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("size", type=int)
    parser.add_argument("--changed", action="store_true", help="the same zone a day later")
    options = parser.parse_args()
    for text, _ in blocks(options.kind, options.size, options.changed):
        sys.stdout.buffer.write(text)


if __name__ == "__main__":
    main()

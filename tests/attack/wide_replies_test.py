#!/usr/bin/env python3
"""Replies of 64 kB that are made to be slow to sort out: thousands of addresses in order, long names in capitals, thousands of
RRsets, one after another along a chain of aliases. One attack query costs milliseconds, others do not wait, and memory stays
within the bounds of the cache.
"""
import os
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import process_cost  # noqa: E402
import scripted_server as scripted  # noqa: E402

HOSTILE = "10.66.0.1"
QUERIES = 10
POINTER = b"\xc0\x0c"  # to the name of the question
ROOM = 65535 - 300


def short(rtype, rdata, owner=POINTER):
    """A record whose owner is a pointer."""
    return owner + struct.pack("!HHIH", rtype, 1, 300, len(rdata)) + rdata


def addresses(asked):
    """4,029 addresses, ascending."""
    return [short(1, struct.pack("!I", 0x0a000000 + i)) for i in range(ROOM // 16)]


def addresses_down(asked):
    return addresses(asked)[::-1]


def long_names(asked):
    """NS of names with 250 octets in capitals, which differ in their last octets only."""
    label = bytes([61]) + b"Q" * 61
    tail = label * 3 + bytes([40]) + b"Q" * 34
    return [short(2, tail + (b"%06d" % i) + b"\0") for i in range(ROOM // 245)]


def many_sets(asked):
    """As many RRsets as there is room for: one of each type."""
    return [short(1000 + i, b"") for i in range(ROOM // 12)]


def same_again(asked):
    return [short(1, b"\x0a\0\0\1") for _ in range(ROOM // 16)]


def signatures(asked):
    """Signatures over an address, of one octet each."""
    head = struct.pack("!HBBIIIH", 1, 13, 2, 300, 2000000000, 1500000000, 1) + b"\0"
    return [short(1, b"\x0a\0\0\1")] + [short(46, head + struct.pack("!H", i)) for i in range(ROOM // 33)]


def texts(asked):
    return [short(16, b"\7%07d" % i) for i in range(ROOM // 20)]


# What is sent, and the type that is asked for.
CASES = [(addresses, "A"), (addresses_down, "A"), (long_names, "NS"), (many_sets, "A"), (same_again, "A"), (signatures, "A"),
         (texts, "TXT")]


def script_of(case, chain):
    def script(asked):
        if asked.transport == "udp":
            return scripted.cut(asked)
        name = asked.question.name
        if len(name) != 2 or not name[0].lower().startswith(b"x"):
            return scripted.reply(asked, authority=[scripted.record("hostile", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")])
        if chain and name[0][-1:] != b"9":
            target = b"x" + str(int(name[0][1:]) + 1).encode()
            alias = scripted.record(name, "CNAME", target.decode() + ".hostile.")
            return scripted.reply(asked, answer=[alias] + case(asked)[:-40])
        return scripted.reply(asked, answer=case(asked))
    return script


def attack(report, server, rtype, bound):
    with process_cost.Meter(server) as cost:
        rcodes = {attacked.rcode_of(server, "x%d0.hostile" % (i + 1), rtype, tcp=True)[0] for i in range(QUERIES)}
    report.row(server, rcodes="+".join(sorted(rcodes)), cpu_ms_a_query=cost.cpu_ms / QUERIES, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        report.hold("CPU ms of one query", cost.cpu_ms / QUERIES, bound)
        report.hold("peak MB", cost.peak_mb, 16 + 30)
        report.check("no reply comes", "none" not in rcodes)


def run(name, script, rtype, bound):
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("hostile.", HOSTILE)
        world.start_root()
        report = attacked.Report(name)
        with scripted.ScriptedServer(HOSTILE, script):
            for peer in ("vouch", "unbound", "named"):
                server = world.start_resolver(peer, "cache-size = 16777216" if peer == "vouch" else "")
                if server:
                    attack(report, server, rtype, bound)
        return report.end()


def main():
    failed = 0
    for case, rtype in CASES:
        failed |= run(case.__name__.replace("_", " "), script_of(case, False), rtype, 6)
    return failed | run("long names along ten aliases", script_of(long_names, True), "A", 30)


if __name__ == "__main__":
    sys.exit(main())

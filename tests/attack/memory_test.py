#!/usr/bin/env python3
"""What fills a resolver's memory: referrals and answers as large as they can be, names without number, denials without number.
However much comes, the process stays within cache-size and 30 MB.
"""
import os
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import process_cost  # noqa: E402
import scripted_server as scripted  # noqa: E402

HOSTILE = "10.66.0.1"
CACHE_MB, BESIDE_MB = 8, 30
SOA = scripted.record("hostile", "SOA", "ns. hostmaster. 1 7200 3600 1209600 3600")
LARGEST = 64000


def fill(make):
    """Records until the message is as large as one can be."""
    records, octets, i = [], 0, 0
    while octets < LARGEST:
        records.append(make(i))
        octets += len(records[-1])
        i += 1
    return records


def over_tcp(asked, make):
    return make() if asked.transport == "tcp" else scripted.cut(asked)


def cut_of(asked):
    """A zone for each name that is asked for: its last two labels."""
    return asked.question.name[-2:] if len(asked.question.name) > 1 else None


def long_text(i):
    return b"\xfa" + struct.pack("!H", i) + b"x" * 248


def fat_referrals(asked):
    cut = cut_of(asked)
    if cut is None:
        return scripted.reply(asked, authority=[SOA])
    return over_tcp(asked, lambda: scripted.reply(
        asked, flags=0, authority=[scripted.record(cut, "NS", "ns.nowhere.hostile.", ttl=86400),
                                   scripted.record(cut, "NSEC", wire.wire_of(cut) + b"\x00\x01\x20", ttl=86400)] +
        fill(lambda i: scripted.record(cut, "TXT", long_text(i), ttl=86400))))


def fat_denials_of_ds(asked):
    cut = cut_of(asked)
    if cut is None:
        return scripted.reply(asked, authority=[SOA])
    return over_tcp(asked, lambda: scripted.reply(
        asked, flags=0, authority=[scripted.record(cut, "NS", "ns.nowhere.hostile.", ttl=86400)] +
        fill(lambda i: scripted.record((b"%d" % i,) + cut, "NSEC", wire.wire_of(cut) + b"\x00\x01\x40", ttl=86400))))


def fat_answers(asked):
    if asked.question.type != wire.TYPES["TXT"]:
        return scripted.reply(asked, authority=[SOA])
    return over_tcp(asked, lambda: scripted.reply(
        asked, answer=fill(lambda i: scripted.record(asked.question.name, "TXT", long_text(i), ttl=86400))[:95]))


def fat_authority(asked):
    if asked.question.type != wire.TYPES["TXT"]:
        return scripted.reply(asked, authority=[SOA])
    name = asked.question.name
    return over_tcp(asked, lambda: scripted.reply(
        asked, answer=[scripted.record(name, "TXT", long_text(0), ttl=86400)],
        authority=fill(lambda i: scripted.record((b"%d" % i,) + name, "NSEC", wire.wire_of(name) + b"\x00\x01\x40", ttl=86400))))


def answers(asked):
    if asked.question.type != wire.TYPES["TXT"]:
        return scripted.reply(asked, authority=[SOA])
    return scripted.reply(asked, answer=[scripted.record(asked.question.name, "TXT", b"\x01x", ttl=86400)])


def denials(asked):
    return scripted.reply(asked, rcode=3 if len(asked.question.name) > 1 else 0, authority=[SOA])


# case: script, name, queries
CASES = [("fat referrals", fat_referrals, "www.r%d.hostile", 1000),
         ("fat denials of DS", fat_denials_of_ds, "www.d%d.hostile", 400),
         ("fat answers", fat_answers, "a%d.hostile", 400),
         ("fat authority sections", fat_authority, "u%d.hostile", 400),
         ("many names", answers, "a-name-of-some-length-%d.hostile", 12000),
         ("many denials", denials, "another-name-of-some-length-%d.hostile", 12000)]


def attack(world, case, script, name, queries):
    report = attacked.Report(case)
    server = world.start_resolver("vouch", settings='cache-size = "%dM"' % CACHE_MB)
    octets = [wire.make_query(name % i, "TXT", flags=wire.RD, edns=wire.opt_record(do=True), message_id=i) for i in range(queries)]
    with scripted.ScriptedServer(HOSTILE, script) as hostile, process_cost.Meter(server) as cost:
        # What is told is of no interest; what is kept is.
        wire.ask_all_udp(server.address, octets, window=32, timeout=5.0, tries=2)
        asked = hostile.queries
    report.row(server, peak_mb=cost.peak_mb, cpu_ms_a_query=cost.cpu_ms / queries, upstream_a_query=asked / queries)
    report.hold("peak MB", cost.peak_mb, CACHE_MB + BESIDE_MB)
    report.check("the hostile server was hardly asked: %d" % asked, asked >= queries)
    server.stop()
    return report.end()


def main():
    failed = 0
    for case in CASES:
        with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
            world.delegate("hostile.", HOSTILE)
            world.start_root()
            failed |= attack(world, *case)
    return failed


if __name__ == "__main__":
    sys.exit(main())

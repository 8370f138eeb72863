#!/usr/bin/env python3
"""Aliases that lead on and on: CNAMEs without an end, in a circle, and DNAMEs whose names grow. One attack query causes a bounded
number of upstream queries, is answered, and leaves the resolver ready for others.
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import process_cost  # noqa: E402
import scripted_server as scripted  # noqa: E402

HOSTILE = "10.66.0.1"
QUERIES = 20
SOA = scripted.record("hostile", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")


def endless(asked):
    """Every name is an alias of the next; each reply has eleven of them."""
    name = asked.question.name
    if len(name) != 2 or not name[0].lower().startswith(b"x"):
        return scripted.reply(asked, authority=[SOA])
    number, answer = int(name[0][1:]), []
    for i in range(number, number + 11):
        answer.append(scripted.record("x%d.hostile" % i, "CNAME", "x%d.hostile." % (i + 1)))
    return scripted.reply(asked, answer=answer)


def circle(asked):
    name = asked.question.name
    if len(name) != 2 or not name[0].lower().startswith(b"x"):
        return scripted.reply(asked, authority=[SOA])
    number = int(name[0][1:])
    return scripted.reply(asked, answer=[scripted.record(name, "CNAME", "x%d.hostile." % (number // 8 * 8 + (number + 1) % 8))])


def growing(asked):
    """A DNAME that puts a label more into each name."""
    name = asked.question.name
    if len(name) < 3 or name[-2].lower() != b"grow":
        return scripted.reply(asked, authority=[SOA])
    return scripted.reply(asked, answer=[scripted.record(name[-2:], "DNAME", "more.grow.hostile.")])


# case: script, the attack's names, the most upstream queries of one of them
CASES = [("aliases without an end", endless, "x%d00.hostile", 14), ("aliases in a circle", circle, "x%d.hostile", 14),
         ("aliases that grow", growing, "a%d.grow.hostile", 16)]


def attack(report, server, names, hostile, bound):
    before = hostile.queries
    with process_cost.Meter(server) as cost:
        rcodes = {attacked.rcode_of(server, names % i)[0] for i in range(QUERIES)}
    sent = (hostile.queries - before) / QUERIES
    report.row(server, rcodes="+".join(sorted(rcodes)), cpu_ms_a_query=cost.cpu_ms / QUERIES, upstream_a_query=sent, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        report.hold("upstream queries of one query", sent, bound)
        report.hold("CPU ms of one query", cost.cpu_ms / QUERIES, 10)
        report.check("an endless alias is taken for an answer", rcodes <= {"SERVFAIL", "YXDOMAIN"})


def main():
    failed = 0
    for case, script, names, bound in CASES:
        with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
            world.delegate("hostile.", HOSTILE)
            world.start_root()
            report = attacked.Report(case)
            with scripted.ScriptedServer(HOSTILE, script) as hostile:
                for name in ("vouch", "unbound", "named"):
                    server = world.start_resolver(name)
                    if server:
                        attack(report, server, names, hostile, bound)
            failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

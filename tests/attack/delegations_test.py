#!/usr/bin/env python3
"""Delegations that make a resolver work for somebody else: name servers whose names must be looked up elsewhere (NXNS), whose
names wait for each other in a circle, and chains of aliases and delegations that multiply each other (CAMP). Each attack
query may cause a bounded number of upstream queries, and innocent names go on being answered.
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import process_cost  # noqa: E402
import scripted_server as scripted  # noqa: E402

HOSTILE, VICTIM = "10.66.0.1", "10.66.0.2"
QUERIES = 20


def names_at_victim(asked):
    """NXNS: forty name servers for each name, all of them at the victim's zone, none with an address."""
    label = asked.question.name[-2] if len(asked.question.name) > 1 else b""
    if not label.startswith(b"q"):
        return scripted.reply(asked, authority=[SOA])
    cut = asked.question.name[-2:]
    return scripted.reply(asked, flags=0, authority=[
        scripted.record(cut, "NS", "ns%d.%s.victim." % (i, label.decode())) for i in range(40)])


def circle(asked):
    """Name servers of one name are below another, and so on in a circle of five names."""
    name = asked.question.name
    for i, label in enumerate(name):
        if label.lower().startswith(b"c") and label[1:].isdigit():
            other = b"c%d" % ((int(label[1:]) + 1) % 5)
            return scripted.reply(asked, flags=0, authority=[
                scripted.record(name[i:], "NS", b"".join([b"ns.", other, b".hostile."]).decode())])
    return scripted.reply(asked, authority=[SOA])


def aliases_and_delegations(asked):
    """CAMP: each alias leads to a name whose delegation has name servers that are aliases' targets again."""
    name = asked.question.name
    first = name[0].lower() if name else b""
    if first.startswith(b"a") and first[1:].isdigit():
        step = int(first[1:])
        return scripted.reply(asked, answer=[scripted.record(name, "CNAME", "a%d.d%d.hostile." % (step + 1, step + 1))])
    for i, label in enumerate(name):
        if label.lower().startswith(b"d") and label[1:].isdigit():
            number = int(label[1:])
            return scripted.reply(asked, flags=0, authority=[
                scripted.record(name[i:], "NS", "a%d.d%d.hostile." % (number * 10 + k, number * 10 + k)) for k in range(1, 10)])
    return scripted.reply(asked, authority=[SOA])


SOA = scripted.record("hostile", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")
VICTIM_SOA = scripted.record("victim", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")
# case: script of the hostile zone, first label of the attack's names, most upstream queries that one of them may cause
CASES = [("nxns", names_at_victim, "q%d.hostile", 25), ("circle of name servers", circle, "www%d.c1.hostile", 60),
         ("aliases and delegations", aliases_and_delegations, "a1.d%d.hostile", 101)]


def innocent(asked):
    if asked.question.type != wire.TYPES["A"] or asked.question.name[0].lower() != b"www":
        return scripted.reply(asked, authority=[VICTIM_SOA])
    return scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])


def attack(report, server, names, hostile, victim, bound):
    before = hostile.queries + victim.queries
    with process_cost.Meter(server) as cost:
        for i in range(QUERIES):
            try:
                attacked.ask(server, names % i, timeout=12)
            except wire.NoReply:
                if server.name == "vouch":
                    report.check("%s is not answered at all" % (names % i), False)
    sent = (hostile.queries + victim.queries - before) / QUERIES
    report.row(server, cpu_ms_a_query=cost.cpu_ms / QUERIES, upstream_a_query=sent, peak_mb=cost.peak_mb)
    if server.name != "vouch":
        return
    report.hold("upstream queries of one query", sent, bound)
    report.hold("CPU ms of one query", cost.cpu_ms / QUERIES, 15)
    report.hold("peak MB", cost.peak_mb, 94)
    found = attacked.ask(server, "www.innocent.victim")
    report.check("an innocent name is not answered: %s" % found.text(), [r.type for r in found.answer] == [1])


def main():
    failed = 0
    for case, script, names, bound in CASES:
        with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
            world.delegate("hostile.", HOSTILE)
            world.delegate("victim.", VICTIM)
            world.start_root()
            report = attacked.Report(case)
            with scripted.ScriptedServer(HOSTILE, script) as hostile, scripted.ScriptedServer(VICTIM, innocent) as victim:
                for name in ("vouch", "unbound", "named"):
                    server = world.start_resolver(name)
                    if server:
                        attack(report, server, names, hostile, victim, bound)
            failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

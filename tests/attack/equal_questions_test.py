#!/usr/bin/env python3
"""Many clients who need the same of a server at once. Each equal question in the air makes a forged answer likelier to fit (RFC
5452 section 5), so it is asked once: for the address of a name server that 150 cold names need, and for one name that 5,000
clients ask for.
"""
import os
import select
import socket
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import process_cost  # noqa: E402
import scripted_server as scripted  # noqa: E402

HOSTER, COLD = "10.66.0.1", "10.66.0.2"
# One, and two more where this machine is so slow that the resolver gives the answer up.
MOST_EQUAL = 3
HOSTER_SOA = scripted.record("hoster", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")
COLD_SOA = scripted.record("cold", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")


def hoster(asked):
    """Has the address of the cold zone's name server, and takes its time."""
    if asked.question.type == wire.TYPES["A"] and asked.question.name[0].lower() == b"ns":
        answer = scripted.record(asked.question.name, "A", COLD)
        return scripted.Later(0.3, scripted.reply(asked, answer=[answer]))
    return scripted.reply(asked, authority=[HOSTER_SOA])


def cold(asked):
    if asked.question.type != wire.TYPES["A"] or len(asked.question.name) < 2:
        return scripted.reply(asked, authority=[COLD_SOA])
    reply = scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])
    return scripted.Later(0.7, reply) if asked.question.name[0].lower() == b"popular" else reply


def answered(server, queries, sources, seconds):
    """How many of the queries, sent at once from the sources in turn, are answered with an address; what is lost on the way
    to the resolver is sent again once."""
    sockets = []
    for source in sources:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        s.bind((source, 0))
        s.connect(server.address)
        s.setblocking(False)
        sockets.append(s)
    open_queries = {(i % len(sockets), int.from_bytes(query[:2], "big")): query for i, query in enumerate(queries)}
    good = 0
    for _ in range(2):
        for i, ((which, _), query) in enumerate(open_queries.items()):
            sockets[which].send(query)
            if i % 50 == 49:
                time.sleep(0.005)  # the system holds a few hundred datagrams for the resolver
        until = time.monotonic() + seconds
        while open_queries and time.monotonic() < until:
            for s in select.select(sockets, [], [], 0.1)[0]:
                try:
                    reply = s.recv(4096)
                except BlockingIOError:
                    continue
                if open_queries.pop((sockets.index(s), int.from_bytes(reply[:2], "big")), None):
                    good += reply[3] & 15 == 0 and reply[7] > 0
    for s in sockets:
        s.close()
    return good


def query(name, number):
    return wire.make_query(name, "A", flags=wire.RD, edns=wire.opt_record(), message_id=number)


def cold_names(report, server, at_hoster):
    before = at_hoster.asked_for("ns.hoster", "A")
    good = answered(server, [query("w%d.cold" % i, i) for i in range(150)], ["10.7.0.1"], 8)
    asked = at_hoster.asked_for("ns.hoster", "A") - before
    report.row(server, answered=good, address_queries=asked)
    if server.name == "vouch":
        report.hold("queries for the name server's address", asked, MOST_EQUAL)
        report.check("%d of 150 cold names are answered" % good, good == 150)


def equal_questions(report, server, at_cold):
    sources = ["10.7.%d.1" % i for i in range(50)]
    before = at_cold.asked_for("popular.cold", "A")
    with process_cost.Meter(server) as cost:
        good = answered(server, [query("popular.cold", i) for i in range(5000)], sources, 6)
    asked = at_cold.asked_for("popular.cold", "A") - before
    report.row(server, answered=good, upstream=asked, cpu_ms_a_query=cost.cpu_ms / 5000, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        report.hold("queries for the name", asked, MOST_EQUAL)
        report.hold("CPU ms of one query", cost.cpu_ms / 5000, 1)
        report.hold("peak MB", cost.peak_mb, 94)
        report.check("%d of 5000 equal questions are answered" % good, good == 5000)


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("hoster.", HOSTER)
        world.delegations.append("cold. NS ns.hoster.\n")
        world.start_root()
        with scripted.ScriptedServer(HOSTER, hoster) as at_hoster, scripted.ScriptedServer(COLD, cold) as at_cold:
            for name in ("vouch", "unbound", "named"):
                server = world.start_resolver(name)
                if not server:
                    continue
                for case, run, counted in (("150 cold names", cold_names, at_hoster),
                                           ("5,000 equal questions", equal_questions, at_cold)):
                    report = attacked.Report(case)
                    run(report, server, counted)
                    failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

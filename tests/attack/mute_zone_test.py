#!/usr/bin/env python3
"""Names below a zone whose servers never answer, by the hundred a second, as a botnet asks for random names. They must not take
the places of other zones' names: neither where the system starts the resolver with 1,024 files that it may raise by itself, nor
where it may not.
"""
import os
import resource
import shutil
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

MUTE, FINE = "10.66.0.1", "10.66.0.2"
SECONDS, ROUNDS_A_SECOND, HOSTILE_A_ROUND, INNOCENT_A_ROUND = 4, 20, 50, 5
SOA = scripted.record("fine", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")


def mute(_):
    return scripted.DROP


def fine(asked):
    if asked.question.type != wire.TYPES["A"] or len(asked.question.name) < 2:
        return scripted.reply(asked, authority=[SOA])
    return scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])


def drain(s, found):
    while True:
        try:
            reply = s.recv(4096)
        except BlockingIOError:
            return
        found.append(reply[3] & 15 == 0 and reply[7] > 0)


def flood(server):
    """Innocent names asked for, replies to them, and those with an address among these."""
    hostile, innocent = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    for s, source in ((hostile, "10.7.0.1"), (innocent, "10.8.0.1")):
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        s.bind((source, 0))
        s.connect(server.address)
        s.setblocking(False)
    asked, found, begin = 0, [], time.monotonic()
    for i in range(SECONDS * ROUNDS_A_SECOND):
        for k in range(HOSTILE_A_ROUND):
            number = i * HOSTILE_A_ROUND + k
            hostile.send(wire.make_query("h%d.mute" % number, "A", flags=wire.RD, message_id=number & 0xffff))
        for k in range(INNOCENT_A_ROUND):
            innocent.send(wire.make_query("i%d.fine" % asked, "A", flags=wire.RD, message_id=asked))
            asked += 1
        drain(hostile, [])
        drain(innocent, found)
        time.sleep(max(0.0, begin + (i + 1) / ROUNDS_A_SECOND - time.monotonic()))
    until = time.monotonic() + 12
    while len(found) < asked and time.monotonic() < until:
        drain(innocent, found)
        time.sleep(0.05)
    hostile.close()
    innocent.close()
    return asked, found


def attack(report, server, at_mute):
    # What the resolver knows of the root is there before.
    attacked.ask(server, "first.fine")
    before = at_mute.queries
    with process_cost.Meter(server) as cost:
        asked, found = flood(server)
    good = sum(found)
    report.row(server, innocents_answered="%d of %d" % (good, asked), upstream=at_mute.queries - before,
               cpu_ms=cost.cpu_ms, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        # A datagram may be lost on a busy machine, and is then asked for again.
        report.hold("innocent names without an answer", asked - good, asked // 50)
        report.hold("innocent names without any reply", asked - len(found), asked // 50)
        report.hold("peak MB", cost.peak_mb, 94)


def main():
    failed = 0
    prlimit = shutil.which("prlimit")
    if not prlimit:
        return 77
    for case, limit in (("limit that may be raised", "1024:%d" % resource.getrlimit(resource.RLIMIT_NOFILE)[1]), ("limit of 1,024 files", "1024:1024")):
        with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
            world.delegate("mute.", MUTE)
            world.delegate("fine.", FINE)
            world.start_root()
            report = attacked.Report(case)
            with scripted.ScriptedServer(MUTE, mute) as at_mute, scripted.ScriptedServer(FINE, fine):
                for name in ("vouch", "unbound", "named"):
                    server = world.start_resolver(name, prefix=[prlimit, "--nofile=" + limit])
                    if server:
                        attack(report, server, at_mute)
            failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

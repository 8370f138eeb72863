#!/usr/bin/env python3
"""Servers that lose every fifth query and answer the others after up to two seconds, over UDP and TCP alike: every question
that they can answer is answered within the time of its client, and the others are refused with a reason. From the root down and by
a forwarder. The chances are fixed by a seed and do not depend on the order of what comes in.
"""
import collections
import concurrent.futures
import os
import random
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

SERVERS = ["10.66.0.1", "10.66.0.2"]
SEED, QUESTIONS, QUESTIONS_OF_PEERS, AT_A_TIME = 20261124, 200, 25, 50
SECONDS = 10.0  # that a question may take
SOA = scripted.record("lossy", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")


class Script:
    def __init__(self):
        self.seen = collections.Counter()

    def __call__(self, asked):
        name, rtype = wire.lowered(asked.question.name), asked.question.type
        self.seen[name, rtype] += 1
        chance = random.Random("%d %s %d %d" % (SEED, wire.text_of(name), rtype, self.seen[name, rtype]))
        if chance.random() < 0.2:
            return scripted.DROP
        return scripted.Later(chance.uniform(0, 2), self.answer(asked, name))

    @staticmethod
    def answer(asked, name):
        kind = name[0].split(b"-")[0] if len(name) > 1 else b""
        if kind == b"refused":
            return scripted.reply(asked, flags=0, rcode=5)
        if kind == b"name" and asked.question.type == wire.TYPES["A"]:
            return scripted.reply(asked, flags=wire.AA | wire.RA, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])
        return scripted.reply(asked, flags=wire.AA | wire.RA, authority=[SOA], rcode=3 if kind == b"none" else 0)


def ask(server, name):
    begin = time.monotonic()
    try:
        found = attacked.ask(server, name, timeout=SECONDS + 2)
    except wire.NoReply:
        return name, None, SECONDS + 2
    return name, found, time.monotonic() - begin


def is_right(name, found):
    """What is expected of each kind of name."""
    if found is None:
        return False
    kind = name.split("-")[0]
    if kind == "refused":
        return found.rcode_text() == "SERVFAIL" and any(code == 15 for code, _ in found.options)
    expected = {"name": "NOERROR", "none": "NXDOMAIN", "empty": "NOERROR"}[kind]
    return found.rcode_text() == expected and (kind != "name" or [r.type for r in found.answer] == [1])


def attack(report, server):
    kinds = ["name"] * 6 + ["none", "empty"]
    count = QUESTIONS if server.name == "vouch" else QUESTIONS_OF_PEERS
    names = ["%s-%d.lossy" % (kinds[i % len(kinds)], i) for i in range(count)]
    with process_cost.Meter(server) as cost, concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        # Where the zone is, and that its servers live, is known before.
        list(pool.map(lambda i: ask(server, "name-warm%d.lossy" % i), range(5)))
        outcomes = list(pool.map(lambda name: ask(server, name), names))
        refused = ask(server, "refused-1.lossy")
    wrong = [name for name, found, _ in outcomes if not is_right(name, found)]
    seconds = sorted(took for _, _, took in outcomes)
    report.row(server, questions=count, unanswered=len(wrong), median_s=seconds[len(seconds) // 2], longest_s=seconds[-1],
               refused_with_reason=is_right(refused[0], refused[1]), cpu_ms_a_query=cost.cpu_ms / count)
    if server.name != "vouch":
        return
    report.check("not answered: " + " ".join(wrong), not wrong)
    report.hold("seconds of the longest question", seconds[-1], SECONDS + 1)
    report.check("what can't be answered has no reason", is_right(refused[0], refused[1]))


def main():
    failed = 0
    for case, settings, peers in (("lossy servers", "", ("unbound", "named")),
                                  ("lossy forwarders", "forward = %s" % str(SERVERS).replace("'", '"'), ())):
        report = attacked.Report(case)
        for name in ("vouch",) + peers:
            with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
                world.delegate("lossy.", SERVERS)
                world.start_root()
                if settings:
                    world.anchors = world.path("no-anchors", "; none\n")
                with scripted.ScriptedServer(SERVERS, Script()):
                    server = world.start_resolver(name, settings)
                    if server:
                        attack(report, server)
        failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Zones whose servers are mute, refuse to answer, or lose what they are sent: what new names below them cost upstream beside
unbound and named, that other zones of the same server do not suffer, and how soon a server that is back is asked again.
"""
import os
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

SERVER = "10.66.0.1"
NAMES, NAMES_A_SECOND = 400, 100
SOA = {zone: scripted.record(zone, "SOA", "ns. hostmaster. 1 7200 3600 1209600 1") for zone in ("dead", "shared")}


class Script:
    """A server of dead. and shared., where `to_dead` is what it does with questions about dead."""

    def __init__(self, to_dead):
        self.to_dead, self.dead_queries = to_dead, 0

    def __call__(self, asked):
        zone = asked.question.name[-1].lower().decode() if asked.question.name else ""
        if zone == "dead":
            self.dead_queries += 1
            if self.to_dead != "answers":
                return scripted.DROP if self.to_dead == "is mute" else scripted.reply(asked, flags=0, rcode=5)
        if zone not in SOA:
            return scripted.reply(asked, flags=0, rcode=5)
        if asked.question.type == wire.TYPES["A"] and len(asked.question.name) > 1:
            return scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])
        return scripted.reply(asked, authority=[SOA[zone]])


def is_answered(server, name):
    try:
        return [r.type for r in attacked.ask(server, name, timeout=11).answer] == [1]
    except wire.NoReply:
        return False


def flood(server, first):
    """Sends queries for new names without waiting for answers."""
    client = wire.socket.socket(wire.socket.AF_INET, wire.socket.SOCK_DGRAM)
    for i in range(NAMES):
        client.sendto(wire.make_query("n%d.dead" % (first + i), "A", flags=wire.RD), server.address)
        time.sleep(1 / NAMES_A_SECOND)
    client.close()


def attack(report, server, script, bound):
    is_ours = server.name == "vouch"
    is_answered(server, "warm.shared")
    with process_cost.Meter(server) as cost:
        begin = time.monotonic()
        flood(server, 0)
        innocent = is_answered(server, "during-%d.shared" % os.getpid())
        in_flood = script.dead_queries
        flood(server, NAMES)
        seconds = time.monotonic() - begin
    report.row(server, upstream=script.dead_queries, of_the_second_half=script.dead_queries - in_flood,
               cpu_ms_a_query=cost.cpu_ms / (2 * NAMES), peak_mb=cost.peak_mb, innocent_answered=innocent)
    script.to_dead = "answers"
    back = time.monotonic()
    while not is_answered(server, "back-%d.dead" % (time.monotonic() * 1000)) and time.monotonic() - back < 60:
        time.sleep(0.5)
    report.row(server, dead_for_s=seconds, asked_again_after_s=time.monotonic() - back)
    if not is_ours:
        return
    report.check("an innocent name of the same server is not answered", innocent)
    report.hold("upstream queries", script.dead_queries - 10, bound)
    report.hold("upstream queries of the second half", script.dead_queries - in_flood - 10, 10)
    # As long as it was dead at most, twice over for the machine's other work.
    report.hold("seconds until it is asked again", time.monotonic() - back, 2 * seconds + 5)


def main():
    failed = 0
    # The first names are on their way before anybody can know: a second's, or those of one answer's time.
    for to_dead, bound in (("is mute", NAMES_A_SECOND), ("refuses", 20)):
        report = attacked.Report("a server that " + to_dead)
        for name in ("vouch", "unbound", "named"):
            script = Script(to_dead)
            with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
                world.delegate("dead.", SERVER)
                world.delegate("shared.", SERVER)
                world.start_root()
                with scripted.ScriptedServer(SERVER, script):
                    server = world.start_resolver(name)
                    if server:
                        attack(report, server, script, bound)
        failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""A name server that is delegated to with an IPv6 address only is found by its IPv4 address where IPv6 is switched off, and where
this machine has no route for it: its A record is looked up. Where nothing leads to a zone, the refusal says why.
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import scripted_server as scripted  # noqa: E402

SERVER, OF_NAMES = "10.66.0.1", "10.66.0.2"
NOWHERE = "2001:db8::1"  # there is no route to it in the test's network
SOA = {zone: scripted.record(zone, "SOA", "ns. hostmaster. 1 7200 3600 1209600 1") for zone in ("plain", "other", "v6only")}


def answer(asked):
    name = asked.question.name
    zone = name[-1].lower().decode()
    addresses = {"plain": "192.0.2.1", "other": SERVER}
    if asked.question.type == wire.TYPES["A"] and len(name) > 1:
        return scripted.reply(asked, answer=[scripted.record(name, "A", addresses[zone])])
    return scripted.reply(asked, authority=[SOA[zone]])


def main():
    failed = 0
    for case, settings in (("ipv6 = false", "ipv6 = false"), ("no route for IPv6", "")):
        report = attacked.Report(case)
        with tempfile.TemporaryDirectory(prefix="vouch-families-") as directory, attacked.World(directory) as world:
            world.delegations.append("plain. NS ns.other.\nns.other. AAAA %s\n" % NOWHERE)
            world.delegate("other.", OF_NAMES)
            world.delegate("v6only.", NOWHERE)
            world.start_root()
            with scripted.ScriptedServer([SERVER, OF_NAMES], answer):
                server = world.start_resolver("vouch", settings)
                found = attacked.ask(server, "www.plain")
                report.check("www.plain: %s" % found.text(), [r.type for r in found.answer] == [1])
                found = attacked.ask(server, "www.v6only")
                why = b" ".join(octets[2:] for code, octets in found.options if code == 15).decode()
                print("%s: %s" % (case, why))
                report.check("www.v6only: %s, %s" % (found.rcode_text(), why),
                             found.rcode_text() == "SERVFAIL" and NOWHERE in why)
        failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Somebody on the way takes DNSSEC out of what passes: signatures, DS, denials, the DO bit, or says that names do not exist. A
name below a signed delegation is then refused and never told as insecure or secure; what is not touched stays secure.
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

BETWEEN, REAL = "10.66.0.3", "10.0.0.2"
TEXT = """$TTL 300
@ SOA ns0 hostmaster 1 7200 3600 1209600 60
@ NS ns0
ns0 A %s
www A 192.0.2.1
*.wild A 192.0.2.2
alias CNAME www
sub NS ns.sub
sub DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.sub A 10.66.0.4
""" % BETWEEN


def without(*types):
    numbers = {wire.TYPES[name] for name in types}

    def change(query, message):
        for section in wire.SECTIONS:
            setattr(message, section, [r for r in getattr(message, section) if r.type not in numbers])
    return change


def strip_all(query, message):
    without("RRSIG", "DS", "NSEC", "NSEC3", "DNSKEY")(query, message)


def no_such_name(query, message):
    """NXDOMAIN for every address, with the zone's real SOA and its signature where there is one."""
    if query.type == wire.TYPES["A"]:
        message.answer, message.rcode = [], 3


def no_ds(query, message):
    """NODATA for DS, without a proof."""
    if query.type == wire.TYPES["DS"]:
        message.answer, message.authority = [], [r for r in message.authority if r.type not in (wire.TYPES["NSEC"], wire.TYPES["RRSIG"])]


def other_address(query, message):
    for i, record in enumerate(message.answer):
        if record.type == wire.TYPES["A"]:
            message.answer[i] = record._replace(rdata=b"\xcb\0\x71\x42")


def unsigned_alias(query, message):
    """An alias of another's name in place of the answer, without a signature."""
    if query.type == wire.TYPES["A"]:
        message.answer = [wire.Record(query.name, wire.TYPES["CNAME"], 1, 300, wire.wire_of(wire.name_of("www.plain")))]


def refused(query, message):
    if query.type in (wire.TYPES["DNSKEY"], wire.TYPES["DS"]):
        message.answer, message.authority, message.rcode = [], [], 5


# The DS are the root's to tell, which nobody changes.
ANY = {("NOERROR", True), ("NXDOMAIN", True)}
CASES = [("signatures are missing", without("RRSIG")), ("keys are missing", without("DNSKEY")), ("all of DNSSEC is missing", strip_all),
         ("names are said not to exist", no_such_name), ("DS are said not to exist", no_ds), ("the address is another", other_address),
         ("an alias without a signature", unsigned_alias), ("keys and DS are refused", refused)]


class Between:
    """Asks the real server and passes on what it says, changed."""

    def __init__(self, change):
        self.change = change

    def __call__(self, asked):
        octets = wire.ask_tcp((REAL, 53), asked.octets)
        message = wire.read_message(octets)
        self.change(asked.question, message)
        sections = [[scripted.record(r.name, r.type, r.rdata, r.ttl) for r in getattr(message, section)] for section in wire.SECTIONS]
        if asked.transport == "udp" and sum(len(r) for s in sections for r in s) > 1100:
            return scripted.cut(asked)
        return scripted.reply(asked, *sections, flags=message.flags & wire.AA, rcode=message.rcode)


def judge(report, server, names, allowed):
    """`allowed`: what a reply may be besides SERVFAIL."""
    for name in names:
        rcode, ad = attacked.rcode_of(server, name)
        holds = rcode == "SERVFAIL" or (rcode, ad) in allowed
        report.row(server, name=name, rcode=rcode, ad=ad)
        if server.name == "vouch":
            report.check("%s is %s with AD %d" % (name, rcode, ad), holds)


def run(case, change):
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("signed.", BETWEEN, world.make_keys("signed."))
        world.delegate("plain.", attacked.ROOT_SERVER)
        world.delegate("apart.", attacked.ROOT_SERVER, world.make_keys("apart."))
        world.start_server("real", REAL, {"signed.": world.sign("signed.", TEXT, "--nsec")})
        world.serve("apart.", world.sign("apart.", TEXT.replace(BETWEEN, attacked.ROOT_SERVER), "--nsec3"))
        world.serve("plain.", world.path("plain.zone", "$ORIGIN plain.\n" + TEXT.replace(BETWEEN, attacked.ROOT_SERVER).split("sub NS")[0]))
        world.start_root()
        report = attacked.Report(case)
        with scripted.ScriptedServer(BETWEEN, Between(change)):
            for peer in ("vouch", "unbound", "named"):
                server = world.start_resolver(peer)
                if not server:
                    continue
                judge(report, server, ["www.signed", "x.wild.signed", "alias.signed", "nowhere.signed"],
                      {("NXDOMAIN", True)} if change in (other_address, no_such_name) else ANY if change is no_ds else set())
                if peer == "vouch":
                    report.check("a name apart is not secure any more", attacked.rcode_of(server, "www.apart") == ("NOERROR", True))
                    report.check("a name that is not signed is not answered", attacked.rcode_of(server, "www.plain") == ("NOERROR", False))
        return report.end()


if __name__ == "__main__":
    failed = 0
    for each in CASES:
        failed |= run(*each)
    sys.exit(failed)

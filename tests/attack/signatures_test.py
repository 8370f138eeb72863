#!/usr/bin/env python3
"""Validation as a lever: many keys of one tag and many signatures that could be of any of them (KeyTrap, CVE-2023-50387), and
denials that take many hashes (CVE-2023-50868). One attack query costs a bounded time, and its answer is never taken for secure.
"""
import hashlib
import os
import random
import struct
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

HOSTILE = "10.66.0.1"
RSA = 8
TAG = 4711
QUERIES = 20


def key_tag(rdata):
    total = sum(octet << 8 if i % 2 == 0 else octet for i, octet in enumerate(rdata))
    return (total + (total >> 16 & 0xffff)) & 0xffff


def key_of_tag(tag, rand):
    """DNSKEY RDATA: an RSA key of 1024 bits that nobody has the private part of, with the tag."""
    head = struct.pack("!HBB", 257, 3, RSA) + b"\3\1\0\1"
    modulus = bytearray(rand.randbytes(128))
    modulus[0] |= 0x80
    modulus[-1] |= 1
    # A word of the modulus is added to the sum as it is, so that few tries hit the tag.
    modulus[60:62] = b"\0\0"
    missing = (tag - key_tag(head + bytes(modulus))) & 0xffff
    for word in (missing, missing - 1 & 0xffff, missing + 1 & 0xffff):
        modulus[60:62] = struct.pack("!H", word)
        if key_tag(head + bytes(modulus)) == tag:
            return head + bytes(modulus)
    return key_of_tag(tag, rand)


def signature(owner, covered, rand, labels):
    now = int(time.time())
    return struct.pack("!HBBIIIH", covered, RSA, labels, 300, now + 86400, now - 86400, TAG) + wire.wire_of(owner) + rand.randbytes(128)


class KeyTrap:
    """A zone with many keys of one tag, and many signatures over everything."""

    def __init__(self, keys, signatures):
        rand = random.Random(1)
        self.zone = wire.name_of("hostile")
        self.rand, self.signatures = rand, signatures
        self.keys = [key_of_tag(TAG, rand) for _ in range(keys)]
        digest = hashlib.sha256(wire.wire_of(self.zone) + self.keys[0]).hexdigest()
        self.ds = "hostile. DS %d %d 2 %s\n" % (TAG, RSA, digest)

    def __call__(self, asked):
        name, rtype = asked.question.name, asked.question.type
        if asked.transport == "udp":
            return scripted.cut(asked)
        if rtype == wire.TYPES["DNSKEY"] and wire.lowered(name) == self.zone:
            rdatas = self.keys
        elif rtype == wire.TYPES["A"]:
            rdatas = [bytes([192, 0, 2, 1])]
        else:
            return scripted.reply(asked, authority=[scripted.record("hostile", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")])
        answer = [scripted.record(name, rtype, rdata) for rdata in rdatas]
        answer += [scripted.record(name, "RRSIG", signature(self.zone, rtype, self.rand, len(name))) for _ in range(self.signatures)]
        return scripted.reply(asked, answer=answer)


def attack_by_keys(report, server):
    with process_cost.Meter(server) as cost:
        found = [attacked.rcode_of(server, "w%d.hostile" % i) for i in range(QUERIES)]
    rcodes = {rcode for rcode, _ in found}
    report.row(server, rcodes="+".join(sorted(rcodes)), cpu_ms_a_query=cost.cpu_ms / QUERIES, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        report.check("signatures of nobody are taken for good", not any(ad for _, ad in found) and rcodes == {"SERVFAIL"})
        report.hold("CPU ms of one query", cost.cpu_ms / QUERIES, 15)


def key_trap(keys, signatures):
    report = attacked.Report("KeyTrap %d keys %d sigs" % (keys, signatures))
    trap = KeyTrap(keys, signatures)
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("hostile.", HOSTILE, trap.ds)
        world.start_root()
        with scripted.ScriptedServer(HOSTILE, trap):
            for name in ("vouch", "unbound", "named"):
                server = world.start_resolver(name)
                if server:
                    attack_by_keys(report, server)
    return report.end()


def deep_name(rand):
    """As many labels below the zone as a name has room for."""
    return ".".join("%x" % rand.randrange(16) for _ in range(118)) + ".hostile"


def attack_by_hashes(report, server, iterations):
    rand = random.Random(2)
    attacked.rcode_of(server, "hostile", "SOA")
    with process_cost.Meter(server) as cost:
        found = [attacked.rcode_of(server, deep_name(rand)) for _ in range(QUERIES)]
    rcodes = {rcode for rcode, _ in found}
    report.row(server, rcodes="+".join(sorted(rcodes)), ad=any(ad for _, ad in found),
               cpu_ms_a_query=cost.cpu_ms / QUERIES, peak_mb=cost.peak_mb)
    if server.name == "vouch":
        report.hold("CPU ms of one query", cost.cpu_ms / QUERIES, 10)
        if iterations > 50:
            report.check("absurd iterations are taken for secure", not any(ad for _, ad in found))


def hashes(iterations):
    report = attacked.Report("NSEC3 %d iterations" % iterations)
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("hostile.", attacked.ROOT_SERVER, world.make_keys("hostile."))
        text = "$TTL 300\n@ SOA ns.hostile. hostmaster 1 7200 3600 1209600 1\n@ NS ns0\nns0 A %s\n" % attacked.ROOT_SERVER
        world.serve("hostile.", world.sign("hostile.", text, "--nsec3", "--iterations", str(iterations)))
        world.start_root()
        for name in ("vouch", "unbound", "named"):
            server = world.start_resolver(name)
            if server:
                attack_by_hashes(report, server, iterations)
    return report.end()


if __name__ == "__main__":
    sys.exit(key_trap(100, 100) | key_trap(1, 300) | key_trap(250, 10) | hashes(50) | hashes(500))

#!/usr/bin/env python3
"""Resolving agrees: a root, a top level and zones of every kind, good and broken, signed and served by vouch on loopback, are
resolved by `vouch resolve`, unbound and named. The RCODE, AD and the records of the answer are the same with DO and without,
with CD and without; where a peer differs, a row of DIFFERENCES says why. Every SERVFAIL of ours says its reason.

Skips (77) without `vouch` or without any of the peers.
"""
import collections
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import dnswire as wire  # noqa: E402
import peers  # noqa: E402
import resolvers  # noqa: E402

IP = "127.0.0.2"  # of the authority; named takes the same port of the other address for itself
TEXT = """$TTL 3600
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 127.0.0.2
"""
NAMES = """www A 192.0.2.1
www A 192.0.2.2
www AAAA 2001:db8::1
a.ent A 192.0.2.3
*.wild A 192.0.2.4
alias CNAME www
alias2 CNAME alias
far CNAME www.hashed.test.
to-plain CNAME www.plain.test.
to-bad CNAME www.expired.test.
dangling CNAME nowhere
loop CNAME loop2
loop2 CNAME loop
tree DNAME hashed.test.
big TXT "%s"
""" % '" "'.join(["x" * 250] * 8)
# name: (text, options of vouch sign or None for a zone without signatures)
GOOD = {
    "good.test": (TEXT + NAMES, ["--nsec"]),
    "hashed.test": (TEXT + NAMES, ["--nsec3"]),
    "optout.test": (TEXT + NAMES + "sub NS ns.sub\nns.sub A 127.0.0.2\n", ["--nsec3", "--opt-out"]),
    "plain.test": (TEXT + NAMES, None),
}
BROKEN = {
    "expired.test": (TEXT + NAMES, ["--inception", "-30d", "--expiration", "-5d", "--no-verify"]),
    "future.test": (TEXT + NAMES, ["--inception", "+10d", "--expiration", "+30d", "--no-verify"]),
    "wrongds.test": (TEXT + NAMES, ["--nsec"]),
    "unsigned.test": (TEXT + NAMES, ["--nsec"]),   # a DS at the parent, no signature in the zone
    "altered.test": (TEXT + NAMES, ["--nsec"]),
    "nodenial.test": (TEXT + NAMES, ["--nsec"]),
}


def loops(name, rtype, mode, ours, theirs):
    return name.startswith("loop.") and ours.rcode == theirs.rcode == "SERVFAIL" and not ours.answer


# peer, what, why
DIFFERENCES = [
    ("named-resolver", loops, "a failure comes with the CNAMEs that loop; a failure has no answer (RFC 1034 section 3.6.2)"),
]


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit("%s failed with %d:\n%s" % (" ".join(command), done.returncode, done.stdout))
    return done.stdout


class Zones:
    """Writes and signs; `paths` is {name: file}."""

    def __init__(self, vouch, directory):
        self.vouch, self.directory = vouch, directory
        self.paths, self.ds = {}, {}

    def add(self, name, text, options):
        folder = os.path.join(self.directory, "zone-" + (name or "root"))
        os.makedirs(folder)
        source, signed = os.path.join(folder, "unsigned"), os.path.join(folder, "signed")
        with open(source, "w") as out:
            out.write("$ORIGIN %s.\n%s" % (name, text))
        apex = name or "."
        self.paths[apex] = source
        if options is None:
            return
        run([self.vouch, "keygen", "-K", folder, "--ksk", apex])
        run([self.vouch, "keygen", "-K", folder, apex])
        run([self.vouch, "sign", "-K", folder, "-o", apex, "-f", signed] + options + [source])
        for file in sorted(os.listdir(folder)):
            if file.endswith(".key") and " 257 " in open(os.path.join(folder, file)).read():
                self.ds[apex] = run([self.vouch, "ds", os.path.join(folder, file)])
        self.paths[apex] = signed

    def edit(self, name, change):
        lines = open(self.paths[name]).read().split("\n")
        path = self.paths[name] + ".edited"
        with open(path, "w") as out:
            out.write("\n".join(change(lines)))
        self.paths[name] = path


def lines_of(lines, keep):
    """Keeps the one-line records for which `keep(fields)` is true."""
    return [line for line in lines if not line.split() or keep(line.split())]


def make_zones(vouch, directory):
    zones = Zones(vouch, directory)
    for name, (text, options) in list(GOOD.items()) + list(BROKEN.items()):
        zones.add(name, text, options)
    zones.add("sub.optout.test", TEXT + NAMES, None)
    dnssec = {"RRSIG", "NSEC", "NSEC3", "DNSKEY", "NSEC3PARAM"}
    zones.edit("unsigned.test", lambda lines: lines_of(lines, lambda f: not dnssec & set(f[:4])))
    zones.edit("altered.test", lambda lines: [re.sub(r"\b192\.0\.2\.1\b", "192.0.2.66", line) for line in lines])
    zones.edit("nodenial.test", lambda lines: lines_of(lines, lambda f: "NSEC" not in f[:5] and f[3:5] != ["RRSIG", "NSEC"]))
    delegations = ""
    for name in list(GOOD) + list(BROKEN):
        label = name.split(".")[0]
        delegations += "%s NS ns.%s\nns.%s A 127.0.0.2\n" % (label, label, label)
        ds = zones.ds.get(name, "")
        delegations += re.sub(r"[0-9A-Fa-f]{64}", "00" * 32, ds) if name == "wrongds.test" else ds
    zones.add("test", TEXT + delegations, ["--nsec"])
    zones.add("", "$TTL 3600\n. SOA ns. hostmaster. 1 7200 3600 1209600 300\n. NS ns.\nns. A 127.0.0.2\n"
              "test. NS ns.test.\nns.test. A 127.0.0.2\n" + zones.ds["test"], ["--nsec"])
    return zones


GOOD_QUESTIONS = (
    ("www", "A"), ("www", "AAAA"), ("www", "MX"), ("ent", "A"), ("a.ent", "A"), ("x.wild", "A"), ("x.wild", "MX"),
    ("x.y.wild", "A"), ("alias", "A"), ("alias2", "A"), ("alias", "CNAME"), ("far", "A"), ("to-plain", "A"), ("to-bad", "A"),
    ("dangling", "A"), ("loop", "A"), ("www.tree", "A"), ("none.tree", "A"), ("tree", "DNAME"), ("none", "A"),
    ("a.b.none", "TXT"), ("big", "TXT"))
# The peers take their time over what is broken.
BROKEN_QUESTIONS = (("www", "A"), ("x.wild", "A"), ("none", "A"), ("alias", "A"))


def questions():
    for zone in list(GOOD) + list(BROKEN):
        for name, rtype in GOOD_QUESTIONS if zone in GOOD else BROKEN_QUESTIONS:
            yield "%s.%s" % (name, zone), rtype
        for rtype in ("SOA", "NS", "DNSKEY", "DS"):
            yield zone, rtype
    yield "www.sub.optout.test", "A"
    yield "none.sub.optout.test", "A"
    yield "nothing.test", "A"
    yield "nothing", "A"
    yield ".", "NS"
    yield ".", "DNSKEY"
    yield "test", "DS"


Form = collections.namedtuple("Form", "rcode ad answer")


def ask(server, name, rtype, do, flags, tries=1):
    query = wire.make_query(name, rtype, flags=wire.RD | flags, edns=wire.opt_record(1232, do=do))
    message = wire.read_message(wire.ask_udp(server, query, timeout=12.0, tries=tries))
    if message.has(wire.TC):
        message = wire.read_message(wire.ask_tcp(server, query, timeout=12.0))
    return message


def form_of(message, rtype):
    answer = sorted((wire.text_of(r.name), wire.type_text(r.type), wire.rdata_text(r.type, r.rdata)) for r in message.answer)
    return Form(message.rcode_text(), message.has(wire.AD), tuple(answer))


def explain(peer, name, rtype, mode, ours, theirs):
    for who, what, why in DIFFERENCES:
        if who == peer and what(name, rtype, mode, ours, theirs):
            return why
    return None


def main():
    vouch = os.path.abspath(os.environ.get("VOUCH", ""))
    if not os.access(vouch, os.X_OK) or not all(map(peers.find_program, ("unbound", "named"))):
        return 77
    with tempfile.TemporaryDirectory(prefix="vouch-resolve-") as directory:
        return compare(vouch, directory)


def compare(vouch, directory):
    zones = make_zones(vouch, directory)
    hints, anchors = os.path.join(directory, "hints"), os.path.join(directory, "anchors")
    with open(hints, "w") as out:
        out.write(". 3600 IN NS ns.\nns. 3600 IN A 127.0.0.2\n")
    with open(anchors, "w") as out:
        out.write(zones.ds["."])
    running = []
    try:
        authority = peers.start_vouch(directory, zones.paths, ip=IP, program=vouch)
        running.append(authority)
        authority.wait_until_ready()
        ours = resolvers.start_vouch(directory, hints, anchors, authority.address[1], program=vouch)
        running.append(ours)
        others = [resolvers.start_unbound(directory, list(zones.paths), anchors, authority.address),
                  resolvers.start_named(directory, hints, anchors, authority.address)]
        running += others
        for server in running[1:]:
            server.wait_until_ready()
        return compare_all(ours, others)
    finally:
        for server in reversed(running):
            server.stop()


def compare_all(ours, others):
    asked = failed = 0
    explained, seen = collections.Counter(), collections.Counter()
    for mode, do, flags in (("plain", False, 0), ("DO", True, 0), ("CD", True, wire.CD)):
        for name, rtype in questions():
            asked += 1
            message = ask(ours.address, name, rtype, do, flags)
            form = form_of(message, rtype)
            seen["AD" if form.ad else form.rcode] += 1
            if form.rcode == "SERVFAIL" and not any(code == 15 for code, _ in message.options):
                failed += 1
                print("%s %s (%s): SERVFAIL without a reason" % (name, rtype, mode))
            for peer in others:
                theirs = form_of(ask(peer.address, name, rtype, do, flags, tries=3), rtype)
                if form == theirs:
                    continue
                why = explain(peer.name, name, rtype, mode, form, theirs)
                if why:
                    explained[peer.name, why] += 1
                    continue
                failed += 1
                print("%s %s (%s): vouch %s, %s %s" % (name, rtype, mode, form, peer.name, theirs))
                for code, octets in message.options:
                    if code == 15:
                        print("    EDE %d %s" % (int.from_bytes(octets[:2], "big"), octets[2:].decode()))
    print("%d questions, %d differences without a reason" % (asked, failed))
    for (peer, why), count in sorted(explained.items()):
        print("  %s %d: %s" % (peer, count, why))
    print("  of ours: " + ", ".join("%s %d" % each for each in sorted(seen.items())))
    few = [kind for kind in ("AD", "NOERROR", "NXDOMAIN", "SERVFAIL") if seen[kind] < 10]
    if few:
        print("hardly any answer was " + " or ".join(few) + ": what was to be compared was not there")
    return 1 if failed or few else 0


if __name__ == "__main__":
    sys.exit(main())

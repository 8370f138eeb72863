#!/usr/bin/env python3
"""Answers agree: named, knotd, nsd and `vouch serve` load the same zones, signed by vouch, and are asked a systematic set of
queries. Where the peers agree, vouch answers with the same RCODE, flags, answer, authority and additional section; where
they differ from each other, a row of answer_differences.py says what the RFC says.

Skips (77) without `vouch` or without any of the peers.
"""
import argparse
import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import answer_differences as differences  # noqa: E402
from answer_differences import Form  # noqa: E402
import answer_zones as zones  # noqa: E402
import dnswire as wire  # noqa: E402
import peers  # noqa: E402

SIGNED = {"nsec.test": ["--nsec"], "nsec3.test": ["--nsec3"], "optout.test": ["--nsec3", "--opt-out"]}
EXACT_TYPES = ("A", "NS", "SOA", "DS", "CNAME", "DNAME", "ANY", "NSEC", "NSEC3", "DNSKEY", "TXT", "MX", "SRV", "RRSIG",
               "TYPE65281")
OTHER_TYPES = ("A", "DS", "ANY", "NSEC", "TYPE65280")
PLAIN_TYPES = ("A", "NS", "DS", "ANY", "MX")


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit("%s failed with %d:\n%s" % (" ".join(command), done.returncode, done.stdout))
    return done.stdout


def sign(vouch, directory, name, text, options):
    """Signs with new keys; gives the path of the signed zone and the DS records of its keys."""
    folder = os.path.join(directory, name)
    os.makedirs(folder)
    source, signed = os.path.join(folder, "unsigned"), os.path.join(folder, "signed")
    with open(source, "w") as out:
        out.write("$ORIGIN %s.\n%s" % (name, text))
    run([vouch, "keygen", "-K", folder, "--ksk", name])
    run([vouch, "keygen", "-K", folder, name])
    run([vouch, "sign", "-K", folder, "-o", name, "-f", signed] + options + [source])
    ds = "".join(run([vouch, "ds", os.path.join(folder, file)]) for file in sorted(os.listdir(folder))
                 if file.endswith(".key") and " 257 " in open(os.path.join(folder, file)).read())
    return signed, ds


def make_zones(vouch, directory):
    """Gives {name: path} of all zones, and {name: zone text} of those that are asked for."""
    paths, texts = {}, {}
    for name, options in SIGNED.items():
        paths["child." + name], ds = sign(vouch, directory, "child." + name, zones.CHILD, ["--nsec"])
        unsigned = os.path.join(directory, "uchild." + name)
        with open(unsigned, "w") as out:
            out.write("$ORIGIN uchild.%s.\n%s" % (name, zones.CHILD))
        paths["uchild." + name] = unsigned
        texts[name] = zones.PARENT
        paths[name], _ = sign(vouch, directory, name, zones.PARENT + ds, options)
    return paths, texts


Ask = collections.namedtuple("Ask", "name type limit wire")


def make_queries(texts):
    """[(what, [Ask])]: plain and with DO at a large size, with DO at small sizes."""
    plain, secure, small, tiny = [], [], [], []
    no_edns, large, medium = (512, None), (1232, wire.opt_record(4096, do=True)), (900, wire.opt_record(900))
    least = (512, wire.opt_record(512, do=True))
    for apex_text, text in texts.items():
        apex = wire.name_of(apex_text)
        exact = zones.owners(apex, text)
        for name in zones.names_to_ask(apex, text):
            for rtype in EXACT_TYPES if name in exact else OTHER_TYPES:
                add(secure, name, rtype, large)
            for rtype in PLAIN_TYPES:
                add(plain, name, rtype, no_edns)
            if name in exact:
                for rtype in ("A", "TXT", "NS", "ANY"):
                    add(tiny, name, rtype, least)
                    add(small, name, rtype, medium)
    return [("without EDNS", plain), ("with DO", secure), ("EDNS, 900 octets", small), ("DO, 512 octets", tiny)]


def add(queries, name, rtype, size):
    limit, edns = size
    message_id = len(queries) % 65536
    number = wire.type_number(rtype)
    queries.append(Ask(name, number, limit, wire.make_query(name, number, edns=edns, message_id=message_id)))


class Comparison:
    def __init__(self):
        self.asked = self.failed = self.all_agree = 0
        self.kinds = set()
        self.explained = collections.Counter()

    def compare(self, query, ours, others):
        """`others` is {peer: Form}."""
        self.asked += 1
        key = ours.key()
        query = query._replace(name=wire.lowered(query.name))
        unlike = {peer: form for peer, form in others.items() if form.key() != key}
        self.all_agree += not unlike
        unexplained = []
        for peer, form in unlike.items():
            row = differences.explain(peer, query, form, ours)
            if row:
                self.explained[row.__name__, peer] += 1
            else:
                unexplained.append(peer)
        self.failed += bool(unexplained)
        return unexplained

    def is_new(self, query, ours, form, peer):
        """Whether no failure of this kind was shown before; a few dozen in all."""
        kind = (peer, tuple(f for f in Form.__slots__ if getattr(ours, f) != getattr(form, f)))
        new = kind not in self.kinds and len(self.kinds) < 40
        self.kinds.add(kind)
        return new

    def report(self):
        print("%d queries: all servers agree in %d" % (self.asked, self.all_agree))
        for row, row_peers, rfc in differences.ROWS:
            counts = ["%s %d" % (peer, self.explained[row.__name__, peer]) for peer in row_peers if self.explained[row.__name__, peer]]
            if counts:
                print("  %-32s %-24s %s" % (row.__name__, ", ".join(counts), rfc))


def compare_all(servers, comparison, what, queries, ask):
    raw = {server.name: ask(server.address, [query.wire for query in queries]) for server in servers}
    for i, query in enumerate(queries):
        messages = {name: wire.read_message(replies[i]) for name, replies in raw.items()}
        forms = {name: Form(message) for name, message in messages.items()}
        ours = forms.pop("vouch")
        for peer in comparison.compare(query, ours, forms):
            if comparison.is_new(query, ours, forms[peer], peer):
                print("\nDIFFERENT %s: %s %s" % (what, wire.text_of(query.name), wire.type_text(query.type)))
                for name in ("vouch", peer):
                    print("--- %s (%d octets) %s" % (name, messages[name].size, messages[name].text()))


def ask_all_tcp(address, queries):
    with wire.TcpClient(address) as client:
        return [client.ask(query) for query in queries]


def start_servers(servers, directory, paths, vouch, minimal):
    """Adds every server, with the same choice about what is left out of positive answers."""
    if peers.find_program("named"):
        servers.append(peers.start_named(directory, paths, options="zero-no-soa-ttl no; minimal-responses %s;" %
                                         ("no-auth" if minimal else "no")))
    if peers.find_program("knotd") and minimal:
        servers.append(peers.start_knotd(directory, paths))
    if peers.find_program("nsd"):
        servers.append(peers.start_nsd(directory, paths, server="  minimal-responses: %s\n" % ("yes" if minimal else "no")))
    if servers:
        servers.append(peers.start_vouch(directory, paths, program=vouch,
                                         server="rate-limit = 0\n" + ("" if minimal else "minimal-responses = false")))
    for server in servers:
        server.wait_until_ready()


def truncated_then_tcp(servers, comparison, queries):
    """Whatever vouch truncates over UDP is asked again over TCP, where every server has to give all of it."""
    ours = next(server for server in servers if server.name == "vouch")
    replies = wire.ask_all_udp(ours.address, [query.wire for query in queries])
    cut = [query for query, reply in zip(queries, replies) if wire.read_message(reply).has(wire.TC)]
    if not cut:
        raise SystemExit("no reply was truncated, which the zones are made for")
    compare_all(servers, comparison, "over TCP", [query._replace(limit=65535) for query in cut], ask_all_tcp)
    print("%d truncated replies asked again over TCP" % len(cut))


def compare_minimal(servers, comparison, texts):
    for what, queries in make_queries(texts):
        started = time.monotonic()
        compare_all(servers, comparison, what, queries, wire.ask_all_udp)
        print("%s: %d queries to %d servers, %.1f s" % (what, len(queries), len(servers), time.monotonic() - started))
        if "512" in what:
            truncated_then_tcp(servers, comparison, queries)


def compare_full(servers, comparison, texts):
    """minimal-responses off: the zone's NS RRset and addresses in positive answers."""
    queries = []
    for apex_text, text in texts.items():
        apex = wire.name_of(apex_text)
        for name in sorted(zones.owners(apex, text), key=wire.canonical_key):
            for rtype in ("A", "NS", "SOA", "TXT", "MX"):
                add(queries, name, rtype, (1232, wire.opt_record(4096, do=True)))
    compare_all(servers, comparison, "not minimal", queries, wire.ask_all_udp)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vouch", default=os.environ.get("VOUCH", ""))
    parser.add_argument("--keep", action="store_true", help="leave the folder with zones, configurations and logs")
    options = parser.parse_args()
    if not options.vouch or not os.access(options.vouch, os.X_OK):
        print("skipped: no vouch to test")
        return 77
    options.vouch = os.path.abspath(options.vouch)
    directory = tempfile.mkdtemp(prefix="vouch-answers-")
    comparison = Comparison()
    ran = False
    try:
        paths, texts = make_zones(options.vouch, directory)
        for minimal, compare in ((True, compare_minimal), (False, compare_full)):
            servers = []
            try:
                start_servers(servers, os.path.join(directory, "minimal" if minimal else "full"), paths, options.vouch, minimal)
                if servers:
                    compare(servers, comparison, texts)
                    ran = True
            finally:
                for server in servers:
                    server.stop()
    finally:
        if not options.keep:
            shutil.rmtree(directory, ignore_errors=True)
    if not ran:
        print("skipped: none of named, knotd and nsd is installed")
        return 77
    comparison.report()
    if comparison.failed:
        print("%d queries are answered differently, and no row of the table says why" % comparison.failed)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""An authoritative server as an amplifier: 15,000 queries for a signed DNSKEY RRset, spoofed from one address. What the victim
gets is bounded, clients of its block are served by TCP and with a cookie, and other blocks notice nothing.
"""
import os
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import peers  # noqa: E402
import process_cost  # noqa: E402

QUERIES = 15000
RATE = 200  # the default of vouch
COOKIE = 10
ZONE = "$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n*.wild A 192.0.2.2\n"


class Victim:
    """Counts what comes to a socket."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 << 20)
        self.socket.bind((address, 0))
        self.whole = self.truncated = self.octets = 0
        self.ended = False
        self.thread = threading.Thread(target=self.receive, daemon=True)
        self.thread.start()

    def receive(self):
        self.socket.settimeout(0.5)
        while True:
            try:
                reply = self.socket.recv(65535)
            except socket.timeout:
                if self.ended:
                    return
                continue
            self.octets += len(reply)
            if reply[2] & 2:
                self.truncated += 1
            else:
                self.whole += 1

    def end(self):
        self.ended = True
        self.thread.join()
        self.socket.close()


def flood(server, query_of):
    """Sends the queries; gives the victim, the octets sent and the seconds that it took."""
    victim, sent, began = Victim("10.77.0.1"), 0, time.monotonic()
    for i in range(QUERIES):
        sent += victim.socket.sendto(query_of(i), server.address)
        if i % 50 == 0:
            time.sleep(0.002)  # so that what is lost is not lost by full buffers
    seconds = time.monotonic() - began
    victim.end()
    return victim, sent, seconds


def ask_from(source, server, query):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind((source, 0))
        client.settimeout(5)
        client.sendto(query, server.address)
        try:
            return wire.read_message(client.recv(65535))
        except socket.timeout:
            return None


def look_at_others(report, server):
    """While the victim's block is limited: its clients with a cookie or by TCP, and a client of another block."""
    dnskey = wire.make_query("example", "DNSKEY", edns=wire.opt_record(do=True, options=[(COOKIE, b"12345678")]))
    first = ask_from("10.77.0.9", server, wire.make_query("ns.example", "A", edns=wire.opt_record(options=[(COOKIE, b"12345678")])))
    cookie = first.option(COOKIE) if first else None
    report.check("no cookie is given", cookie is not None)
    with_cookie = wire.make_query("example", "DNSKEY", edns=wire.opt_record(do=True, options=[(COOKIE, cookie or b"12345678")]))
    replies = [ask_from("10.77.0.9", server, with_cookie) for _ in range(5)]
    report.check("clients with a good cookie are limited", all(r and not r.has(wire.TC) and r.answer for r in replies))
    other = ask_from("10.78.0.9", server, dnskey)
    report.check("another block is limited", other and not other.has(wire.TC))
    by_tcp = wire.read_message(wire.ask_tcp(server.address, dnskey))
    report.check("TCP is limited", len(by_tcp.answer) > 0)


CASES = {
    "DNSKEY of one name": lambda i: wire.make_query("example", "DNSKEY", edns=wire.opt_record(do=True)),
    "names of a wildcard": lambda i: wire.make_query("n%d.wild.example" % i, "A", edns=wire.opt_record(do=True)),
    "names that do not exist": lambda i: wire.make_query("n%d.example" % i, "A", edns=wire.opt_record(do=True)),
}


def attack(report, server, query_of):
    with process_cost.Meter(server) as cost:
        victim, sent, seconds = flood(server, query_of)
    report.row(server, whole=victim.whole, truncated=victim.truncated, amplification=victim.octets / sent,
               cpu_us_a_query=cost.cpu_ms * 1000 / QUERIES, peak_mb=cost.peak_mb)
    if server.name != "vouch":
        return
    # a second's worth at once, for the block and for the response, and what the seconds bring
    report.hold("whole answers", victim.whole, RATE * (seconds + 3))
    report.check("nothing is truncated", victim.truncated > QUERIES / 10)
    report.hold("amplification", victim.octets / sent, 1 + RATE * (seconds + 3) / QUERIES * 20)
    report.hold("CPU us of a query", cost.cpu_ms * 1000 / QUERIES, 60)
    look_at_others(report, server)


def main():
    failed = 0
    vouch = os.path.abspath(os.environ["VOUCH"])
    for case, query_of in CASES.items():
        report = attacked.Report(case)
        for name in ("vouch", "named", "knotd", "nsd"):
            if name != "vouch" and not peers.find_program(name):
                continue
            with tempfile.TemporaryDirectory(prefix="vouch-attack-") as folder:
                world = attacked.World(folder, vouch)
                world.make_keys("example.")
                signed = world.sign("example.", ZONE)
                more = {"server": "threads = 1"} if name == "vouch" else {}
                server = getattr(peers, "start_" + name)(folder, {"example": signed}, ip=attacked.ADDRESSES["named"], **more)
                try:
                    attack(report, server.wait_until_ready(), query_of)
                finally:
                    server.stop()
        failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

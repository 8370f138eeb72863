#!/usr/bin/env python3
"""TCP connections as an attack on a server: 2,000 idle ones and 1,500 that drip single octets, clients that ask and never read,
and junk over both transports. Newcomers from elsewhere are served all the same, and memory stays bounded.
"""
import os
import random
import resource
import socket
import struct
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import peers  # noqa: E402
import process_cost  # noqa: E402

ZONE = "$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n" + "".join(
    'large TXT "%s"\n' % (letter * 250) for letter in "abcdefghijklmnop")
LARGE = wire.make_query("large.example", "TXT", edns=wire.opt_record())
SMALL = wire.make_query("ns.example", "A")


def framed(message):
    return struct.pack("!H", len(message)) + message


def connect(server, source):
    """A connection from the address, or None where it is refused at once."""
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.settimeout(5)
    try:
        client.bind((source, 0))
        client.connect(server.address)
        return client
    except OSError:
        client.close()
        return None


def send(client, octets):
    """Whether the connection takes them."""
    try:
        client.send(octets, socket.MSG_DONTWAIT)
        return True
    except BlockingIOError:
        return True
    except OSError:
        return False


def newcomers_served(server):
    """How many of twenty from blocks of their own get an answer by TCP."""
    served = 0
    for i in range(20):
        client = connect(server, "10.200.%d.1" % i)
        try:
            client.sendall(framed(SMALL))
            served += len(wire.receive_exactly(client, 2)) == 2
        except (OSError, AttributeError, wire.NoReply, wire.WireError):
            pass
        finally:
            if client:
                client.close()
    return served


def open_files(server):
    return len(os.listdir("/proc/%d/fd" % server.process.pid))


def crowd(report, server):
    """2,000 idle connections of four blocks, and 1,500 dripping ones of eight others."""
    clients = []
    with process_cost.Meter(server) as cost:
        clients += [connect(server, "10.9.%d.%d" % (i % 4, 1 + i // 4 % 20)) for i in range(2000)]
        dripping = [connect(server, "10.8.%d.%d" % (i % 8, 1 + i // 8 % 20)) for i in range(1500)]
        for octet in framed(SMALL)[:3]:
            for client in dripping:
                if client:
                    send(client, bytes([octet]))
        served = newcomers_served(server)
    report.row(server, newcomers_served=served, cpu_ms_a_connection=cost.cpu_ms / 3520, peak_mb=cost.peak_mb)
    for client in clients + dripping:
        if client:
            client.close()
    report.check("newcomers are kept out: %d of 20 are served" % served, served == 20)
    report.hold("CPU ms of a connection", cost.cpu_ms / 3520, 2)
    report.hold("peak MB", cost.peak_mb, 64)


def never_read(report, server):
    """200 clients ask for 500 answers of 4 kB each and take none."""
    before_mb, before_files = process_cost.resident_mb(server.process.pid), open_files(server)
    clients = []
    with process_cost.Meter(server) as cost:
        for i in range(200):
            client = connect(server, "10.7.%d.%d" % (i % 4, 1 + i // 4))
            if client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                for _ in range(50):
                    send(client, framed(LARGE) * 10)
                clients.append(client)
        until = time.monotonic() + 60
        while time.monotonic() < until and open_files(server) > before_files + 2:
            time.sleep(0.2)
        left = open_files(server) - before_files
    report.row(server, cpu_ms_a_client=cost.cpu_ms / 200, peak_mb=cost.peak_mb, connections_left=left)
    for client in clients:
        client.close()
    report.check("%d connections that take no answers stay" % left, left <= 2)
    report.hold("MB for 200 clients", cost.peak_mb - before_mb, 40)
    report.hold("CPU ms of a client", cost.cpu_ms / 200, 20)
    report.check("a newcomer is not served", newcomers_served(server) == 20)


def junk(report, server):
    """Random octets: 20,000 datagrams and 200 connections."""
    dice = random.Random(7)
    with process_cost.Meter(server) as cost:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind(("10.6.0.1", 0))
            for i in range(20000):
                datagram = dice.randbytes(dice.randrange(0, 600))
                # half of them as queries whose header can be read
                udp.sendto(datagram if i % 2 else struct.pack("!6H", i, 0, 1, 0, 0, 1) + datagram, server.address)
        for i in range(200):
            client = connect(server, "10.6.1.%d" % (1 + i % 4))
            if client:
                send(client, dice.randbytes(3000))
                client.close()
        served = newcomers_served(server)
    report.row(server, cpu_us_a_message=cost.cpu_ms * 1000 / 20200, peak_mb=cost.peak_mb, newcomers_served=served)
    report.check("the server has ended", server.process.poll() is None)
    report.check("newcomers are not served", served == 20)
    report.hold("CPU us of a message", cost.cpu_ms * 1000 / 20200, 100)
    report.hold("peak MB", cost.peak_mb, 64)


def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        print("skipped: %d descriptors, 4096 are needed" % hard)
        return 77
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    failed = 0
    for case in (crowd, never_read, junk):
        report = attacked.Report(case.__name__.replace("_", " "))
        with tempfile.TemporaryDirectory(prefix="vouch-attack-") as folder:
            zone = os.path.join(folder, "example.zone")
            with open(zone, "w") as out:
                out.write("$ORIGIN example.\n" + ZONE)
            server = peers.start_vouch(folder, {"example": zone}, ip=attacked.ADDRESSES["named"], server="threads = 1")
            try:
                case(report, server.wait_until_ready())
            finally:
                server.stop()
        failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

"""An Internet for attacks, in the network that own_network makes: a signed root and the zones below it that a case wants, served
by `vouch serve` or by scripts, and the resolvers that are attacked: `vouch resolve`, unbound and named, each at port 53 of an
address of its own. Cases print what an attack cost each of them, and hold `vouch` to bounds.
"""
import os
import subprocess
import sys

import dnswire as wire
import peers

ROOT_SERVER = "10.0.0.1"
ADDRESSES = {"vouch": "10.0.1.1", "unbound": "10.0.1.2", "named": "10.0.1.3"}


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit("%s failed with %d:\n%s" % (" ".join(command), done.returncode, done.stdout))
    return done.stdout


class World:
    """A root with delegations, and what resolvers need to begin at it."""

    def __init__(self, directory, vouch=None):
        self.directory, self.vouch = directory, vouch or os.path.abspath(os.environ["VOUCH"])
        self.keys = os.path.join(directory, "keys")
        os.makedirs(self.keys, exist_ok=True)
        self.hints, self.anchors = os.path.join(directory, "hints"), os.path.join(directory, "anchors")
        self.delegations, self.servers = [], []
        self.zones = {}  # served by vouch at ROOT_SERVER

    def path(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w") as out:
            out.write(text)
        return path

    def delegate(self, zone, address, ds=""):
        """A delegation in the root to a server at one address or several; `ds` is what `make_keys` gave."""
        addresses = [address] if isinstance(address, str) else address
        for i, server in enumerate(addresses):
            kind = "AAAA" if ":" in server else "A"
            self.delegations.append("%s NS ns%d.%s\nns%d.%s %s %s\n" % (zone, i, zone, i, zone, kind, server))
        self.delegations.append(ds)

    def make_keys(self, zone):
        """One key for the whole zone; gives its DS records."""
        base = run([self.vouch, "keygen", "-K", self.keys, "--csk", zone]).split()[-1]
        return run([self.vouch, "ds", os.path.join(self.keys, base + ".key")])

    def sign(self, zone, text, *options):
        """The path of the signed zone file; its keys were made by make_keys()."""
        stem = zone.strip(".") or "root"
        unsigned, signed = self.path(stem + ".zone", text), os.path.join(self.directory, stem + ".signed")
        run([self.vouch, "sign", "-K", self.keys, "-o", zone, "-f", signed, *options, unsigned])
        return signed

    def serve(self, zone, path):
        """Adds a zone that the root's server has, too."""
        self.zones[zone] = path

    def start_root(self, *options):
        anchor = self.make_keys(".")
        self.path("anchors", anchor)
        self.path("hints", ". 3600 IN NS ns.\nns. 3600 IN A %s\n" % ROOT_SERVER)
        text = "$TTL 3600\n. SOA ns. hostmaster. 1 7200 3600 1209600 300\n. NS ns.\nns. A %s\n%s" % (
            ROOT_SERVER, "".join(self.delegations))
        self.zones["."] = self.sign(".", text, *(options or ["--nsec"]))
        return self.start_server("serve", ROOT_SERVER, self.zones)

    def start_server(self, name, address, zones):
        """`vouch serve` of zones, {name: path}."""
        config = self.path(name + ".toml", '[server]\nlisten = ["%s:53"]\n' % address + "".join(
            '[[zone]]\nname = "%s"\nfile = "%s"\n' % zone for zone in zones.items()))
        return self._start(name, [self.vouch, "serve", "--config", config], address)

    def start_resolver(self, name, settings="", prefix=()):
        """`vouch`, with `settings` in its [resolver] section, `unbound` or `named`; None where that is not installed."""
        address = ADDRESSES[name]
        if name != "vouch" and not peers.find_program(name):
            return None
        return self._start(name, list(prefix) + getattr(self, "_command_of_" + name)(address, settings), address)

    def stop(self):
        for server in reversed(self.servers):
            server.stop()
        self.servers = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _start(self, name, command, address):
        folder = os.path.join(self.directory, name)
        os.makedirs(folder, exist_ok=True)
        server = peers.Server(name, command, (address, 53), folder, os.path.join(folder, name + ".log"))
        self.servers.append(server)
        return server.wait_until_ready()

    def _command_of_vouch(self, address, settings):
        config = self.path("resolve.toml", '[resolver]\nlisten = ["%s:53"]\nroot-hints = "%s"\ntrust-anchors = "%s"\nthreads = 1\nallow = ["10.0.0.0/8"]\n%s\n'
                           % (address, self.hints, self.anchors, settings))
        return [self.vouch, "resolve", "--config", config]

    def _command_of_unbound(self, address, _):
        config = self.path("unbound.conf", 'server:\n  interface: %s\n  access-control: 10.0.0.0/8 allow\n  directory: "%s"\n  chroot: ""\n'
                           '  username: ""\n  pidfile: ""\n  use-syslog: no\n  num-threads: 1\n  root-hints: "%s"\n'
                           '  trust-anchor-file: "%s"\n  module-config: "validator iterator"\n  ede: yes\n  local-zone: "test." nodefault\n'
                           '  local-zone: "10.in-addr.arpa." nodefault\nremote-control:\n  control-enable: no\n'
                           % (address, self.directory, self.hints, self.anchors))
        return [peers.find_program("unbound"), "-d", "-c", config]

    def _command_of_named(self, address, _):
        anchors = ""
        for line in open(self.anchors):
            fields = line.split()
            if "DS" in fields:
                tag, algorithm, digest, *octets = fields[fields.index("DS") + 1:]
                anchors += '. static-ds %s %s %s "%s";\n' % (tag, algorithm, digest, "".join(octets))
        config = self.path("named.conf", 'options { directory "%s"; pid-file none; session-keyfile none; lock-file none;\n'
                           'listen-on { %s; }; listen-on-v6 { none; }; recursion yes; allow-query { any; }; allow-recursion { any; };\n'
                           'dnssec-validation yes; empty-zones-enable no; };\ncontrols { };\nzone "." { type hint; file "%s"; };\n'
                           'trust-anchors { %s };\n' % (self.directory, address, self.hints, anchors))
        return [peers.find_program("named"), "-4", "-g", "-n", "1", "-c", config]


def ask(server, name, rtype="A", timeout=10.0, do=True, flags=wire.RD, tries=1, tcp=False):
    """The reply that a resolver gives to one query, read. Raises NoReply."""
    query = wire.make_query(name, rtype, flags=flags, edns=wire.opt_record(do=do))
    octets = wire.ask_tcp(server.address, query, timeout) if tcp else wire.ask_udp(server.address, query, timeout, tries)
    return wire.read_message(octets)


def rcode_of(server, name, *args, **kwargs):
    """(RCODE or "none", whether AD is set): what came of a query."""
    try:
        reply = ask(server, name, *args, **kwargs)
        return reply.rcode_text(), reply.has(wire.AD)
    except wire.NoReply:
        return "none", False


class Report:
    """Prints a row a server and keeps what `vouch` exceeded."""

    def __init__(self, case):
        self.case, self.broken = case, []

    def row(self, server, **figures):
        print("%-28s %-8s %s" % (self.case, server.name if hasattr(server, "name") else server,
                                 "  ".join("%s %s" % (key.replace("_", " "), "%.3g" % value if isinstance(value, float) else value)
                                           for key, value in figures.items())), flush=True)

    def hold(self, what, value, bound):
        """The figure of vouch may be at most the bound."""
        if value > bound:
            self.broken.append("%s: %s is %.4g, more than %.4g" % (self.case, what, value, bound))

    def check(self, what, holds):
        if not holds:
            self.broken.append("%s: %s" % (self.case, what))

    def end(self):
        """For sys.exit()."""
        for line in self.broken:
            print("FAILED " + line, file=sys.stderr)
        return 1 if self.broken else 0

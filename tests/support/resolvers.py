"""Starts resolvers that see the same small Internet on loopback: `vouch resolve`, unbound and named, all with the hints and
trust anchors of the test's own root, which one authoritative server at (ip, port) serves with every other zone.
"""
import os

import peers


def start_vouch(directory, hints, anchors, port, ip="127.0.0.1", settings="", program=None):
    """`settings` is added to the [resolver] section."""
    folder, own = peers._folder(directory, "resolve"), peers.free_port(ip)
    config = os.path.join(folder, "resolve.toml")
    with open(config, "w") as out:
        out.write('[resolver]\nlisten = ["%s:%d"]\nroot-hints = "%s"\ntrust-anchors = "%s"\nquery-port = %d\n%s\n'
                  % (ip, own, hints, anchors, port, settings))
    return peers._start("resolve", [program or os.environ["VOUCH"], "resolve", "--config", config], (ip, own), folder)


def start_unbound(directory, zones, anchors, authority, ip="127.0.0.1"):
    """unbound asks every server at port 53, unless it is told each zone's server: `zones` are their names."""
    folder, own = peers._folder(directory, "unbound"), peers.free_port(ip)
    config = os.path.join(folder, "unbound.conf")
    with open(config, "w") as out:
        out.write('server:\n  interface: %s@%d\n  port: %d\n  directory: "%s"\n  chroot: ""\n  username: ""\n  pidfile: ""\n'
                  '  use-syslog: no\n  do-not-query-localhost: no\n  num-threads: 1\n  ede: yes\n  val-log-level: 2\n'
                  '  trust-anchor-file: "%s"\n  module-config: "validator iterator"\n  do-ip6: no\n  minimal-responses: yes\n'
                  '  local-zone: "test." nodefault\n' % (ip, own, own, folder, anchors))
        for zone in zones:
            out.write('stub-zone:\n  name: "%s"\n  stub-addr: %s@%d\n  stub-prime: no\n' % (zone, authority[0], authority[1]))
        out.write("remote-control:\n  control-enable: no\n")
    return peers._start("unbound", [peers.find_program("unbound"), "-d", "-c", config], (ip, own), folder)


def start_named(directory, hints, anchors, authority, ip="127.0.0.1"):
    """named asks servers at the port that it listens on itself, so `ip`, which must be an interface's, is another address
    than theirs. `anchors` is the file of DS records of the root."""
    folder = peers._folder(directory, "named-resolver")
    config = os.path.join(folder, "named.conf")
    with open(config, "w") as out:
        out.write('options { directory "%s"; pid-file none; session-keyfile none; lock-file none; port %d;\n'
                  '  listen-on { %s; }; listen-on-v6 { none; }; recursion yes; allow-query { any; }; dnssec-validation yes;\n'
                  '  minimal-responses yes; empty-zones-enable no; };\ncontrols { };\n' % (folder, authority[1], ip))
        out.write('zone "." { type hint; file "%s"; };\ntrust-anchors {\n' % hints)
        for line in open(anchors):
            fields = line.split()
            if "DS" in fields:
                tag, algorithm, digest, *octets = fields[fields.index("DS") + 1:]
                out.write('  . static-ds %s %s %s "%s";\n' % (tag, algorithm, digest, "".join(octets)))
        out.write("};\n")
    return peers._start("named-resolver", [peers.find_program("named"), "-4", "-g", "-n", "1", "-c", config], (ip, authority[1]), folder)

"""Starts and ends the servers that tests compare: named, knotd and nsd on loopback addresses with ports of the test's
choice, and `vouch serve`. Every server is ended by its own process id. No privileges are needed.
"""
import os
import shutil
import signal
import socket
import subprocess
import time


class CannotStart(Exception):
    pass


def free_port(address):
    """A port that is free for UDP and TCP on the address now."""
    for _ in range(50):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind((address, 0))
            port = tcp.getsockname()[1]
            try:
                udp.bind((address, port))
                return port
            except OSError:
                continue
    raise CannotStart("no free port on " + address)


def find_program(name):
    """The path of an installed program, or None."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin")


class Server:
    """A running server; `address` is (IP address, port)."""

    def __init__(self, name, command, address, directory, log):
        self.name, self.address, self.log = name, address, log
        self.output = open(log, "wb")
        self.process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=self.output,
                                        stderr=subprocess.STDOUT)

    def wait_until_ready(self, seconds=20):
        """Returns when the server accepts TCP connections on its port."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise CannotStart("%s ended with %d:\n%s" % (self.name, self.process.returncode, self.log_text()))
            try:
                socket.create_connection(self.address, 0.5).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise CannotStart("%s does not accept connections:\n%s" % (self.name, self.log_text()))

    def log_text(self):
        with open(self.log, errors="replace") as log:
            return log.read()[-4000:]

    def stop(self, seconds=10):
        """Ends the server; gives its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()
        return self.process.returncode

    def reload(self):
        self.process.send_signal(signal.SIGHUP)


def _start(name, command, address, directory):
    return Server(name, command, address, directory, os.path.join(directory, name + ".log"))


def _folder(directory, name):
    path = os.path.join(directory, name)
    os.makedirs(path, exist_ok=True)
    return path


def start_named(directory, zones, ip="127.0.0.1", options="", transfer=()):
    """`zones` is {name: path}; `options` goes into the options block; `transfer` is {zone: who may have it}."""
    folder, port = _folder(directory, "named"), free_port(ip)
    config = os.path.join(folder, "named.conf")
    with open(config, "w") as out:
        out.write('options { directory "%s"; pid-file none; session-keyfile none; lock-file none;\n' % folder)
        out.write("  listen-on port %d { %s; }; listen-on-v6 { none; }; recursion no; notify no; dnssec-validation no;\n" % (port, ip))
        out.write("  allow-transfer { none; }; allow-query { any; }; masterfile-format text; %s };\n" % options)
        out.write("controls { };\n")
        for zone, path in zones.items():
            allowed = "allow-transfer { %s; }; " % transfer[zone] if zone in transfer else ""
            out.write('zone "%s" { type primary; file "%s"; check-names ignore; %s};\n' % (zone, path, allowed))
    return _start("named", [find_program("named"), "-g", "-n", "1", "-c", config], (ip, port), folder)


def start_knotd(directory, zones, ip="127.0.0.1", server="", zone_options=""):
    folder, port = _folder(directory, "knotd"), free_port(ip)
    config = os.path.join(folder, "knot.conf")
    with open(config, "w") as out:
        out.write("server:\n    rundir: %s\n    listen: %s@%d\n    udp-workers: 1\n    tcp-workers: 1\n    background-workers: 1\n"
                  % (folder, ip, port))
        out.write(server)
        out.write("log:\n  - target: stdout\n    any: info\n")
        out.write("database:\n    storage: %s\n" % folder)
        out.write("template:\n  - id: default\n    storage: %s\n    zonefile-load: whole\n    journal-content: none\n"
                  "    semantic-checks: off\n%s" % (folder, zone_options))
        out.write("zone:\n")
        for zone, path in zones.items():
            out.write("  - domain: %s\n    file: %s\n" % (zone, path))
    return _start("knotd", [find_program("knotd"), "-c", config], (ip, port), folder)


def start_nsd(directory, zones, ip="127.0.0.1", server=""):
    folder, port = _folder(directory, "nsd"), free_port(ip)
    config = os.path.join(folder, "nsd.conf")
    with open(config, "w") as out:
        out.write('server:\n  ip-address: %s@%d\n  port: %d\n  server-count: 1\n  username: ""\n  chroot: ""\n  zonesdir: "%s"\n'
                  % (ip, port, port, folder))
        out.write('  pidfile: ""\n  database: ""\n  xfrdfile: "%s/xfrd.state"\n  xfrdir: "%s"\n  zonelistfile: "%s/zone.list"\n'
                  '  verbosity: 1\n  rrl-ratelimit: 0\n  rrl-whitelist-ratelimit: 0\n%s' % (folder, folder, folder, server))
        out.write("remote-control:\n  control-enable: no\n")
        for zone, path in zones.items():
            out.write('zone:\n  name: "%s"\n  zonefile: "%s"\n' % (zone, path))
    return _start("nsd", [find_program("nsd"), "-d", "-c", config], (ip, port), folder)


def start_vouch(directory, zones, ip="127.0.0.1", server="", program=None):
    """`server` is added to the [server] section of the configuration file."""
    folder, port = _folder(directory, "vouch"), free_port(ip)
    config = os.path.join(folder, "serve.toml")
    with open(config, "w") as out:
        out.write('[server]\nlisten = ["%s:%d"]\n%s\n' % (ip, port, server))
        for zone, path in zones.items():
            out.write('[[zone]]\nname = "%s"\nfile = "%s"\n' % (zone, path))
    return _start("vouch", [program or os.environ["VOUCH"], "serve", "--config", config], (ip, port), folder)

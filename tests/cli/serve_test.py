#!/usr/bin/env python3
"""`vouch serve` as its users meet it: flags and configuration, errors before it serves, SIGHUP, SIGTERM."""
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import dnswire as wire  # noqa: E402
import peers  # noqa: E402

VOUCH = os.path.abspath(os.environ.get("VOUCH", ""))
ZONE = "$TTL 300\n@ SOA ns hostmaster %d 1 2 3 4\n@ NS ns\nns A 192.0.2.1\n"


def serial(server, zone="example"):
    message = wire.read_message(wire.ask_udp(server.address, wire.make_query(zone, "SOA")))
    return int(message.answer[0].text().split()[5]) if message.answer else message.rcode_text()


def wait_for(what, seconds=10):
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


class Serve(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vouch-serve-")
        self.addCleanup(self.folder.cleanup)
        self.zone = self.path("example.zone")
        self.write(self.zone, ZONE % 1)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, path, text):
        with open(path + ".new", "w") as out:
            out.write(text)
        os.rename(path + ".new", path)

    def start(self, zones=None, server=""):
        started = peers.start_vouch(self.folder.name, zones or {"example": self.zone}, program=VOUCH, server=server)
        self.addCleanup(started.stop)
        return started.wait_until_ready()

    def refused(self, *arguments):
        """What a command that must fail at once says, without its name."""
        done = subprocess.run([VOUCH, "serve", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=20,
                              stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        last = done.stderr.rstrip("\n").split("\n")[-1]
        self.assertTrue(last.startswith("vouch serve: "), done.stderr)
        return last[len("vouch serve: "):]

    def config(self, text):
        path = self.path("serve.toml")
        self.write(path, text)
        return path

    def test_serves_by_flags(self):
        port = peers.free_port("127.0.0.1")
        server = peers.Server("flags", [VOUCH, "serve", "--zone", "example=" + self.zone, "--listen", "127.0.0.1:%d" % port],
                              ("127.0.0.1", port), self.folder.name, self.path("flags.log"))
        self.addCleanup(server.stop)
        server.wait_until_ready()
        self.assertEqual(serial(server), 1)
        self.assertEqual(server.stop(), 0)
        self.assertRegex(server.log_text(), r"zone loaded zone=example\. serial=1 records=3 memory=")

    def test_answers_over_both_transports_as_soon_as_tcp_is_accepted(self):
        server = self.start()
        query = wire.make_query("ns.example", "A", edns=wire.opt_record(do=True))
        for ask in (wire.ask_udp, wire.ask_tcp):
            message = wire.read_message(ask(server.address, query))
            self.assertEqual((message.rcode_text(), message.flag_text(), len(message.answer)), ("NOERROR", "qr aa", 1))

    def test_tells_its_version_and_what_the_configuration_says(self):
        server = self.start(server='identity = "test-1"\nnsid = "n1"')
        version = wire.read_message(wire.ask_udp(server.address, wire.make_query("version.bind", "TXT", rrclass=3)))
        self.assertRegex(version.answer[0].rdata[1:].decode(), r"^vouch [0-9.]+$")
        identity = wire.read_message(wire.ask_udp(server.address, wire.make_query("id.server", "TXT", rrclass=3)))
        self.assertEqual(identity.answer[0].rdata[1:], b"test-1")
        nsid = wire.make_query("ns.example", "A", edns=wire.opt_record(options=[(3, b"")]))
        self.assertEqual(wire.read_message(wire.ask_udp(server.address, nsid)).option(3), b"n1")

    def test_reloads_on_sighup_and_keeps_what_is_broken(self):
        server = self.start()
        self.write(self.zone, ZONE % 2)
        server.reload()
        self.assertTrue(wait_for(lambda: serial(server) == 2))
        self.write(self.zone, ZONE % 3 + "ns A 192.0.2.256\n" * 25)
        server.reload()
        self.assertTrue(wait_for(lambda: "old content is served" in server.log_text()), server.log_text())
        self.assertIn(self.zone + ":5:", server.log_text())
        self.assertIn("more errors were not looked for", server.log_text())
        self.assertEqual(serial(server), 2)
        self.write(self.zone, ZONE % 4)
        server.reload()
        self.assertTrue(wait_for(lambda: serial(server) == 4))

    def sign(self, text, *options):
        """The signed text; one key for all calls."""
        if not os.path.isdir(self.path("keys")):
            os.mkdir(self.path("keys"))
            subprocess.run([VOUCH, "keygen", "--csk", "-K", self.path("keys"), "example"], check=True, stdout=subprocess.PIPE)
        self.write(self.path("to-sign"), text)
        subprocess.run([VOUCH, "sign", "-o", "example", "-K", self.path("keys"), "-f", self.path("signed"), *options,
                        self.path("to-sign")], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open(self.path("signed")) as signed:
            return signed.read()

    def reload_with(self, server, text, words):
        """Reloads with this zone file, and waits until the log has the words, once more than before."""
        before = self.log_of(server)
        self.write(self.zone, text)
        server.reload()
        self.assertTrue(wait_for(lambda: self.log_of(server).count(": reloaded ") > before.count(": reloaded ")))
        self.assertGreater(self.log_of(server).count(words), before.count(words), server.log_text())

    def log_of(self, server):
        with open(server.log) as log:
            return log.read()

    def force(self, value):
        with open(self.path("vouch/serve.toml")) as config:
            text = config.read().replace("force = true\n", "")
        self.write(self.path("vouch/serve.toml"), text + ("force = true\n" if value else ""))

    def test_keeps_the_signed_zone_when_its_signatures_are_gone_or_expired(self):
        self.write(self.zone, self.sign(ZONE % 1))
        server = self.start()
        self.reload_with(server, ZONE % 2, "comes back without its signatures")
        self.assertEqual(serial(server), 1)
        old = ("--inception", "20200101000000", "--expiration", "20200201000000")
        self.reload_with(server, self.sign(ZONE % 3, *old), "ended at 2020-02-01T00:00:00Z")
        self.assertEqual(serial(server), 1)
        future = ("--inception", "20600101000000", "--expiration", "20600201000000")
        self.reload_with(server, self.sign(ZONE % 4, *future), "begins at 2060-01-01T00:00:00Z")
        self.assertEqual(serial(server), 1)
        self.assertEqual(self.log_of(server).count("its old content is served on"), 3)
        self.force(True)
        self.reload_with(server, self.sign(ZONE % 5, *old), "served all the same, by force")
        self.assertEqual(serial(server), 5)
        self.force(False)
        self.reload_with(server, self.sign(ZONE % 6, *old), "zone loaded zone=example. serial=6")
        self.assertEqual(serial(server), 6, "what was served was no better")
        self.reload_with(server, self.sign(ZONE % 7), "zone loaded zone=example. serial=7")
        self.force(True)
        self.reload_with(server, ZONE % 8, "served all the same, by force")
        self.assertEqual(serial(server), 8)

    def test_warns_of_changes_that_secondaries_miss_and_of_nsec3_iterations(self):
        server = self.start()
        self.reload_with(server, ZONE % 1 + "a A 192.0.2.2\n", "content has changed and the serial 1 has not")
        self.reload_with(server, (ZONE % 1 + "a A 192.0.2.2\n").replace("300", "301"), "content has changed and the serial 1 has not")
        self.reload_with(server, ZONE % 0xfffffff0, "the serial goes back from 1 to 4294967280")
        self.reload_with(server, ZONE % 2, "zone loaded zone=example. serial=2")
        self.reload_with(server, self.sign(ZONE % 3, "--nsec3", "--iterations", "51"), "51 NSEC3 iterations: resolvers take")
        self.reload_with(server, self.sign(ZONE % 4, "--nsec3", "--iterations", "50"), "50 NSEC3 iterations make no zone safer")
        self.assertEqual(serial(server), 4)
        self.assertEqual(self.log_of(server).count("goes back"), 1)
        self.assertEqual(self.log_of(server).count("has not:"), 2)

    def test_serves_no_zone_that_zone_check_calls_broken(self):
        broken = ZONE + "sub NS ns.sub\n"
        self.write(self.path("broken.zone"), broken % 1)
        server = self.start({"example": self.zone, "broken": self.path("broken.zone")})
        finding = self.path("broken.zone") + ":5: MISSING_GLUE sub.broken. NS: "
        self.assertIn(finding, server.log_text())
        self.assertIn("the zone has errors", server.log_text())
        self.assertEqual((serial(server), serial(server, "broken")), (1, "SERVFAIL"))
        self.reload_with(server, broken % 2, "its old content is served on")
        self.assertEqual(serial(server), 1)
        self.force(True)  # for the last zone, which is `broken`
        self.reload_with(server, ZONE % 3, "served all the same, by force")
        self.assertEqual((serial(server), serial(server, "broken")), (3, 1))
        self.assertEqual(server.stop(), 0)

    def test_serves_a_broken_zone_by_force(self):
        self.write(self.zone, (ZONE + "sub NS ns.sub\n") % 1)
        port = peers.free_port("127.0.0.1")
        flags = ("--zone", "example=" + self.zone, "--listen", "127.0.0.1:%d" % port)
        self.assertIn("no zone could be loaded", self.refused(*flags))
        server = peers.Server("forced", [VOUCH, "serve", "--force", *flags], ("127.0.0.1", port), self.folder.name,
                              self.path("forced.log"))
        self.addCleanup(server.stop)
        self.assertEqual(serial(server.wait_until_ready()), 1)
        self.assertIn("served all the same, by force", server.log_text())

    def test_reloads_its_configuration_on_sighup(self):
        server = self.start()
        self.assertEqual(serial(server, "test"), "REFUSED")
        config = self.path("vouch/serve.toml")
        with open(config) as old:
            text = old.read()
        self.write(self.path("test.zone"), ZONE % 7)
        self.write(config, text + '[[zone]]\nname = "test"\nfile = "../test.zone"\n')
        server.reload()
        self.assertTrue(wait_for(lambda: serial(server, "test") == 7))
        self.write(config, text + "nonsense")
        server.reload()
        self.assertTrue(wait_for(lambda: "not reloaded: " in server.log_text()), server.log_text())
        self.assertEqual(serial(server, "test"), 7)

    def test_ends_with_0_on_sigterm(self):
        server = self.start()
        self.assertEqual(server.stop(), 0)
        self.assertIn("stopped", server.log_text())

    def test_refuses_wrong_flags(self):
        self.assertIn("nothing to serve", self.refused())
        self.assertIn("no address to listen on", self.refused("--zone", "example=" + self.zone))
        self.assertIn("NAME=FILE", self.refused("--zone", "example", "--listen", "127.0.0.1:1"))
        self.assertIn("when there is --config", self.refused("--config", "x", "--listen", "127.0.0.1:1"))
        self.assertIn("localhost", self.refused("--zone", "example=" + self.zone, "--listen", "localhost"))
        self.assertIn("/nowhere/serve.toml", self.refused("--config", "/nowhere/serve.toml"))

    def test_names_place_and_remedy_in_a_wrong_configuration(self):
        start = '[server]\nlisten = ["127.0.0.1:1"]\n'
        zone = '[[zone]]\nname = "example"\nfile = "%s"\n' % self.zone
        for text, line, words in ((start + "treads = 1\n" + zone, 3, "threads"),
                                  (start + zone + 'policy = "x"\n', 6, "signed zones from files only"),
                                  (start + zone + 'primary = "192.0.2.1"\n', 6, "signed zones from files only"),
                                  (start + zone + "allow-transfer = []\n", 6, "signed zones from files only"),
                                  ("[server]\nlisten = 5\n" + zone, 2, "listen"),
                                  ("[server\n", 1, "")):
            config = self.config(text)
            said = self.refused("--config", config)
            self.assertRegex(said, r"^%s:%d:\d+: " % (re.escape(config), line))
            self.assertIn(words, said)

    def test_does_not_start_without_a_zone_or_a_free_port(self):
        self.write(self.zone, "nonsense\n")
        self.assertIn("no zone could be loaded", self.refused("--zone", "example=" + self.zone, "--listen", "127.0.0.1:1"))
        self.write(self.zone, ZONE % 1)
        server = self.start()
        said = self.refused("--threads", "2", "--zone", "example=" + self.zone, "--listen", "%s:%d" % server.address)
        self.assertIn("%s#%d" % server.address, said)


if __name__ == "__main__":
    if not os.access(VOUCH, os.X_OK):
        print("skipped: no vouch to test")
        sys.exit(77)
    unittest.main()

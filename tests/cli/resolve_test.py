#!/usr/bin/env python3
"""`vouch resolve` as its users meet it: errors before it starts, readiness, the log, SIGHUP, SIGTERM."""
import os
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import dnswire as wire  # noqa: E402
import peers  # noqa: E402
import resolvers  # noqa: E402

VOUCH = os.path.abspath(os.environ.get("VOUCH", ""))
ROOT = """$TTL 300
. SOA ns. hostmaster. 1 2 3 4 60
. NS ns.
ns. A 127.0.0.1
www.example. A 192.0.2.1
"""


class Resolve(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vouch-resolve-")
        self.addCleanup(self.folder.cleanup)

    def path(self, name, text=None):
        path = os.path.join(self.folder.name, name)
        if text is not None:
            with open(path, "w") as out:
                out.write(text)
        return path

    def refused(self, *arguments):
        """What a command that must fail at once says, without its name."""
        done = subprocess.run([VOUCH, "resolve", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=20, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout, "")
        last = done.stderr.rstrip("\n").split("\n")[-1]
        self.assertTrue(last.startswith("vouch resolve: "), done.stderr)
        return last[len("vouch resolve: "):]

    def start(self, anchors="; none\n", settings=""):
        """A root zone without signatures, and a resolver of it."""
        authority = peers.start_vouch(self.folder.name, {".": self.path("root.zone", ROOT)}, program=VOUCH)
        self.addCleanup(authority.stop)
        authority.wait_until_ready()
        self.authority = authority
        hints = self.path("hints", ". 3600 IN NS ns.\nns. 3600 IN A 127.0.0.1\n")
        resolver = resolvers.start_vouch(self.folder.name, hints, self.path("anchors", anchors), authority.address[1],
                                         settings=settings, program=VOUCH)
        self.addCleanup(resolver.stop)
        return resolver.wait_until_ready()

    def ask(self, resolver, name="www.example", ask=wire.ask_udp):
        return wire.read_message(ask(resolver.address, wire.make_query(name, "A", flags=wire.RD, edns=wire.opt_record(do=True))))

    def wait_for_log(self, server, text):
        until = time.monotonic() + 10
        while text not in server.log_text():
            self.assertLess(time.monotonic(), until, server.log_text())
            time.sleep(0.02)

    def test_resolves_without_a_configuration(self):
        authority = peers.start_vouch(self.folder.name, {".": self.path("root.zone", ROOT)}, program=VOUCH)
        self.addCleanup(authority.stop)
        authority.wait_until_ready()
        address = ("127.0.0.1", peers.free_port("127.0.0.1"))
        resolver = peers.Server("resolve", [VOUCH, "resolve", "--listen", "%s:%d" % address, "--forward", "%s:%d" % authority.address,
                                            "--threads", "2"], address, self.folder.name, self.path("resolve.log"))
        self.addCleanup(resolver.stop)
        resolver.wait_until_ready()
        self.assertIn("no configuration: this machine may ask", resolver.log_text())
        self.assertIn("127.0.0.1#%d" % address[1], resolver.log_text())
        # The built-in trust anchors are those of the real root, which has not signed this one.
        self.assertEqual(self.ask(resolver).rcode_text(), "SERVFAIL")
        unchecked = wire.make_query("www.example", "A", flags=wire.RD | wire.CD)
        self.assertEqual(len(wire.read_message(wire.ask_udp(address, unchecked)).answer), 1)
        # It goes on with what it was given.
        resolver.reload()
        self.wait_for_log(resolver, "info: reloaded")
        self.assertEqual(len(wire.read_message(wire.ask_udp(address, unchecked)).answer), 1)

    def test_takes_options_or_a_configuration(self):
        self.assertIn("/nonexistent", self.refused("--config", "/nonexistent"))
        for option in (("--listen", "127.0.0.1"), ("--forward", "127.0.0.1"), ("--threads", "2"), ("--user", "nobody")):
            self.assertIn("--config", self.refused("--config", self.path("r.toml", ""), *option))
        self.assertIn("256", self.refused("--threads", "1000"))
        self.assertIn("'nowhere'", self.refused("--forward", "nowhere"))

    def test_answers_names_that_must_not_leave(self):
        resolver = self.start(settings="[resolver.local-names]\nonion = false")
        reply = self.ask(resolver, "localhost")
        self.assertEqual((reply.rcode_text(), reply.answer[0].text().split()[-1], reply.has(wire.AD)), ("NOERROR", "127.0.0.1", False))
        self.assertEqual(self.ask(resolver, "1.0.0.10.in-addr.arpa").rcode_text(), "NXDOMAIN")
        self.assertEqual(self.ask(resolver, "a.invalid").authority[0].text().split()[0], "invalid.")
        # This one is asked for, and the root denies it.
        self.assertEqual(self.ask(resolver, "a.onion").authority[0].text().split()[0], ".")
        config = self.path("r.toml", '[resolver]\nlisten = ["127.0.0.1:5353"]\n[resolver.local-names]\nhome.arpa = true\n')
        self.assertIn("unknown key 'home'", self.refused("--config", config))

    def test_keeps_what_it_knows_at_sighup(self):
        resolver = self.start()
        self.assertEqual(self.ask(resolver).rcode_text(), "NOERROR")
        self.authority.stop()
        resolver.reload()
        self.wait_for_log(resolver, "info: reloaded")
        self.assertEqual(self.ask(resolver).rcode_text(), "NOERROR")

    def test_says_where_the_configuration_is_wrong(self):
        config = self.path("r.toml", '[resolver]\nlisten = ["127.0.0.1:5353"]\nqname-minimisation = true\n')
        self.assertEqual(self.refused("--config", config),
                         config + ":3:1: unknown key 'qname-minimisation' in [resolver]; did you mean 'qname-minimization'?")
        anchors = self.path("bad-anchors", ". IN DS 1 2\n")
        config = self.path("r.toml", '[resolver]\nlisten = ["127.0.0.1:5353"]\ntrust-anchors = "bad-anchors"\n')
        self.assertTrue(self.refused("--config", config).startswith(anchors + ":1:"))

    def test_answers_over_both_transports_as_soon_as_tcp_is_accepted(self):
        resolver = self.start()
        for ask in (wire.ask_tcp, wire.ask_udp):
            reply = self.ask(resolver, ask=ask)
            self.assertEqual((reply.rcode_text(), len(reply.answer), reply.has(wire.AD)), ("NOERROR", 1, False))
        self.assertEqual(self.ask(resolver, "none.example").rcode_text(), "NXDOMAIN")

    def test_tells_that_nothing_is_validated(self):
        self.assertIn("no trust anchors", self.start().log_text())

    def test_logs_why_an_answer_is_bogus_in_one_line(self):
        resolver = self.start(anchors=". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n")
        reply = self.ask(resolver)
        self.assertEqual(reply.rcode_text(), "SERVFAIL")
        self.assertEqual(reply.option(15)[:2], b"\x00\x09")
        self.assertIn(b"RFC 4035", reply.option(15))
        self.wait_for_log(resolver, "www.example. IN A: bogus, ")
        lines = [line for line in resolver.log_text().split("\n") if "bogus" in line]
        self.assertEqual(len(lines), 1)
        self.assertRegex(lines[0], r"EDE 9: .*\(RFC 4035 section 5[.0-9]*\).*127\.0\.0\.1#")

    def test_reads_its_files_again_at_sighup(self):
        resolver = self.start()
        self.assertEqual(self.ask(resolver).rcode_text(), "NOERROR")
        anchors = self.path("anchors", "nonsense\n")
        resolver.reload()
        self.wait_for_log(resolver, "not reloaded: " + anchors + ":1:")
        self.assertEqual(self.ask(resolver).rcode_text(), "NOERROR")
        self.path("anchors", ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n")
        resolver.reload()
        self.wait_for_log(resolver, "info: reloaded")
        self.assertEqual(self.ask(resolver).rcode_text(), "SERVFAIL")

    def test_ends_at_sigterm(self):
        resolver = self.start()
        self.assertEqual(resolver.stop(), 0)
        self.assertIn("stopped", resolver.log_text())

    def test_refuses_a_port_that_another_server_has(self):
        resolver = self.start()
        config = self.path("r.toml", '[resolver]\nlisten = ["%s:%d"]\n' % resolver.address)
        self.assertIn("another program listens there", self.refused("--config", config))


if __name__ == "__main__":
    if not os.access(VOUCH, os.X_OK):
        sys.exit(77)
    unittest.main()

#!/usr/bin/env python3
"""`vouch dig` in trouble and in bulk, beside dig: transfers of whole zones, of changes and refused ones, batch files, wrong
replies, EDNS and cookies that a server refuses, values that can't be used. Output and exit codes are the same but for ids, times
and cookies; where they differ on purpose, the test says what ours must be. And +json is JSON, whatever happens.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "support"))
import dig_output  # noqa: E402
import dnswire as wire  # noqa: E402
import peers  # noqa: E402
import scripted_server as scripted  # noqa: E402

VOUCH = os.environ["VOUCH"]
HOSTILE = "127.0.0.9"
ZONE = """$TTL 3600
@ SOA ns1 hostmaster 2024010101 7200 3600 1209600 300
@ NS ns1
ns1 A 127.0.0.1
www A 192.0.2.2
alias CNAME www
%s
""" % "\n".join('t%d TXT "%s"' % (i, "x" * 200) for i in range(600))
FAILED = []


def expect(holds, what):
    if not holds:
        FAILED.append(what)
        print("FAILED " + what, file=sys.stderr)


def wrong_in(place, octets, xor):
    changed = bytearray(octets)
    changed[place] ^= xor
    return bytes(changed)


def hostile(asked):
    label = asked.question.name[0].lower().decode() if asked.question.name else ""
    query = wire.read_message(asked.octets)
    good = scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")])
    if label == "badcookie":
        cookie = query.option(10) or b""
        if len(cookie) > 8:
            return scripted.reply(asked, answer=[scripted.record(asked.question.name, "A", "192.0.2.1")], edns=False,
                                  additional=[wire.opt_record(options=[(10, cookie)])])
        opt = bytearray(wire.opt_record(options=[(10, cookie + b"ABCDEFGH")]))
        opt[5] = 1  # the upper part of BADCOOKIE
        return scripted.reply(asked, rcode=7, edns=False, additional=[bytes(opt)])
    soa = scripted.record(asked.question.name, "SOA", "ns. hostmaster. 7 1 1 1 1")
    replies = {
        "id": [wrong_in(1, good, 1), good], "idonly": wrong_in(1, good, 1),
        "question": [wrong_in(13, good, 1), good], "questiononly": wrong_in(13, good, 1),
        "short": [good[:8], good], "shortonly": good[:8], "junk": good + b"\0\0\0", "case": wrong_in(13, good, 0x20),
        "cut": good[:-6], "servfail": scripted.reply(asked, rcode=2),
        "tc": scripted.cut(asked) if asked.transport == "udp" else good,
        "formerr": scripted.reply(asked, rcode=1, edns=False) if query.opt else good,
        # Transfers: one that begins with another record, one that goes on after its end.
        "nosoa": good, "more": scripted.reply(asked, answer=[soa, soa, good[-27:]] if query.opt else [soa, soa, soa]),
    }
    return replies.get(label, good)


def run(program, words):
    done = subprocess.run(program + words, capture_output=True, text=True, timeout=60, env=dict(os.environ, HOME="/nowhere"))
    return done.returncode, dig_output.masked(done.stdout), done.stderr


def same(words, errors=False):
    """The same as dig; `errors`: what is said on standard error as well."""
    theirs, ours = run(["dig"], words), run([VOUCH, "dig"], words)
    # dig says the first of two lines about a value on standard output.
    theirs, ours = [(code, text + said if errors else text) for code, text, said in (theirs, ours)]
    expect(theirs == ours, "dig %s\n  dig:   %s\n  vouch: %s" % (" ".join(words), theirs, ours))


def transfers(server, directory):
    at = ["@%s" % server[0], "-p", str(server[1])]
    for line in ("example.test AXFR", "example.test AXFR +short", "example.test AXFR +multiline +onesoa", "example.test IXFR=1",
                 "example.test IXFR=2024010101", "example.test AXFR +noall +answer", "closed.test AXFR", "closed.test IXFR=1",
                 "example.test AXFR www.example.test +dnssec", "nowhere.test AXFR"):
        same(at + line.split())
    same(["@127.0.0.1", "-p", str(peers.free_port("127.0.0.1")), "example.test", "AXFR", "+tries=2"])
    code, text, _ = run([VOUCH, "dig"], at + ["example.test", "AXFR", "+json"])
    found = json.loads(text)
    expect(code == 0 and found["complete"] and len(found["answerRRs"]) == 606 and found["messages"] > 1, "a transfer as JSON: " + text[:300])
    batch = os.path.join(directory, "batch")
    with open(batch, "w") as out:
        out.write("www.example.test\nalias.example.test +noall +answer\nwww.example.test AAAA +nostats\n")
    for line in (at + ["-f", batch], at + ["+short", "-f", batch], ["-f", batch] + at + ["+nostats"]):
        same(line)
    with open(batch, "a") as out:
        out.write("-f %s\n" % batch)
    code, _, errors = run([VOUCH, "dig"], at + ["-f", batch])
    expect(code == 8 and "can't name another batch file" in errors, "a batch file that names itself: %d %s" % (code, errors))


def words_and_values(server):
    at = ["@%s" % server[0], "-p", str(server[1])]
    for line in ("+bufsize=99999 x.test", "+time=x x.test", "a..b", "%s.test" % ("x" * 70), "-t FOO www.example.test +short",
                 "-c FOO www.example.test +short", "-b foo x.test"):
        same(at + line.split(), errors=True)
    for line in ("-p 99999 x.test", "-4 @::1 x.test"):
        same(line.split(), errors=True)
    for line in ("+edns=1 www.example.test", "+edns=1 +noednsnegotiation www.example.test", "www.example.test +raflag +qr +nocookie",
                 "www +domain=example.test", "www +domain=example.test +short", "-u www.example.test +noall +stats",
                 "-b 192.0.2.77 x.test +tries=1"):
        same(at + line.split())
    for option in ("+https", "+tls", "+yaml", "+idnout", "+keepopen", "-m"):
        code, text, errors = run([VOUCH, "dig"], at + ["www.example.test", option])
        expect(code == 1 and not text and "not offered" in errors, "%s is refused: %d %s" % (option, code, errors))
    code, _, errors = run([VOUCH, "dig"], ["-6", "@127.0.0.1", "x.test"])
    expect(code == 1 and "address family not supported" in errors, "-6 with an IPv4 address: %d %s" % (code, errors))


def wrong_replies(port):
    at = ["@" + HOSTILE, "-p", str(port), "+time=1", "+tries=1"]
    for line in ("id.test", "idonly.test", "question.test", "questiononly.test", "short.test", "shortonly.test", "case.test", "tc.test",
                 "badcookie.test", "badcookie.test +nobadcookie", "servfail.test", "servfail.test +nofail", "formerr.test",
                 "nosoa.test AXFR", "cut.test +nobesteffort +noall"):
        if "nobesteffort" in line:
            code, text, _ = run([VOUCH, "dig"], at + line.split())
            expect(code == 0 and ";; Got bad packet: " in text and "cut.test" not in text.split("Got bad packet")[0], "a cut reply: " + text)
        else:
            same(at + line.split())
    code, text, _ = run([VOUCH, "dig"], at + ["more.test", "AXFR"])
    expect("; Transfer failed." in text, "a transfer that goes on after its end: %d %s" % (code, text))
    for line, key in (("www.test", "answerRRs"), ("idonly.test", "error"), ("cut.test", "notes"), ("tc.test", "server")):
        code, text, _ = run([VOUCH, "dig"], at + line.split() + ["+json"])
        found = json.loads(text)
        expect(key in found and found["QNAME"].rstrip(".") == line, "JSON of %s: %s" % (line, text))


def main():
    if peers.find_program("dig") is None or peers.find_program("named") is None:
        print("dig or named is not installed; packaging/setup installs them")
        return 1
    with tempfile.TemporaryDirectory() as directory:
        paths = {}
        for zone in ("example.test", "closed.test"):
            paths[zone] = os.path.join(directory, zone)
            with open(paths[zone], "w") as out:
                out.write(ZONE)
        server = peers.start_named(directory, paths, options="", transfer={"example.test": "any"}).wait_until_ready()
        port = peers.free_port(HOSTILE)
        try:
            transfers(server.address, directory)
            words_and_values(server.address)
            with scripted.ScriptedServer(HOSTILE, hostile, port=port):
                wrong_replies(port)
        finally:
            server.stop()
    return 1 if FAILED else 0


sys.exit(main())

#!/usr/bin/env python3
"""Forged replies that come before the right one: with another ID, another question, other letters, a wrong cookie or none, cut,
by the dozen. None is taken, the right one is, and servers that do not bear letter case or cookies are asked all the same.
"""
import os
import socket
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import own_network  # noqa: E402

own_network.enter()
import attacked  # noqa: E402
import dnswire as wire  # noqa: E402
import scripted_server as scripted  # noqa: E402

SERVER = "10.66.0.1"
NAMES = 12
GOOD, FORGED = "192.0.2.1", "192.0.2.66"
SOA = scripted.record("attacked", "SOA", "ns. hostmaster. 1 7200 3600 1209600 1")
COOKIE = 10
SERVER_COOKIE = b"server's"


def client_cookie(asked):
    opt = wire.read_message(asked.octets).opt
    cookies = [value for code, value in wire.read_options(opt.rdata) if code == COOKIE] if opt else []
    return cookies[0][:8] if cookies else None


def answer(asked, address=GOOD, cookie=None, **options):
    """`cookie`: the whole option, or None for no option."""
    extra = [wire.opt_record(options=[(COOKIE, cookie)])] if cookie else []
    if asked.question.type != wire.TYPES["A"] or len(asked.question.name) < 2:
        return scripted.reply(asked, authority=[SOA], additional=extra, edns=not extra, **options)
    records = [scripted.record(asked.question.name, "A", address)]
    return scripted.reply(asked, answer=records, additional=extra, edns=not extra, **options)


def folded(asked, **options):
    question = asked.question._replace(name=wire.lowered(asked.question.name))
    return answer(asked._replace(question=question), **options)


def after(forged, right):
    """Forgeries at once, the right reply a little later; by TCP there is no forging."""
    def script(asked):
        if asked.transport == "tcp":
            return right(asked)
        replies = forged(asked)
        return [*(replies if isinstance(replies, list) else [replies]), scripted.Later(0.03, right(asked))]
    return script


def with_cookie(asked):
    client = client_cookie(asked)
    return answer(asked, cookie=client + SERVER_COOKIE if client else None)


def other_id(asked):
    return struct.unpack("!H", asked.octets[:2])[0] ^ 0x5555


def wrong_ids(count):
    return lambda asked: [answer(asked, FORGED, message_id=(other_id(asked) + i) & 0xffff) for i in range(count)]


def other_question(asked):
    return answer(asked._replace(question=asked.question._replace(name=(b"other", b"attacked"))), FORGED)


def has_letters(asked):
    return any(c in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" for label in asked.question.name for c in label)


def wrong_letters(asked):
    name = tuple(label.swapcase() for label in asked.question.name)
    return answer(asked._replace(question=asked.question._replace(name=name)), FORGED) if has_letters(asked) else []


def wrong_cookie(asked):
    return answer(asked, FORGED, cookie=b"guessed!" + SERVER_COOKIE)


def refusal(rcode):
    """Of every query with a cookie; the server itself knows none."""
    return lambda asked: scripted.reply(asked, rcode=rcode) if client_cookie(asked) else answer(asked)


def asks_for_cookie(asked):
    """BADCOOKIE until the server's own cookie comes back (RFC 7873 section 5.2.3)."""
    client = client_cookie(asked)
    if client is None or SERVER_COOKIE in asked.octets or asked.transport == "tcp":
        return with_cookie(asked)
    opt = bytearray(wire.opt_record(options=[(COOKIE, client + SERVER_COOKIE)]))
    opt[5] = 23 >> 4  # the high bits of the RCODE
    return scripted.reply(asked, additional=[bytes(opt)], edns=False, rcode=23 & 15)


def by_udp_only(script):
    return lambda asked: scripted.DROP if asked.transport == "tcp" else script(asked)


# case: script; most queries a name that the case may cause; names without an answer, where the first finds out what the server
# does not bear
CASES = [
    ("wrong ID", after(wrong_ids(1), answer), 1.5, 0),
    ("40 wrong IDs", after(wrong_ids(40), answer), 2.5, 0),
    ("wrong question", after(other_question, answer), 1.5, 0),
    ("wrong letters", after(wrong_letters, answer), 1.5, 0),
    ("no question", after(lambda a: scripted.reply(a, question=False, rcode=2), answer), 1.5, 0),
    ("wrong cookie", after(wrong_cookie, with_cookie), 1.5, 0),
    ("folds letters", folded, 2, 0),
    ("folds letters, no TCP", by_udp_only(folded), 2.5, 1),
    ("FORMERR to cookies", refusal(1), 2.5, 0),
    ("FORMERR to cookies, no TCP", by_udp_only(refusal(1)), 3, 0),
    ("NOTIMP to cookies", refusal(4), 2.5, 0),
    ("asks for its cookie", asks_for_cookie, 2, 0),
    ("drops cookies", lambda a: scripted.DROP if client_cookie(a) else answer(a), 3, 1),
]


def attack(report, server, at_server):
    """Whether all names have the right address. The zone is not signed: nothing else would tell."""
    before, good, forged = at_server.queries, 0, 0
    for i in range(NAMES):
        try:
            found = attacked.ask(server, "some-name-%d.attacked" % i, timeout=12)
        except wire.NoReply:
            continue
        addresses = [socket.inet_ntoa(record.rdata) for record in found.answer if record.type == wire.TYPES["A"]]
        good += addresses == [GOOD]
        forged += FORGED in addresses
    report.row(server, right=good, forged=forged, upstream_a_name=(at_server.queries - before) / NAMES)
    return good, forged, (at_server.queries - before) / NAMES


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="vouch-attack-") as directory, attacked.World(directory) as world:
        world.delegate("attacked.", SERVER)
        world.start_root()
        for case, script, bound, unanswered in CASES:
            report = attacked.Report(case)
            with scripted.ScriptedServer(SERVER, script) as at_server:
                for name in ("vouch", "unbound", "named"):
                    server = world.start_resolver(name)
                    if not server:
                        continue
                    good, forged, sent = attack(report, server, at_server)
                    if name == "vouch":
                        report.hold("names without the right address", NAMES - good, unanswered)
                        report.hold("forged addresses", forged, 0)
                        report.hold("queries for a name", sent, bound)
                    server.stop()
            failed |= report.end()
    return failed


if __name__ == "__main__":
    sys.exit(main())

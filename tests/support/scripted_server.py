"""A name server whose every reply a test decides, over UDP and TCP at any number of addresses, and which counts what it is
asked. One thread. For hostile servers, and for dull ones that nobody would write a zone for.
"""
import collections
import heapq
import itertools
import selectors
import socket
import struct
import threading
import time

import dnswire as wire

Asked = collections.namedtuple("Asked", "question transport server client octets")

DROP = None  # what a script gives for no reply at all


class Later(collections.namedtuple("Later", "seconds replies")):
    """Replies (octets or a list of them) that go out after a time."""


class ScriptedServer:
    """`script(asked)` gives the reply's octets, a list of them, a Later, a list of Laters, or DROP. `asked.octets` is the query;
    `asked.question` has its name as it was spelled."""

    def __init__(self, addresses, script, port=53, tcp=True):
        self.script, self.counts, self.log = script, collections.Counter(), []
        self._selector, self._due, self._order = selectors.DefaultSelector(), [], itertools.count()
        self._stopped, self.fault = False, None
        self._sockets = []
        for address in [addresses] if isinstance(addresses, str) else addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            udp = socket.socket(family, socket.SOCK_DGRAM)
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            udp.bind((address, port))
            self._watch(udp, self._on_datagram)
            if tcp:
                listener = socket.socket(family, socket.SOCK_STREAM)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind((address, port))
                listener.listen(512)
                self._watch(listener, self._on_connection)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopped = True
        self._thread.join()
        for s in list(self._selector.get_map().values()):
            s.fileobj.close()
        if self.fault:
            raise self.fault

    @property
    def queries(self):
        """How many queries came in."""
        return sum(self.counts.values())

    def asked_for(self, name, rtype=None):
        """Queries for a name (text), of a type or of all."""
        name = wire.lowered(wire.name_of(name))
        number = wire.type_number(rtype) if rtype else None
        return sum(count for (asked, t, _), count in self.counts.items() if asked == name and number in (None, t))

    def _watch(self, s, handler):
        s.setblocking(False)
        self._selector.register(s, selectors.EVENT_READ, handler)

    def _run(self):
        while not self._stopped:
            for key, _ in self._selector.select(self._seconds_to_wait()):
                key.data(key.fileobj)
            while self._due and self._due[0][0] <= time.monotonic():
                _, _, send, replies = heapq.heappop(self._due)
                self._send_all(send, replies)

    def _seconds_to_wait(self):
        return max(0.0, min(0.05, self._due[0][0] - time.monotonic())) if self._due else 0.05

    def _on_datagram(self, s):
        for _ in range(256):
            try:
                octets, client = s.recvfrom(65535)
            except OSError:
                return
            self._answer(octets, "udp", s.getsockname()[0], client[0], lambda reply, to=client: s.sendto(reply, to))

    def _on_connection(self, listener):
        try:
            s, client = listener.accept()
        except OSError:
            return
        pending = bytearray()

        def on_octets(s):
            try:
                octets = s.recv(65535)
            except OSError:
                octets = b""
            if not octets:
                self._selector.unregister(s)
                s.close()
                return
            pending.extend(octets)
            while len(pending) >= 2 and len(pending) >= 2 + struct.unpack("!H", pending[:2])[0]:
                length = struct.unpack("!H", pending[:2])[0]
                query = bytes(pending[2:2 + length])
                del pending[:2 + length]
                self._answer(query, "tcp", s.getsockname()[0], client[0], send)

        def send(reply):
            s.settimeout(2)
            s.sendall(struct.pack("!H", len(reply)) + reply)
            s.setblocking(False)

        self._watch(s, on_octets)

    def _answer(self, octets, transport, server, client, send):
        try:
            query = wire.read_message(octets)
        except wire.WireError:
            return
        if not query.question:
            return
        question = query.question[0]
        self.counts[(wire.lowered(question.name), question.type, transport)] += 1
        try:
            given = self.script(Asked(question, transport, server, client, octets))
        except Exception as error:  # a fault of the test, which is told when the server ends
            self.fault = self.fault or error
            return
        for part in given if isinstance(given, list) else [given]:
            if isinstance(part, Later):
                heapq.heappush(self._due, (time.monotonic() + part.seconds, next(self._order), send, part.replies))
            elif part is not None:
                self._send_all(send, part)

    @staticmethod
    def _send_all(send, replies):
        for reply in replies if isinstance(replies, list) else [replies]:
            try:
                send(reply)
            except OSError:
                pass


def record(name, rtype, rdata, ttl=300, rrclass=1):
    """The octets of a record. `name` is a text or a tuple; `rdata` octets, or a text for a type that is an address or a name."""
    name = wire.name_of(name) if isinstance(name, str) else name
    number = wire.type_number(rtype) if isinstance(rtype, str) else rtype
    if isinstance(rdata, str):
        rdata = _rdata_of(number, rdata)
    return wire.wire_of(name) + struct.pack("!HHIH", number, rrclass, ttl, len(rdata)) + rdata


def _rdata_of(number, text):
    if number in (1, 28):
        return socket.inet_pton(socket.AF_INET if number == 1 else socket.AF_INET6, text)
    if number in (2, 5, 12, 39):
        return wire.wire_of(wire.name_of(text))
    if number == 6:
        primary, responsible, *numbers = text.split()
        return (wire.wire_of(wire.name_of(primary)) + wire.wire_of(wire.name_of(responsible)) +
                struct.pack("!5I", *map(int, numbers)))
    raise ValueError("no text form of type %d here" % number)


def reply(asked, answer=(), authority=(), additional=(), flags=wire.AA, rcode=0, question=True, edns=True, message_id=None):
    """A reply to what was asked, of records as octets. With `edns`, an OPT record where the query has one."""
    query = wire.read_message(asked.octets)
    additional = list(additional)
    if edns and query.opt:
        additional.append(wire.opt_record(do=bool(query.opt.ttl & wire.DO)))
    question_octets = wire.wire_of(asked.question.name) + struct.pack("!HH", asked.question.type, asked.question.rrclass)
    header = struct.pack("!6H", query.id if message_id is None else message_id,
                         wire.QR | flags | query.flags & wire.RD | rcode, 1 if question else 0, len(answer), len(authority), len(additional))
    return header + (question_octets if question else b"") + b"".join([*answer, *authority, *additional])


def cut(asked):
    """What a server says whose answer does not fit UDP."""
    return reply(asked, flags=wire.AA | wire.TC)

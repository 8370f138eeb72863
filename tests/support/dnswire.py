"""A small DNS client in wire form, for tests that compare servers: builds queries, asks over UDP and TCP, and reads
replies into records whose names are expanded, so that two servers' replies can be compared whatever their compression.

Names are tuples of labels (bytes) without the root label. Nothing here is shared with the programs that are tested.
"""
import base64
import collections
import ipaddress
import random
import socket
import struct
import time

TYPES = {
    "A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "HINFO": 13, "MX": 15, "TXT": 16, "RP": 17, "AFSDB": 18,
    "KX": 36, "AAAA": 28, "SRV": 33, "NAPTR": 35, "DNAME": 39, "OPT": 41, "DS": 43, "SSHFP": 44, "RRSIG": 46, "NSEC": 47,
    "DNSKEY": 48, "NSEC3": 50, "NSEC3PARAM": 51, "TLSA": 52, "CDS": 59, "CDNSKEY": 60, "CSYNC": 62, "ZONEMD": 63,
    "SVCB": 64, "HTTPS": 65, "NXNAME": 128, "TSIG": 250, "IXFR": 251, "AXFR": 252, "MAILB": 253, "MAILA": 254, "ANY": 255, "CAA": 257,
}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
CLASSES = {"IN": 1, "CH": 3, "HS": 4, "NONE": 254, "ANY": 255}
RCODES = {
    0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 9: "NOTAUTH",
    10: "NOTZONE", 16: "BADVERS", 23: "BADCOOKIE",
}
QR, AA, TC, RD, RA, Z, AD, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0040, 0x0020, 0x0010
FLAG_NAMES = ((QR, "qr"), (AA, "aa"), (TC, "tc"), (RD, "rd"), (RA, "ra"), (Z, "z"), (AD, "ad"), (CD, "cd"))
DO = 0x8000
SECTIONS = ("answer", "authority", "additional")


class WireError(Exception):
    """A message that breaks the wire format."""


class NoReply(Exception):
    """No reply came in time, or the server closed the connection."""


# ---------------------------------------------------------------- names

def name_of(text):
    """Reads presentation form with \\X and \\DDD escapes; every name is absolute."""
    labels, label, i = [], bytearray(), 0
    while i < len(text):
        c = text[i]
        if c == "\\":
            if text[i + 1:i + 4].isdigit():
                label.append(int(text[i + 1:i + 4]))
                i += 4
            else:
                label += text[i + 1].encode("latin-1")
                i += 2
            continue
        if c == ".":
            if label:
                labels.append(bytes(label))
            label = bytearray()
        else:
            label += c.encode("latin-1")
        i += 1
    if label:
        labels.append(bytes(label))
    return tuple(labels)


def text_of(name):
    if not name:
        return "."
    out = []
    for label in name:
        for octet in label:
            c = chr(octet)
            out.append(c if 0x21 <= octet < 0x7f and c not in '."\\$@();' else "\\" + c if c in '."\\$@();' else "\\%03d" % octet)
        out.append(".")
    return "".join(out)


def lowered(name):
    return tuple(label.lower() for label in name)


def canonical_key(name):
    """Sorts in canonical order (RFC 4034 section 6.1)."""
    return tuple(reversed(lowered(name)))


def wire_of(name):
    return b"".join(bytes([len(label)]) + label for label in name) + b"\0"


def read_name(message, at):
    """The name at an offset and the offset after it; pointers must point backwards."""
    labels, after, lowest, octets = [], None, at, 0
    while True:
        if at >= len(message):
            raise WireError("a name runs over the end")
        length = message[at]
        if length >= 0xc0:
            if at + 1 >= len(message):
                raise WireError("a pointer runs over the end")
            target = (length & 0x3f) << 8 | message[at + 1]
            if after is None:
                after = at + 2
            if target >= lowest:
                raise WireError("a pointer does not point backwards")
            at = lowest = target
            continue
        if length > 63:
            raise WireError("a label of unknown kind")
        at += 1
        if length == 0:
            return tuple(labels), at if after is None else after
        if at + length > len(message):
            raise WireError("a label runs over the end")
        labels.append(bytes(message[at:at + length]))
        octets += length + 1
        if octets > 254:
            raise WireError("a name over 255 octets")
        at += length


# ---------------------------------------------------------------- messages

Question = collections.namedtuple("Question", "name type rrclass")


class Record(collections.namedtuple("Record", "name type rrclass ttl rdata")):
    """`rdata` has its names expanded and in lower case."""
    __slots__ = ()

    def text(self):
        return "%s %d %s %s" % (text_of(self.name), self.ttl, type_text(self.type), rdata_text(self.type, self.rdata))


class Message:
    def __init__(self):
        self.id = self.flags = self.opcode = self.rcode = 0
        self.question = []
        self.answer, self.authority, self.additional = [], [], []
        self.opt = None          # Record, left out of `additional`
        self.options = []        # [(code, octets)]
        self.size = 0            # octets on the wire

    def flag_text(self):
        return " ".join(name for bit, name in FLAG_NAMES if self.flags & bit)

    def rcode_text(self):
        return RCODES.get(self.rcode, str(self.rcode))

    def has(self, bit):
        return bool(self.flags & bit)

    def option(self, code):
        for number, octets in self.options:
            if number == code:
                return octets
        return None

    def text(self):
        lines = ["rcode %s, flags %s" % (self.rcode_text(), self.flag_text())]
        for section in SECTIONS:
            lines += ["  %-10s %s" % (section, record.text()) for record in getattr(self, section)]
        return "\n".join(lines)


def type_text(number):
    return TYPE_NAMES.get(number, "TYPE%d" % number)


def type_number(text):
    return TYPES[text] if text in TYPES else int(text[4:])


# Where names stand in RDATA: the octets before each name, for types whose names a server may compress or change in case.
NAMES_IN_RDATA = {2: (0,), 5: (0,), 12: (0,), 39: (0,), 15: (2,), 18: (2,), 36: (2,), 33: (6,), 6: (0, 0), 17: (0, 0),
                  46: (18,), 47: (0,)}


def read_rdata(message, at, length, rtype):
    end, out = at + length, bytearray()
    for before in NAMES_IN_RDATA.get(rtype, ()):
        if at + before > end:
            raise WireError("RDATA is too short")
        out += message[at:at + before]
        name, at = read_name(message, at + before)
        out += wire_of(lowered(name))
    if at > end:
        raise WireError("a name runs over its RDATA")
    return bytes(out + message[at:end])


def rdata_text(rtype, rdata):
    if rtype == 1 and len(rdata) == 4 or rtype == 28 and len(rdata) == 16:
        return str(ipaddress.ip_address(rdata))
    if rtype in (2, 5, 12, 39):
        return text_of(read_name(rdata, 0)[0])
    if rtype == 6:
        primary, at = read_name(rdata, 0)
        responsible, at = read_name(rdata, at)
        return "%s %s %d %d %d %d %d" % ((text_of(primary), text_of(responsible)) + struct.unpack("!5I", rdata[at:at + 20]))
    if rtype == 46:
        covered, algorithm, labels, ttl, _, _, tag = struct.unpack("!HBBIIIH", rdata[:18])
        return "%s %d %d %d (tag %d)" % (type_text(covered), algorithm, labels, ttl, tag)
    if rtype == 47:
        following, at = read_name(rdata, 0)
        return "%s %s" % (text_of(following), bitmap_text(rdata[at:]))
    if rtype == 50:
        salt = rdata[5:5 + rdata[4]]
        at = 5 + rdata[4]
        following = rdata[at + 1:at + 1 + rdata[at]]
        return "1 %d %s %s %s" % (rdata[1], salt.hex() or "-", base32hex(following), bitmap_text(rdata[at + 1 + rdata[at]:]))
    return "\\# %d %s" % (len(rdata), rdata.hex())


def base32hex(octets):
    table = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")
    return base64.b32encode(octets).translate(table).decode().rstrip("=")


def bitmap_text(octets):
    types, at = [], 0
    while at + 2 <= len(octets):
        window, length = octets[at], octets[at + 1]
        for i, octet in enumerate(octets[at + 2:at + 2 + length]):
            types += [window * 256 + i * 8 + bit for bit in range(8) if octet & (0x80 >> bit)]
        at += 2 + length
    return " ".join(type_text(number) for number in types)


def read_records(message, at, count):
    records = []
    for _ in range(count):
        name, at = read_name(message, at)
        if at + 10 > len(message):
            raise WireError("a record runs over the end")
        rtype, rrclass, ttl, length = struct.unpack("!HHIH", message[at:at + 10])
        at += 10
        if at + length > len(message):
            raise WireError("RDATA runs over the end")
        records.append(Record(lowered(name), rtype, rrclass, ttl, read_rdata(message, at, length, rtype)))
        at += length
    return records, at


def read_message(octets):
    """Reads a whole message. Raises WireError where it is malformed or has octets left over."""
    if len(octets) < 12:
        raise WireError("a message shorter than its header")
    message = Message()
    message.size = len(octets)
    message.id, flags, questions, *counts = struct.unpack("!6H", octets[:12])
    message.flags, message.opcode, message.rcode = flags & 0x87f0, flags >> 11 & 15, flags & 15
    at = 12
    for _ in range(questions):
        name, at = read_name(octets, at)
        if at + 4 > len(octets):
            raise WireError("a question runs over the end")
        message.question.append(Question(name, *struct.unpack("!HH", octets[at:at + 4])))
        at += 4
    for section, count in zip(SECTIONS, counts):
        records, at = read_records(octets, at, count)
        for record in records:
            if record.type == TYPES["OPT"]:
                if message.opt or section != "additional":
                    raise WireError("an OPT record out of its place")
                message.opt = record
                message.rcode |= record.ttl >> 24 << 4
                message.options = read_options(record.rdata)
            else:
                getattr(message, section).append(record)
    if at != len(octets):
        raise WireError("%d octets are left over" % (len(octets) - at))
    return message


def read_options(rdata):
    options, at = [], 0
    while at < len(rdata):
        if at + 4 > len(rdata):
            raise WireError("an EDNS option runs over the end")
        code, length = struct.unpack("!HH", rdata[at:at + 4])
        if at + 4 + length > len(rdata):
            raise WireError("an EDNS option runs over the end")
        options.append((code, rdata[at + 4:at + 4 + length]))
        at += 4 + length
    return options


def opt_record(size=1232, do=False, version=0, options=(), flags=0):
    rdata = b"".join(struct.pack("!HH", code, len(octets)) + octets for code, octets in options)
    return b"\0" + struct.pack("!HHBBHH", TYPES["OPT"], size, 0, version, flags | (DO if do else 0), len(rdata)) + rdata


def make_query(name, rtype, rrclass=1, flags=0, opcode=0, edns=None, message_id=None):
    """A query; `edns` is what opt_record() gave, or None. `name` is a text or a tuple, `rtype` a mnemonic or a number."""
    if isinstance(name, str):
        name = name_of(name)
    if isinstance(rtype, str):
        rtype = type_number(rtype)
    if message_id is None:
        message_id = random.randrange(65536)
    header = struct.pack("!6H", message_id, flags | opcode << 11, 1, 0, 0, 1 if edns else 0)
    return header + wire_of(name) + struct.pack("!HH", rtype, rrclass) + (edns or b"")


# ---------------------------------------------------------------- transport

def ask_udp(server, query, timeout=2.0, tries=3):
    """Sends octets to (address, port), gives the octets of the reply with the query's id. Raises NoReply."""
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.connect(server)
        for _ in range(tries):
            until = time.monotonic() + timeout
            try:
                s.send(query)
                while True:
                    left = until - time.monotonic()
                    if left <= 0:
                        break
                    s.settimeout(left)
                    reply = s.recv(65535)
                    if reply[:2] == query[:2]:
                        return reply
            except (socket.timeout, ConnectionRefusedError):
                time.sleep(0.05)
    raise NoReply("%s#%d does not reply over UDP" % server)


def receive_exactly(s, count):
    out = b""
    while len(out) < count:
        part = s.recv(count - len(out))
        if not part:
            raise NoReply("the server closed the connection")
        out += part
    return out


class TcpClient:
    """One connection that many queries may use, one after the other."""

    def __init__(self, server, timeout=5.0):
        self.socket = socket.create_connection(server, timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, query):
        self.socket.sendall(struct.pack("!H", len(query)) + query)

    def receive(self):
        try:
            return receive_exactly(self.socket, struct.unpack("!H", receive_exactly(self.socket, 2))[0])
        except (socket.timeout, ConnectionError) as error:
            raise NoReply(str(error)) from error

    def ask(self, query):
        self.send(query)
        return self.receive()


def ask_tcp(server, query, timeout=5.0):
    with TcpClient(server, timeout) as client:
        return client.ask(query)


def ask_all_udp(server, queries, window=64, timeout=1.0, tries=4):
    """Asks many queries, some at a time; gives a list of replies in the order of the queries. Raises NoReply."""
    replies = [None] * len(queries)
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.connect(server)
        for first in range(0, len(queries), window):
            waiting = dict(enumerate(queries[first:first + window], first))
            for _ in range(tries):
                by_id = {query[:2]: index for index, query in waiting.items()}
                assert len(by_id) == len(waiting), "two queries under way have one id"
                for query in waiting.values():
                    s.send(query)
                until = time.monotonic() + timeout
                while waiting:
                    left = until - time.monotonic()
                    if left <= 0:
                        break
                    s.settimeout(left)
                    try:
                        reply = s.recv(65535)
                    except socket.timeout:
                        break
                    index = by_id.get(reply[:2])
                    if index in waiting:
                        replies[index] = reply
                        del waiting[index]
                if not waiting:
                    break
            if waiting:
                raise NoReply("%s#%d does not reply to %d queries over UDP, the first: %s" %
                              (server[0], server[1], len(waiting), next(iter(waiting.values())).hex()))
    return replies

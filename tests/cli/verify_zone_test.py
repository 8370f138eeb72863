#!/usr/bin/env python3
"""`vouch verify` of whole zones: every finding of vouch/sign/zone_findings.def is provoked by a change in a signed zone, and
told with its code, severity, owner, type, key tag and line, as text and as JSON; a terminal sees the first 20 and the count of
the rest by code."""
import base64
import json
import os
import pty
import re
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]
CODES = os.path.join(os.environ["SOURCE"], "vouch", "sign", "zone_findings.def")
AT = "2026-03-01T00:00:00Z"
TIMES = ["--inception", "2026-02-01T00:00:00Z", "--expiration", "2026-04-01T00:00:00Z"]
SIGNED = {"nsec": [], "nsec3": ["--nsec3"], "opt-out": ["--nsec3", "--opt-out"], "zonemd": ["--zonemd"],
          "salted": ["--nsec3", "--iterations", "5", "--salt", "AB"], "two": []}
DS = "1 13 2 " + "0" * 64
ZONE = f"""$ORIGIN v.example.
$TTL 300
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 192.0.2.1
a A 192.0.2.2
b TXT x
cut NS ns.cut
ns.cut A 192.0.2.3
insecure NS ns.other.
secure NS ns.other.
secure DS {DS}
"""
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def key_tag(rdata):
    """RFC 4034 appendix B, of the text of a DNSKEY."""
    flags, protocol, algorithm, key = rdata.split(" ", 3)
    octets = int(flags).to_bytes(2, "big") + bytes([int(protocol), int(algorithm)]) + base64.b64decode(key.replace(" ", ""))
    total = sum(octet << 8 if i % 2 == 0 else octet for i, octet in enumerate(octets))
    return (total + (total >> 16)) & 0xffff


class Rows:
    """The lines of a signed zone in normal form, each [owner, TTL, class, type, RDATA]."""

    def __init__(self, path):
        with open(path) as file:
            self.rows = [line.rstrip("\n").split("\t") for line in file]

    def index(self, owner, rrtype, start=""):
        """Of the first record of the owner and type whose RDATA begins so."""
        for index, row in enumerate(self.rows):
            if row[0] == owner and row[3] == rrtype and row[4].startswith(start):
                return index
        raise KeyError("%s %s %s" % (owner, rrtype, start))

    def of_type(self, rrtype):
        return [row for row in self.rows if row[3] == rrtype]

    def add(self, owner, rrtype, rdata, ttl="300"):
        self.rows.append([owner, ttl, "IN", rrtype, rdata])

    def drop(self, owner, rrtype, start=""):
        del self.rows[self.index(owner, rrtype, start)]

    def drop_type(self, rrtype):
        self.rows = [row for row in self.rows if row[3] != rrtype and not (row[3] == "RRSIG" and
                                                                           row[4].startswith(rrtype + " "))]

    def words(self, owner, rrtype, start, **changes):
        """Changes words of the RDATA by their number: w4="x"."""
        row = self.rows[self.index(owner, rrtype, start)]
        words = row[4].split(" ")
        for number, word in changes.items():
            words[int(number[1:])] = word
        row[4] = " ".join(words)

    def write(self, path):
        with open(path, "w") as file:
            file.write("".join("\t".join(row) + "\n" for row in self.rows))


APEX, A, B, CUT = "v.example.", "a.v.example.", "b.v.example.", "cut.v.example."
HASH = "0" * 32


def revoked(rows):
    rdata = "385 3 15 " + base64.b64encode(bytes(range(32))).decode()
    rows.add(APEX, "DNSKEY", rdata, rows.rows[rows.index(APEX, "DNSKEY")][1])


def foreign_algorithm(rows):
    rdata = "256 3 12 " + base64.b64encode(bytes(64)).decode()
    rows.add(APEX, "DNSKEY", rdata, rows.rows[rows.index(APEX, "DNSKEY")][1])
    words = rows.rows[rows.index(A, "RRSIG", "A ")][4].split(" ")
    words[1], words[6] = "12", str(key_tag(rdata))
    rows.add(A, "RRSIG", " ".join(words))


def drop_second_algorithm(rows):
    rows.drop(A, "RRSIG", "A 13 ")


def set_ttl(owner, rrtype, start, ttl):
    return lambda rows: rows.rows[rows.index(owner, rrtype, start)].__setitem__(1, ttl)


def copy_signature(owner, covered):
    """Gives the owner the signature of a's address, said to be over another type."""
    def change(rows):
        words = rows.rows[rows.index(A, "RRSIG", "A ")][4].split(" ")
        rows.add(owner, "RRSIG", " ".join([covered] + words[1:]))
    return change


def copy_signatures(rows, count):
    """Gives the address of a so many more signatures, which are wrong."""
    head, signature = rows.rows[rows.index(A, "RRSIG", "A ")][4].rsplit(" ", 1)
    octets = base64.b64decode(signature)
    for number in range(count):
        wrong = octets[:-1] + bytes([octets[-1] ^ (number + 1)])
        rows.add(A, "RRSIG", head + " " + base64.b64encode(wrong).decode())


def clear_opt_out(rows):
    for row in rows.of_type("NSEC3"):
        row[4] = row[4].replace("1 1 0 ", "1 0 0 ", 1)


def drop_nsec3(rows):
    rows.rows.remove(rows.of_type("NSEC3")[2])


# code: (which signed zone, change, owner, type; then the type of the row whose line is told, "RRSIG" for the signature's)
CASES = {
    "NO_SEP": ("nsec", None, APEX, "DNSKEY", "DNSKEY"),
    "DNSKEY_UNUSABLE": ("nsec", lambda rows: rows.add(APEX, "DNSKEY", "256 3 13 AQID"), APEX, "DNSKEY", "DNSKEY"),
    "KEY_ALG_UNSUPPORTED_HERE": ("nsec", foreign_algorithm, None, None, None),
    "REVOKED_NOT_SIGNING": ("nsec", revoked, APEX, "DNSKEY", "DNSKEY"),
    "MISSING_RRSIG": ("nsec", lambda rows: rows.drop(A, "RRSIG", "A "), A, "A", "A"),
    "MISSING_RRSIG_FOR_ALG_DNSKEY": ("two", drop_second_algorithm, A, "A", "A"),
    "RRSIG_NO_DNSKEY": ("nsec", lambda rows: rows.words(A, "RRSIG", "A ", w6="1"), A, "A", "RRSIG"),
    "SIGNER_NOT_ZONE": ("nsec", lambda rows: rows.words(A, "RRSIG", "A ", w7="example."), A, "A", "RRSIG"),
    "SIGNATURE_INVALID": ("nsec", lambda rows: rows.words(A, "A", "", w0="192.0.2.99"), A, "A", "RRSIG"),
    "EXPIRATION_IN_PAST": ("nsec", None, A, "A", "RRSIG"),
    "INCEPTION_IN_FUTURE": ("nsec", None, A, "A", "RRSIG"),
    "RRSIG_LABELS_EXCEED_RRSET_OWNER_LABELS": ("nsec", lambda rows: rows.words(A, "RRSIG", "A ", w2="4"), A, "A", "RRSIG"),
    "ORIGINAL_TTL_DIFFERS": ("nsec", lambda rows: rows.words(A, "RRSIG", "A ", w3="301"), A, "A", "RRSIG"),
    "RRSET_TTL_MISMATCH": ("nsec", set_ttl(A, "RRSIG", "A ", "299"), A, "A", "A"),
    "GLUE_SIGNED": ("nsec", copy_signature("ns.cut.v.example.", "A"), "ns.cut.v.example.", "A", "RRSIG"),
    "RRSIG_WITHOUT_RRSET": ("nsec", copy_signature(A, "TXT"), A, "TXT", "RRSIG"),
    "MISSING_NSEC": ("nsec", lambda rows: rows.drop(A, "NSEC"), A, "NSEC", None),
    "EXTRA_NSEC": ("nsec", lambda rows: rows.add("ns.cut.v.example.", "NSEC", "a.v.example. A RRSIG NSEC"),
                   "ns.cut.v.example.", "NSEC", "NSEC"),
    "MULTIPLE_NSEC": ("nsec", lambda rows: rows.add(A, "NSEC", "x.v.example. A RRSIG NSEC"), A, "NSEC", "NSEC"),
    "NSEC_CHAIN_BROKEN": ("nsec", lambda rows: rows.words(A, "NSEC", "", w0="x.v.example."), A, "NSEC", "NSEC"),
    "TYPE_BITMAP_WRONG": ("nsec", lambda rows: rows.words(A, "NSEC", "", w1="AAAA"), A, "NSEC", "NSEC"),
    "NO_DENIAL_CHAIN": ("nsec", lambda rows: rows.drop_type("NSEC"), APEX, None, None),
    "MIXED_NSEC_NSEC3": ("nsec", lambda rows: rows.add(HASH + "." + APEX, "NSEC3", "1 0 0 - %s A" % HASH), APEX, None, None),
    "NSEC3PARAM_BAD": ("nsec3", lambda rows: rows.drop_type("NSEC3PARAM"), APEX, "NSEC3PARAM", None),
    "NSEC3PARAM_MISMATCH": ("nsec3", lambda rows: rows.add(HASH + "." + APEX, "NSEC3", "1 0 0 AB %s A" % HASH),
                            HASH + "." + APEX, "NSEC3", "NSEC3"),
    "INVALID_NSEC3_OWNER_NAME": ("nsec3", lambda rows: rows.add("x." + APEX, "NSEC3", "1 0 0 - %s A" % HASH), "x." + APEX,
                                 "NSEC3", "NSEC3"),
    "MISSING_NSEC3": ("nsec3", drop_nsec3, None, "NSEC3", None),
    "EXTRA_NSEC3": ("nsec3", lambda rows: rows.add(HASH + "." + APEX, "NSEC3", "1 0 0 - %s A" % HASH), HASH + "." + APEX,
                    "NSEC3", "NSEC3"),
    "OPT_OUT_FLAG_NOT_SET": ("opt-out", clear_opt_out, "insecure.v.example.", None, None),
    "NONZERO_NSEC3_ITERATION_COUNT": ("salted", None, APEX, "NSEC3PARAM", "NSEC3PARAM"),
    "NONEMPTY_NSEC3_SALT": ("salted", None, APEX, "NSEC3PARAM", "NSEC3PARAM"),
    "NEGATIVE_TTL_WRONG": ("nsec", set_ttl(A, "NSEC", "", "900"), A, "NSEC", "NSEC"),
    "ZONEMD_MISMATCH": ("zonemd", lambda rows: rows.words("ns.cut.v.example.", "A", "", w0="192.0.2.99"), APEX, "ZONEMD",
                        "ZONEMD"),
    "ZONEMD_UNSUPPORTED": ("zonemd", lambda rows: rows.words(APEX, "ZONEMD", "", w1="240"), APEX, "ZONEMD", "ZONEMD"),
    "DS_NOT_AT_CUT": ("nsec", lambda rows: rows.add(B, "DS", DS), B, "DS", "DS"),
    "MISSING_GLUE": ("nsec", lambda rows: rows.drop("ns.cut.v.example.", "A"), CUT, "NS", "NS"),
    "CDS_MATCHES_NO_DNSKEY": ("nsec", lambda rows: rows.add(APEX, "CDS", DS), APEX, "CDS", "CDS"),
    "CDS_CDNSKEY_DIFFER": ("nsec", lambda rows: (rows.add(APEX, "CDS", "0 0 0 00"), rows.add(APEX, "CDNSKEY", "257 3 13 AQID")),
                           APEX, "CDS", "CDS"),
    "EXPIRATION_SOON": ("nsec", None, None, None, None),
    "TOO_MANY_CHECKS": ("nsec", lambda rows: copy_signatures(rows, 3), A, "A", "A"),
    "ORPHAN_GLUE": ("nsec", lambda rows: rows.add("lost.cut.v.example.", "A", "192.0.2.9"), "lost.cut.v.example.", "A", "A"),
}
# Those that need a key, or octets that no zone file has.
ELSEWHERE = {
    "EXPIRATION_BEFORE_INCEPTION": "tests/unit/sign/verify_zone_test.cpp signs such an RRset",
    "DNSKEY_REVOKED_RRSIG": "tests/unit/sign/verify_zone_test.cpp signs such an RRset",
    "RRSIG_MALFORMED": "the reader refuses such RDATA, as check_malformed() shows",
}
# Options of the cases that no change in the zone provokes.
OPTIONS = {"EXPIRATION_IN_PAST": ["--at", "2026-05-01T00:00:00Z"], "INCEPTION_IN_FUTURE": ["--at", "2026-01-01T00:00:00Z"],
           "NO_SEP": ["--at", AT, "--anchor", "foreign"], "EXPIRATION_SOON": ["--at", "2026-03-30T00:00:00Z"],
           "TOO_MANY_CHECKS": ["--at", AT, "--max-checks", "1"]}
SIGNATURE_CASES = [code for code, case in CASES.items() if case[4] == "RRSIG"]


def sign_all():
    """Signs the zone in all the ways of SIGNED, each with two keys of ECDSA, and `two` with those of another algorithm too."""
    with open("zone", "w") as file:
        file.write(ZONE)
    with open("foreign", "w") as file:
        file.write("v.example. 300 IN DS 4711 13 2 %s\n" % ("A" * 64))
    for folder, algorithms in (("one", ["ECDSAP256SHA256"]), ("both", ["ECDSAP256SHA256", "ED25519"])):
        os.mkdir(folder)
        for algorithm in algorithms:
            for words in (["--ksk"], []):
                code, _, text = run(VOUCH, "keygen", "-K", folder, "-a", algorithm, *words, "v.example")
                expect(code == 0, "keygen: " + text)
    for name, words in SIGNED.items():
        folder = "both" if name == "two" else "one"
        code, _, text = run(VOUCH, "sign", "-K", folder, "-f", name, *TIMES, *words, "zone")
        expect(code == 0, "sign %s: %s" % (name, text))


def line_wanted(rows, owner, rrtype, line_type, tag):
    """The line of the first record of the type, or of the signature over it."""
    for number, row in enumerate(rows.rows, 1):
        words = row[4].split(" ")
        if row[0] != owner or row[3] != line_type:
            continue
        if line_type != "RRSIG" or (words[0] == rrtype and int(words[6]) == tag):
            return number
    return None


def check_case(code, severity):
    name, change, owner, rrtype, line_type = CASES[code]
    rows = Rows(name)
    if change:
        change(rows)
    rows.write("changed")
    options = OPTIONS.get(code, ["--at", AT])
    status, text, _ = run(VOUCH, "verify", "--json", *options, "changed")
    report = json.loads(text)
    found = [finding for finding in report["findings"] if finding["code"] == code]
    if owner:
        found = [finding for finding in found if finding["owner"] == owner]
    if rrtype:
        found = [finding for finding in found if finding.get("type") == rrtype]
    if not found:
        return expect(False, "%s: not among %s" % (code, json.dumps(report["findings"])[:1500]))
    finding = found[0]
    expect(finding["severity"] == severity, "%s: severity %s" % (code, finding["severity"]))
    expect(finding["reference"].startswith("RFC "), "%s: reference %s" % (code, finding["reference"]))
    expect(status == (3 if severity == "error" or report["status"] == "broken" else 0), "%s: exit code %d" % (code, status))
    if code in SIGNATURE_CASES:
        expect("key_tag" in finding, "%s: no key tag" % code)
    if line_type:
        wanted = line_wanted(rows, finding["owner"], finding.get("type"), line_type, finding.get("key_tag"))
        expect(wanted is not None and finding.get("line") == wanted,
               "%s: line %s instead of %s" % (code, finding.get("line"), wanted))
    status_text, lines, _ = run(VOUCH, "verify", *options, "changed")
    expect(status_text == status, "%s: another exit code without --json" % code)
    place = "changed" if "line" not in finding else "changed:%d" % finding["line"]
    key = " (key %d)" % finding["key_tag"] if "key_tag" in finding else ""
    rrtype_text = " " + finding["type"] if "type" in finding else ""
    start = "%s: %s: %s %s%s%s: " % (place, severity, code, finding["owner"], rrtype_text, key)
    expect(any(line.startswith(start) for line in lines.splitlines()), "%s: no line begins with %r in\n%s" % (code, start, lines))


def on_a_terminal(*command):
    """What the command prints to a terminal."""
    primary, secondary = pty.openpty()
    with subprocess.Popen(command, stdout=secondary, stderr=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"}) as process:
        os.close(secondary)
        text = b""
        while True:
            try:
                piece = os.read(primary, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
    os.close(primary)
    return text.decode().replace("\r\n", "\n").splitlines()


def check_malformed():
    rows = Rows("nsec")
    rows.add(A, "RRSIG", "\\# 3 000100")
    rows.write("malformed")
    code, _, text = run(VOUCH, "verify", "--at", AT, "malformed")
    expect(code == 1 and "the RDATA ends too early" in text, "malformed RRSIG: " + text)


def check_limits():
    with open("many", "w") as file:
        file.write(ZONE + "".join("m%02d A 192.0.2.7\n" % number for number in range(30)))
    run(VOUCH, "sign", "-K", "one", "-f", "many.signed", *TIMES, "many")
    rows = Rows("many.signed")
    for number in range(20):
        rows.drop("m%02d.v.example." % number, "RRSIG", "A ")
    for number in range(20, 25):
        rows.words("m%02d.v.example." % number, "A", "", w0="192.0.2.8")
    rows.write("many.changed")
    command = [VOUCH, "verify", "--at", AT, "many.changed"]
    _, text, _ = run(*command)
    expect(len(text.splitlines()) == 26, "redirected: %d lines" % len(text.splitlines()))
    told = [int(line.split(":")[1]) for line in text.splitlines()[:-1]]
    expect(told == sorted(told), "findings are not in order of lines: %s" % told)
    lines = on_a_terminal(*command)
    expect(len(lines) == 22, "terminal: %d lines" % len(lines))
    expect(lines[20].startswith("... and 5 more: 5 SIGNATURE_INVALID;"), "terminal: " + lines[20])
    lines = on_a_terminal(*command, "--max-errors", "2")
    expect(len(lines) == 4 and lines[2].startswith("... and 23 more: 18 MISSING_RRSIG, 5 "),
           "--max-errors 2: %s" % lines)
    expect(len(on_a_terminal(*command, "--max-errors", "0")) == 26, "--max-errors 0 on a terminal")
    _, text, _ = run(*command, "--json")
    report = json.loads(text)
    expect(len(report["findings"]) == 25 and report["findings_omitted"] == 0, "--json tells all")
    _, text, _ = run(*command, "--json", "--max-errors", "4")
    report = json.loads(text)
    expect(len(report["findings"]) == 4 and report["findings_omitted"] == 21, "--json --max-errors 4")


def check_included_file():
    """A finding about records of an included file names that file."""
    rows = Rows("nsec")
    rows.words(A, "A", "", w0="192.0.2.99")
    part = [row for row in rows.rows if row[0] == A]
    rows.rows = [row for row in rows.rows if row[0] != A]
    rows.write("outer")
    with open("outer", "a") as file:
        file.write("$INCLUDE inner\n")
    with open("inner", "w") as file:
        file.write("; the records of a\n" + "".join("\t".join(row) + "\n" for row in part))
    _, text, _ = run(VOUCH, "verify", "--at", AT, "--json", "outer")
    finding = json.loads(text)["findings"][0]
    expect(finding["file"] == "inner" and finding["line"] == 3, "included file: %s" % finding)


def main():
    if not os.access(VOUCH, os.X_OK):
        print("vouch is not built; skipped")
        return 77
    with open(CODES) as file:
        rows = re.findall(r'^VOUCH_ZONE_FINDING\(\w+, "(\w+)", (\w+)', file.read(), re.M)
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        sign_all()
        code, text, _ = run(VOUCH, "verify", "--at", AT, "nsec")
        expect(code == 0 and len(text.splitlines()) == 1, "a good zone: " + text)
        code, text, _ = run(VOUCH, "verify", "-o", "v.example", "zone")
        expect(code == 2, "an unsigned zone: exit code %d" % code)
        for code, severity in rows:
            if code in CASES:
                check_case(code, severity)
            else:
                expect(code in ELSEWHERE, "%s has no case here" % code)
        check_malformed()
        check_limits()
        check_included_file()
    print("%d codes, %d failures" % (len(rows), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

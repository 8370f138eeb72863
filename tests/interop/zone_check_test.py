#!/usr/bin/env python3
"""`vouch zone check` beside named-checkzone and kzonecheck: one small zone for each fault of content. What one of them calls
an error is an error or a warning here, with our code. Where the three differ, the row has a reason and stands in
docs/interop.md; it fails when it is no longer true."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]
DOCUMENT = os.path.join(os.environ["SOURCE"], "docs", "interop.md")
ISSUES = os.path.join(os.environ["SOURCE"], "vouch", "zone", "zone_issues.def")
DS = "1 13 2 " + "0" * 63 + "1"
SOA = "$TTL 300\n@ SOA ns hostmaster 1 2h 1h 2w 300\n"
HEAD = SOA + "@ NS ns\nns A 192.0.2.1\n"

OK, WARNING, ERROR = "accepted", "warning", "error"


class Case:
    """A zone, and the verdict of each with a word of what it says: (verdict, pattern)."""

    def __init__(self, what, zone, ours, named=(OK, ""), knot=(OK, ""), reason=""):
        self.what, self.zone, self.reason = what, zone, reason
        self.wanted = {"vouch": ours, "named-checkzone": named, "kzonecheck": knot}

    def differs(self):
        return len({verdict for verdict, _ in self.wanted.values()}) > 1

    def row(self):
        verdicts = [self.wanted[tool][0] for tool in ("vouch", "named-checkzone", "kzonecheck")]
        code = self.wanted["vouch"][1]
        if code.isupper():
            verdicts[0] += ", `%s`" % code
        return "| %s | %s | %s |" % (self.what, " | ".join(verdicts), self.reason)


GLUE = (ERROR, "missing glue record")
CASES = [
    Case("nothing is wrong", HEAD, (OK, "")),
    Case("the same record twice", HEAD + "a A 192.0.2.2\na A 192.0.2.2\n", (OK, "")),
    Case("no SOA", "$TTL 300\n@ NS ns\nns A 192.0.2.1\n", (ERROR, "no SOA record"), (ERROR, "has 0 SOA records"),
         (ERROR, "missing SOA at the zone apex")),
    Case("no NS at the apex", SOA + "ns A 192.0.2.1\n", (ERROR, "NO_APEX_NS"), (ERROR, "has no NS records"),
         (ERROR, "missing NS at the zone apex")),
    Case("CNAME beside an address", HEAD + "www CNAME ns\nwww A 192.0.2.2\n", (ERROR, "CNAME_AND_OTHER_DATA"),
         (ERROR, "CNAME and other data"), (ERROR, "another record exists beside CNAME")),
    Case("two CNAMEs", HEAD + "www CNAME a.other.\nwww CNAME b.other.\n", (ERROR, "SEVERAL_CNAMES"),
         (ERROR, "multiple RRs of singleton type"), (ERROR, "multiple CNAME records")),
    Case("two DNAMEs", HEAD + "d DNAME a.\nd DNAME b.\n", (ERROR, "SEVERAL_DNAMES"),
         (ERROR, "multiple RRs of singleton type"), (ERROR, "multiple DNAME records")),
    Case("no address of a name server of the apex", SOA + "@ NS ns\n", (ERROR, "MISSING_ADDRESS"),
         (ERROR, "has no address records"), GLUE),
    Case("an alias as name server", HEAD + "@ NS ns2\nns2 CNAME ns\n", (ERROR, "NS_IS_ALIAS"),
         (ERROR, r"is a CNAME \(illegal\)"), GLUE),
    Case("an address as name server", HEAD + "@ NS 192.0.2.1\n", (ERROR, "NS_IS_ADDRESS"),
         (ERROR, "appears to be an address"), GLUE),
    Case("two SOA records", HEAD + "@ SOA ns hostmaster 2 2h 1h 2w 300\n", (ERROR, "a second, different SOA"),
         (ERROR, "multiple RRs of singleton type"), (OK, ""),
         "a zone has one SOA (RFC 1035 section 5.2); Knot says nothing"),
    Case("SOA below the apex", HEAD + "sub SOA ns hostmaster 1 2h 1h 2w 300\n", (ERROR, "SOA_BELOW_APEX"),
         (ERROR, "SOA record not at top of zone"), (OK, ""), "a zone has one SOA, at its apex (RFC 1035 section 5.2)"),
    Case("a record outside the zone", HEAD + "www.other. A 192.0.2.2\n", (ERROR, "outside of the zone"),
         (WARNING, "ignoring out-of-zone data"), (OK, ""),
         "the record would be lost (RFC 1035 section 5.2); the others leave it out"),
    Case("DNAME beside the NS of a delegation", HEAD + "d NS ns.other.\nd DNAME b.\n", (ERROR, "DNAME_BESIDE_NS"), (OK, ""),
         (ERROR, "NS record exists beside DNAME"), "not allowed (RFC 6672 section 2.3); BIND serves it"),
    Case("records below a DNAME", HEAD + "d DNAME other.\nwww.d A 192.0.2.2\n", (WARNING, "DATA_BELOW_DNAME"), (OK, ""),
         (ERROR, "child record exists under DNAME"),
         "must not be (RFC 6672 section 2.4), but answers are the same without: all below the DNAME is redirected"),
    Case("records below a delegation", HEAD + "sub NS ns.other.\nwww.sub TXT lost\n", (WARNING, "DATA_BELOW_CUT"), (OK, ""),
         (OK, ""), "they are never answered (RFC 1034 section 4.2.1), which their author may not know"),
    Case("no glue", HEAD + "sub NS ns.sub\n", (ERROR, "MISSING_GLUE"), (WARNING, "no REQUIRED GLUE"), GLUE,
         "the delegation does not work (RFC 9471 section 2.1)"),
    Case("no address of a name server of a delegation, elsewhere in the zone", HEAD + "sub NS gone\n",
         (ERROR, "MISSING_ADDRESS"), (WARNING, "has no address records"), GLUE,
         "this zone itself says that the server has no address (RFC 1912 section 2.8)"),
    Case("no address of a name server below a sibling", HEAD + "a NS ns.a\nns.a A 192.0.2.2\nb NS other.a\n", (OK, ""),
         (WARNING, "no SIBLING GLUE"), (OK, ""), "sibling glue may be left out (RFC 9471 section 2.2)"),
    Case("an alias as mail server", HEAD + "@ MX 10 mail\nmail CNAME ns\n", (WARNING, "MX_IS_ALIAS"),
         (WARNING, r"is a CNAME \(illegal\)"), (OK, ""), "RFC 2181 section 10.3; Knot does not look at MX"),
    Case("an alias as target of SRV", HEAD + "_sip._tcp SRV 0 0 5060 sip\nsip CNAME ns\n", (WARNING, "SRV_IS_ALIAS"),
         (WARNING, r"is a CNAME \(illegal\)"), (OK, ""), "RFC 2782; Knot does not look at SRV"),
    Case("an address as mail server", HEAD + "@ MX 10 192.0.2.7\n", (WARNING, "MX_IS_ADDRESS"), (WARNING, "MX is an address"),
         (OK, ""), "RFC 1035 section 3.3.9; Knot does not look at MX"),
    Case("a mail server without address", HEAD + "@ MX 10 mail\nmail TXT x\n", (WARNING, "MX_NO_ADDRESS"),
         (WARNING, "has no address records"), (OK, ""), "RFC 1912 section 2.5; Knot does not look at MX"),
    Case("a target of SRV without address", HEAD + "_sip._tcp SRV 0 0 5060 sip\n", (WARNING, "SRV_NO_ADDRESS"),
         (WARNING, "has no address records"), (OK, ""), "RFC 2782; Knot does not look at SRV"),
    Case("different TTLs in an RRset", HEAD + "a 300 A 192.0.2.2\na 600 A 192.0.2.3\n", (WARNING, "MIXED_TTLS"),
         (WARNING, "TTL set to prior TTL"), (OK, ""),
         "RFC 2181 section 5.2 has the lowest count; BIND takes the first, and Knot says nothing"),
    Case("NS at a wildcard", HEAD + "*.w NS ns.other.\n", (WARNING, "NS_AT_WILDCARD"), (ERROR, "invalid NS owner name"),
         (OK, ""), "RFC 4592 section 4.2 discourages it and does not forbid it"),
    Case("DNAME at a wildcard", HEAD + "*.w DNAME other.\n", (WARNING, "DNAME_AT_WILDCARD"), (OK, ""), (OK, ""),
         "RFC 4592 section 4.4: what it answers is not what one thinks"),
    Case("DS where nothing is delegated", HEAD + "a DS %s\na A 192.0.2.2\n" % DS, (ERROR, "DS_WITHOUT_CUT"), (OK, ""), (OK, ""),
         "not allowed (RFC 4035 section 2.4)"),
    Case("DS at the apex", HEAD + "@ DS %s\n" % DS, (ERROR, "DS_WITHOUT_CUT"), (ERROR, "DS record at top of zone"), (OK, ""),
         "DS belongs to the parent (RFC 4035 section 2.4)"),
    Case("retry not below refresh", HEAD.replace("2h 1h 2w", "1h 2h 2w"), (WARNING, "SOA_RETRY_HIGH"), (OK, ""), (OK, ""),
         "advice of RFC 1912 section 2.2"),
    Case("expire too low", HEAD.replace("2h 1h 2w", "2h 1h 3h"), (WARNING, "SOA_EXPIRE_LOW"), (OK, ""), (OK, ""),
         "advice of RFC 1912 section 2.2"),
    Case("a TTL of more than 31 bits", HEAD.replace("$TTL 300", "$TTL 2147483648"), (ERROR, "is no TTL"),
         (WARNING, "> MAXTTL"), (OK, ""), "out of range (RFC 2181 section 8); who wrote it did not mean 0"),
    Case("an address at a name that is no host name", HEAD + "under_score A 192.0.2.3\n", (OK, ""),
         (WARNING, "bad owner name"), (OK, ""), "any octets make a name (RFC 2181 section 11)"),
    Case("a name server that is no host name", HEAD + "sub NS ns_1.other.\n", (OK, ""), (WARNING, "bad name"), (OK, ""),
         "any octets make a name (RFC 2181 section 11)"),
    Case("an asterisk inside a name", HEAD + "a.*.b TXT x\n", (OK, ""), (WARNING, "non-terminal wildcard"), (OK, ""),
         "it is no wildcard and has no meaning of its own (RFC 4592 section 2.1.1)"),
    Case("SPF without TXT", HEAD + '@ SPF "v=spf1 -all"\n', (OK, ""), (WARNING, "no SPF TXT record"), (OK, ""),
         "the type is given up (RFC 7208 section 3.1), and mail is no matter of ours"),
]

COMMANDS = {
    "vouch": [VOUCH, "zone", "check", "-o", "example.", "zone"],
    "named-checkzone": ["named-checkzone", "-i", "local", "example.", "zone"],
    "kzonecheck": ["kzonecheck", "-o", "example.", "zone"],
}
# What each prints of a zone in which nothing is wrong.
SILENCE = re.compile(r"^$|^example\.: \d+ records, 0 errors, 0 warnings$|loaded serial|^OK$|^No semantic error found$")


def ask(tool):
    """(verdict, text) of a tool on the file `zone`."""
    done = subprocess.run(COMMANDS[tool], capture_output=True, text=True, errors="replace")
    text = done.stdout + done.stderr
    if done.returncode != 0:
        return ERROR, text
    is_silent = all(SILENCE.search(line) for line in text.splitlines())
    return OK if is_silent else WARNING, text


def check(case, tools):
    """What is not as the case says."""
    with open("zone", "w") as file:
        file.write(case.zone)
    faults = []
    for tool in tools:
        verdict, text = ask(tool)
        wanted, pattern = case.wanted[tool]
        if verdict != wanted or not re.search(pattern, text):
            faults.append("%s: %s says %s instead of %s: %s" % (case.what, tool, verdict, wanted, text.strip()[:300]))
    refused = ERROR in (case.wanted["named-checkzone"][0], case.wanted["kzonecheck"][0])
    if refused and case.wanted["vouch"][0] == OK:
        faults.append("%s: a peer calls it an error, and we say nothing" % case.what)
    if case.differs() != bool(case.reason):
        faults.append("%s: %s" % (case.what, "no reason for the difference" if case.differs() else "there is no difference"))
    return faults


def main():
    tools = [tool for tool, command in COMMANDS.items() if shutil.which(command[0])]
    if len(tools) < 2:
        print("vouch is not built, or no peer is installed; skipped")
        return 77
    with open(DOCUMENT) as file:
        document = file.read()
    with open(ISSUES) as file:
        codes = re.findall(r'^VOUCH_ZONE_ISSUE\(\w+, "(\w+)"', file.read(), re.M)
    faults = []
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        for case in CASES:
            faults += check(case, tools)
            if case.differs() and case.row() not in document:
                faults.append("not in docs/interop.md: " + case.row())
    for code in set(codes) - {case.wanted["vouch"][1] for case in CASES} - {"SEVERAL_SOA"}:  # the reader tells of that one
        faults.append("no case has the code " + code)
    for fault in faults:
        print("FAILED: " + fault)
    print("%d zones, %d differences, judged by %s" % (len(CASES), sum(case.differs() for case in CASES), ", ".join(tools)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

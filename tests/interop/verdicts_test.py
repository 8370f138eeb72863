"""Verdicts agree. In the lab, for every good, insecure and broken zone, `vouch resolve`, `vouch dig +validate` and
`vouch chain` reach the verdict that the zone is there to show, with its reason and extended error; and unbound and delv,
which see the same root and trust anchors, reach the same verdict. Where a peer decides otherwise by policy, the row in
DIFFERENCES says why.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "support"))
import peers  # noqa: E402
from lab import Lab  # noqa: E402

VOUCH = os.environ["VOUCH"]
RESOLVER, UNBOUND = "127.53.0.53", "127.53.0.54"

# (peer, zone): what it says, and why that is not ours.
DIFFERENCES = {
    ("unbound", "rsasha1.test."): ("bogus", "it still takes RSASHA1 for supported, and the DS is of no key that is there"),
    ("delv", "rsasha1.test."): ("bogus", "it still takes RSASHA1 for supported, and the DS is of no key that is there"),
    ("delv", "optout-nothing.test."): ("secure", "it says so of Opt-Out proofs; RFC 5155 section 9.2 forbids AD for them"),
    ("unbound", "revoked.test."): ("secure", "it enters a zone by a revoked key; RFC 5011 section 2.1 says that none may"),
    ("unbound", "iterations-absurd.test."): ("insecure", "RFC 9276 section 3.2 leaves it to the validator from which count on"),
    ("delv", "iterations-absurd.test."): ("insecure", "RFC 9276 section 3.2 leaves it to the validator from which count on"),
}


def read_zones():
    """The lab's own table: [(zone, name, type, status, reason, EDE or None)]."""
    done = subprocess.run([VOUCH, "lab", "--list"], check=True, capture_output=True, text=True)
    rows = []
    for line in done.stdout.splitlines():
        zone, name, rrtype, status, reason, ede = line.split("\t")
        rows.append((zone, name, rrtype, status, reason, None if ede == "-" else int(ede)))
    return rows


def ask(address, port, name, rrtype):
    """(status, AD, EDE codes) as a resolver says it."""
    words = [VOUCH, "dig", "-r", "@" + address, "-p", str(port), name, rrtype, "+dnssec", "+nocookie", "+time=12", "+tries=1"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    status = re.search(r"status: (\w+)", done.stdout)
    if status is None:
        return "no reply", False, []
    flags = re.search(r"flags: ([a-z ]*);", done.stdout).group(1).split()
    return status.group(1), "ad" in flags, [int(code) for code in re.findall(r"^; EDE: (\d+)", done.stdout, re.M)]


def verdict_of_reply(reply):
    status, authentic, _ = reply
    if status in ("SERVFAIL", "no reply"):
        return "bogus"
    return "secure" if authentic else "insecure"


def ask_delv(lab, name, rrtype):
    """delv validates what unbound hands out with CD, from the lab's trust anchor."""
    words = ["delv", "@" + UNBOUND, "-p", str(lab.port), "-a", lab.path("delv.anchors"), "+root=.", name, rrtype]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    text = done.stdout + done.stderr
    if "unsigned answer" in text:  # of a chain of aliases, the last part perhaps
        return "insecure"
    if "fully validated" in text:
        return "secure"
    return "bogus"


def expected_of(status):
    return "bogus" if status == "failed" else status


class Table:
    def __init__(self):
        self.failures = []
        self.cells = 0

    def check(self, who, name, rrtype, want, got, detail=""):
        self.cells += 1
        if want != got:
            self.failures.append("%s: %s %s is %s, should be %s %s" % (who, name, rrtype, got, want, detail))


def check_ours(table, lab, row):
    zone, name, rrtype, status, reason, ede = row
    reply = ask(RESOLVER, lab.port, name, rrtype)
    table.check("vouch resolve", name, rrtype, expected_of(status), verdict_of_reply(reply), str(reply))
    if ede is not None:
        table.check("vouch resolve, EDE", name, rrtype, True, ede in reply[2], "EDE %d in %s" % (ede, reply[2]))
    words = [VOUCH, "dig", "-r", "@" + RESOLVER, "-p", str(lab.port), name, rrtype, "+noall", "+validate",
             "+anchor=" + lab.path("root.anchors"), "+time=12", "+tries=1"]
    for how, more in (("by the resolver", []), ("from the root", ["+roothints=" + lab.path("root.hints")])):
        done = subprocess.run(words + more, capture_output=True, text=True, timeout=60)
        said = re.search(r"^; (\w+): (\w+)", done.stdout, re.M)
        if status == "failed" and how == "by the resolver":
            continue  # no reply to look at at all
        table.check("vouch dig +validate " + how, name, rrtype, (status, reason), said.groups() if said else done.stdout)
    words = [VOUCH, "chain", name, rrtype, "--root-hints", lab.path("root.hints"), "--anchor", lab.path("root.anchors"),
             "--query-port", str(lab.port), "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    code = {"secure": 0, "insecure": 2, "bogus": 3, "indeterminate": 4, "failed": 4}[status]
    table.check("vouch chain, exit code", name, rrtype, code, done.returncode, done.stderr)
    said = re.search(r'"reason": "(\w+)"', done.stdout)
    table.check("vouch chain, reason", name, rrtype, reason, said.group(1) if said else done.stdout[:300])
    if status == "failed":
        return
    words = [VOUCH, "chain", name, rrtype, "--server", "%s:%d" % (RESOLVER, lab.port), "--anchor", lab.path("root.anchors"),
             "--format", "prose"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    table.check("vouch chain by the resolver, exit code", name, rrtype, code, done.returncode, done.stderr)
    if status == "secure":
        doubts = [line for line in done.stdout.splitlines() if line.startswith("RRSIG") and not line.endswith(": verifies")]
        table.check("vouch chain by the resolver, signatures that do not hold", name, rrtype, [], doubts)


def check_peers(table, lab, row):
    zone, name, rrtype, status, _, _ = row
    for who, got in (("unbound", verdict_of_reply(ask(UNBOUND, lab.port, name, rrtype))), ("delv", ask_delv(lab, name, rrtype))):
        want = expected_of(status)
        if (who, zone) in DIFFERENCES:
            want, why = DIFFERENCES[who, zone]
            print("%s differs at %s: %s, %s" % (who, zone, want, why))
        table.check(who, name, rrtype, want, got)


def main():
    for program in ("delv", "unbound"):
        if peers.find_program(program) is None:
            print(program, "is not installed")
            return 1
    table = Table()
    with tempfile.TemporaryDirectory() as directory:
        lab = Lab(directory)
        unbound = None
        try:
            unbound = peers.Server("unbound", [peers.find_program("unbound"), "-d", "-c", lab.path("unbound.conf")],
                                   (UNBOUND, lab.port), directory, os.path.join(directory, "unbound.log")).wait_until_ready()
            rows = read_zones()
            for row in rows:
                check_ours(table, lab, row)
                check_peers(table, lab, row)
        finally:
            if unbound is not None:
                unbound.stop()
            lab.stop()
    for failure in table.failures:
        print(failure)
    print("%d zones, %d verdicts compared, %d differ" % (len(rows), table.cells, len(table.failures)))
    return 1 if table.failures or len(rows) < 50 else 0


sys.exit(main())

#!/usr/bin/env python3
"""Zones that vouch signs are accepted by dnssec-verify, ldns-verify-zone and kzonecheck, and zones that dnssec-signzone,
ldns-signzone and kzonesign sign are accepted by vouch; damaged ones are refused, and the finding names the owner."""
import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]

ZONE = """$ORIGIN Example.
$TTL 300
@ SOA ns hostmaster 7 3600 600 86400 300
@ NS ns
@ MX 10 Mail.UPPER
@ CAA 0 issue "ca.example.net"
@ TXT "apex" "two strings"
ns A 192.0.2.1
ns AAAA 2001:db8::1
a.b.c TXT "below two empty non-terminals"
*.wild TXT "wild"
*.wild MX 5 ns
sub.wild A 192.0.2.7
cut NS ns.cut
cut NS ns
cut DS 12345 13 2 0000000000000000000000000000000000000000000000000000000000000001
ns.cut A 192.0.2.2
insecure NS ns.insecure
ns.insecure A 192.0.2.3
only.ent.insecure2 NS ns
UPPER.Case MX 10 Mail.Example.
es\\.cape\\032d A 192.0.2.4
d DNAME elsewhere.test.
www CNAME ns
_443._tcp.www2 TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000002
srv SRV 1 2 53 ns
svc HTTPS 1 . alpn=h2,h3 port=8443
naptr NAPTR 100 10 "u" "sip+E2U" "!^.*$!sip:a@example.com!" .
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
apl APL 1:192.168.32.0/21 !1:192.168.38.0/28
sshfp SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
uri URI 10 1 "https://example.com/"
hinfo HINFO "PC" "Linux"
unknown TYPE65280 \\# 3 010203
rp RP h.example. t.example.
cert CERT PGP 0 0 AQIDBA==
"""

DENIALS = {"nsec": ["--nsec"], "nsec3": ["--nsec3"], "opt-out": ["--nsec3", "--opt-out"]}
ALGORITHMS = {8: "RSASHA256", 10: "RSASHA512", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384", 15: "ED25519", 16: "ED448"}

failures = []


def run(*command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)
    return done.returncode, done.stdout + done.stderr


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def check_with_peers(path, what):
    for name, command in {
        "dnssec-verify": ["dnssec-verify", "-o", "example.", path],
        "ldns-verify-zone": ["ldns-verify-zone", path],
        "kzonecheck": ["kzonecheck", "-d", "on", "-o", "example.", path],
    }.items():
        code, output = run(*command)
        expect(code == 0, f"{name} refuses {what}: {output[-400:]}")


def make_keys(folder, algorithm):
    os.makedirs(folder, exist_ok=True)
    for role in ([], ["--ksk"]):
        code, output = run(VOUCH, "keygen", "-K", folder, "-a", str(algorithm), *role, "example.")
        expect(code == 0, f"keygen {algorithm}: {output}")
    return sorted(os.path.join(folder, f[:-4]) for f in os.listdir(folder) if f.endswith(".key"))


def others_accept_ours(work):
    for algorithm in ALGORITHMS:
        keys = f"{work}/keys{algorithm}"
        make_keys(keys, algorithm)
        for denial, options in DENIALS.items():
            out = f"{work}/ours-{algorithm}-{denial}"
            code, output = run(VOUCH, "sign", "-K", keys, *options, "-f", out, f"{work}/zone")
            expect(code == 0, f"vouch sign {algorithm} {denial}: {output}")
            check_with_peers(out, f"what vouch signed with algorithm {algorithm} and {denial}")
            code, output = run(VOUCH, "verify", out)
            expect(code == 0, f"vouch verify of our own {algorithm} {denial}: {output}")
    out = f"{work}/ours-zonemd"
    code, output = run(VOUCH, "sign", "-K", f"{work}/keys13", "--zonemd", "--cds", "-f", out, f"{work}/zone")
    expect(code == 0, f"vouch sign --zonemd: {output}")
    check_with_peers(out, "what vouch signed with ZONEMD and CDS")
    code, output = run("ldns-verify-zone", "-ZZ", out)
    expect(code == 0, f"ldns-verify-zone -ZZ: {output}")


def peer_signed(work):
    """Yields (what, path) of zones that the peers signed with our keys."""
    for algorithm in ALGORITHMS:
        folder = f"{work}/keys{algorithm}"
        keys = sorted(os.path.join(folder, f[:-4]) for f in os.listdir(folder) if f.endswith(".key"))
        for denial, bind, ldns in (("nsec", [], []), ("nsec3", ["-3", "-"], ["-n"]), ("opt-out", ["-3", "-", "-A"], ["-n", "-p"])):
            out = f"{work}/bind-{algorithm}-{denial}"
            code, output = run("dnssec-signzone", "-S", "-K", folder, "-o", "example.", "-f", out, *bind, f"{work}/zone", cwd=work)
            expect(code == 0, f"dnssec-signzone {algorithm} {denial}: {output[-300:]}")
            yield f"dnssec-signzone {algorithm} {denial}", out
            out = f"{work}/ldns-{algorithm}-{denial}"
            code, output = run("ldns-signzone", "-o", "example.", "-f", out, *ldns, f"{work}/plain", *keys)
            expect(code == 0, f"ldns-signzone {algorithm} {denial}: {output[-300:]}")
            yield f"ldns-signzone {algorithm} {denial}", out
    for denial, policy in (("nsec", "nsec3: off"), ("nsec3", "nsec3: on")):
        # kzonesign makes its own keys by its policy.
        folder = f"{work}/knot-{denial}"
        os.makedirs(folder)
        with open(f"{folder}/knot.conf", "w") as conf:
            conf.write(f"database:\n  storage: {folder}\npolicy:\n  - id: p\n    algorithm: ecdsap256sha256\n    {policy}\n"
                       f"template:\n  - id: default\n    storage: {folder}\n    dnssec-policy: p\n    dnssec-signing: on\n"
                       f"zone:\n  - domain: example.\n    file: {work}/zone\n")
        code, output = run("kzonesign", "-c", f"{folder}/knot.conf", "-o", folder, "example.")
        expect(code == 0, f"kzonesign {denial}: {output[-300:]}")
        yield f"kzonesign {denial}", f"{folder}/example.zone" if os.path.exists(f"{folder}/example.zone") else f"{folder}/zone"


def joined_lines(path):
    """Records one a line, as ldns-read-zone prints them."""
    code, output = run("ldns-read-zone", path)
    expect(code == 0, f"ldns-read-zone {path}: {output[-200:]}")
    return [re.sub(r"\s*;\{.*$", "", line) for line in output.splitlines() if line.strip()]


def flip_base64(line):
    head, tail = line.rsplit(None, 1)
    octets = bytearray(base64.b64decode(tail))
    octets[len(octets) // 2] ^= 4
    return f"{head} {base64.b64encode(bytes(octets)).decode()}"


def owner_of(line):
    return line.split()[0].lower()


def damage(lines):
    """Yields (what, owner that a finding must name, damaged lines) for one of each kind."""
    seen = set()
    for i, line in enumerate(lines):
        fields = line.split()
        kind = fields[3]
        rest = lines[:i] + lines[i + 1:]
        if kind == "RRSIG" and ("RRSIG", fields[4]) not in seen:
            seen.add(("RRSIG", fields[4]))
            yield f"a bit of the signature of {fields[4]}", owner_of(line), rest + [flip_base64(line)]
            # dnssec-signzone signs the DNSKEY RRset with both keys, one of which is enough.
            if not any(other.split()[3:5] == fields[3:5] and owner_of(other) == owner_of(line) for other in rest):
                yield f"the signature of {fields[4]} left out", owner_of(line), rest
        if kind == "DNSKEY":
            yield "a bit of a key", owner_of(line), rest + [flip_base64(line)]
        if kind == "NSEC" and ("NSEC", len(seen) % 3) not in seen:
            seen.add(("NSEC", len(seen) % 3))
            yield "an NSEC left out", owner_of(line), rest
            yield "a type more in a bitmap", owner_of(line), rest + [line + " TYPE65000"]
            changed = re.sub(r"\tNSEC\t(\S+)", lambda m: "\tNSEC\tzz." + m.group(1), line)
            yield "another next name", owner_of(line), rest + [changed]
        if kind == "NSEC3" and ("NSEC3", len(seen) % 3) not in seen:
            seen.add(("NSEC3", len(seen) % 3))
            yield "an NSEC3 left out", None, rest
            yield "a type more in a bitmap", owner_of(line), rest + [line + " TYPE65000"]


def damaged_are_refused(path, what):
    lines = joined_lines(path)
    for kind, owner, changed in damage(lines):
        target = path + ".damaged"
        with open(target, "w") as file:
            file.write("\n".join(changed) + "\n")
        code, output = run(VOUCH, "verify", "-o", "example.", target)
        expect(code == 3, f"{what}, {kind} at {owner}: exit {code}")
        named = owner is None or any("error" in found and f" {owner} " in found.lower() for found in output.splitlines())
        expect(named, f"{what}, {kind}: no finding names {owner}: {output[:600]}")


def main():
    for tool in ("dnssec-verify", "dnssec-signzone", "ldns-verify-zone", "ldns-signzone", "kzonecheck", "kzonesign"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed; run packaging/setup test")
            return 1
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/zone", "w") as file:
            file.write(ZONE)
        code, output = run("ldns-read-zone", f"{work}/zone")
        expect(code == 0, f"ldns-read-zone: {output}")
        with open(f"{work}/plain", "w") as file:
            file.write(output)
        others_accept_ours(work)
        for what, path in list(peer_signed(work)):
            code, output = run(VOUCH, "verify", "-o", "example.", path)
            expect(code == 0, f"vouch verify of {what}: {output[:800]}")
        for denial in DENIALS:
            damaged_are_refused(f"{work}/ours-13-{denial}", f"vouch {denial}")
            damaged_are_refused(f"{work}/bind-13-{denial}", f"dnssec-signzone {denial}")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

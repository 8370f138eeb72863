#!/usr/bin/env python3
"""The real root zone of September 2020: secure as it is, its signatures counted; not with any record that DNSSEC covers
altered, dropped or added, and the finding names the owner. What DNSSEC can't see (a name server or glue changed below a
cut) changes the verdict only where ZONEMD covers it, which the root had not in 2020."""
import lzma
import os
import random
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]
SOURCE = os.path.join(os.environ["SHARED"], "data", "root-2020-09-05.zone.xz")
AT = "2020-09-10T00:00:00Z"

failures = 0


def fail(what):
    global failures
    failures += 1
    print("FAILED:", what)


def verify(lines):
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        done = subprocess.run([VOUCH, "verify", "-o", ".", "--at", AT, file.name], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout


def expect_broken(lines, owner, what):
    code, output = verify(lines)
    named = any(": error: " in line and f" {owner} " in line.lower() for line in output.splitlines())
    if code != 3 or not named:
        fail(f"{what}: exit {code}, {output[:400]}")


def altered(line, draw):
    """The line with its last field changed, or its TTL where that is not safe to change."""
    head, last = line.rsplit(None, 1)
    if draw.random() < 0.3:
        fields = line.split(None, 2)
        return f"{fields[0]} {int(fields[1]) + 1} {fields[2]}"
    if line.split()[3] in ("RRSIG", "DNSKEY"):
        at = draw.randrange(8, len(last) - 8)
        return f"{head} {last[:at]}{'A' if last[at] != 'A' else 'B'}{last[at + 1:]}"
    if line.split()[3] == "DS":
        return f"{head} {'0' if last[0] != '0' else '1'}{last[1:]}"
    if line.split()[3] == "NSEC":
        return line + " TYPE65000"
    return None


def main():
    if not os.path.exists(SOURCE):
        print("../shared/data has no root zone; skipped")
        return 77
    with lzma.open(SOURCE, "rt") as file:
        lines = [line.rstrip("\n") for line in file if line.strip()]
    code, output = verify(lines)
    signatures = sum(1 for line in lines if line.split()[3] == "RRSIG")
    if code != 0 or f"{signatures} of {signatures} signatures good" not in output:
        fail(f"as it is: exit {code}, {output[:400]}")
    draw = random.Random(2020)
    covered = [i for i, line in enumerate(lines) if line.split()[3] in ("RRSIG", "DNSKEY", "DS", "NSEC", "SOA")]
    for i in draw.sample(covered, 60):
        owner = lines[i].split()[0].lower()
        rest = lines[:i] + lines[i + 1:]
        if lines[i].split()[3] != "SOA":
            expect_broken(rest, owner, f"dropped: {lines[i][:60]}")
        changed = altered(lines[i], draw)
        if changed is not None:
            expect_broken(rest + [changed], owner, f"altered: {changed[:60]}")
    additions = ["added-name. 86400 IN NS ns.example.", "added-text. 300 IN TXT hello", "com. 86400 IN DS 1 8 2 " + "00" * 32,
                 ". 86400 IN TXT more", "zz.added. 86400 IN NSEC zzz.added. A RRSIG NSEC"]
    for line in additions:
        expect_broken(lines + [line], line.split()[0], f"added: {line[:60]}")
    print(f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

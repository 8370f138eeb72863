#!/usr/bin/env python3
"""Keys get the roles that dnssec-signzone -S gives them, over a grid of all timings in their files: which DNSKEYs are in the
zone, which keys sign the DNSKEY RRset and which the rest, and whose CDS and CDNSKEY records there are. What is meant to differ is
in meant(), and nothing else does."""
import base64
import datetime
import itertools
import os
import shutil
import struct
import subprocess
import sys
import tempfile

VOUCH = os.environ["VOUCH"]
ZONE = "$TTL 300\n@ SOA ns hostmaster 7 3600 600 86400 300\n@ NS ns\nns A 192.0.2.1\n"
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
TIMES = {"-": None, "past": NOW - datetime.timedelta(days=2), "future": NOW + datetime.timedelta(days=2)}
FIELDS = ("Publish", "Activate", "Revoke", "Inactive", "Delete")
failures = []


def run(*command, cwd=None):
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)
    return done.returncode, done.stdout + done.stderr


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def tag_of(rdata):
    flags, protocol, algorithm, key = rdata.split(None, 3)
    wire = struct.pack(">HBB", int(flags), int(protocol), int(algorithm)) + base64.b64decode(key.replace(" ", ""))
    total = sum(octet << 8 if i % 2 == 0 else octet for i, octet in enumerate(wire))
    return (total + (total >> 16)) & 0xffff


def picture(path):
    """What the keys of a signed zone are for, of one record a line."""
    found = {"keys": set(), "sign keys": set(), "sign zone": set(), "cds": set(), "cdnskey": set()}
    with open(path) as file:
        for line in file:
            fields = line.split(None, 4)
            if len(fields) < 5 or fields[0] != "example.":
                continue
            kind, rdata = fields[3], fields[4].strip()
            if kind == "DNSKEY":
                found["keys"].add((int(rdata.split()[0]), tag_of(rdata)))
            elif kind == "CDS":
                found["cds"].add(int(rdata.split()[0]))
            elif kind == "CDNSKEY":
                found["cdnskey"].add(tag_of(rdata))
            elif kind == "RRSIG" and rdata.split()[0] in ("DNSKEY", "SOA"):
                role = "sign keys" if rdata.split()[0] == "DNSKEY" else "sign zone"
                found[role].add(int(rdata.split()[6]))
    return found


def make_key(folder, *options):
    code, output = run("dnssec-keygen", "-q", "-K", folder, "-a", "13", *options, "example.")
    expect(code == 0, f"dnssec-keygen: {output}")
    return output.strip()


def write_timing(source, folder, name, timing):
    """The key's files with these times and no other."""
    for ending, form in ((".private", "{}: {}\n"), (".key", "; {}: {} (said here)\n")):
        with open(f"{source}/{name}{ending}") as file:
            lines = [line for line in file if line.split(":")[0].strip("; ") not in
                     ("Created", "Publish", "Activate", "Revoke", "Inactive", "Delete", "SyncPublish", "SyncDelete")]
        stamps = [form.format(field, time.strftime("%Y%m%d%H%M%S")) for field, time in timing.items() if time]
        created = [form.format("Created", (NOW - datetime.timedelta(days=9)).strftime("%Y%m%d%H%M%S"))]
        with open(f"{folder}/{name}{ending}", "w") as file:
            file.writelines(lines + created + stamps if ending == ".private" else created + stamps + lines)


def meant(bind, seen):
    """What BIND has, as vouch has it where it differs on purpose; notes in `seen` which differences there were."""
    published = {tag for _, tag in bind["keys"]}
    revoked = {tag for flags, tag in bind["keys"] if flags & 0x80}
    # A key that is not published makes no signatures: nobody could check them.
    for role in ("sign keys", "sign zone"):
        if bind[role] - published:
            seen.add("signs unpublished")
        bind[role] &= published
    # A revoked key signs the DNSKEY RRset (RFC 5011 section 2.1); with -x BIND does not, where it is a ZSK.
    if revoked - bind["sign keys"]:
        seen.add("revoked does not sign")
    bind["sign keys"] |= revoked
    # CDS and CDNSKEY are of keys in the DNSKEY RRset (RFC 7344 section 4.1), and of none that is revoked.
    for role in ("cds", "cdnskey"):
        if bind[role] - (published - revoked):
            seen.add("foreign " + role)
        bind[role] &= published - revoked
    return bind


def both(work, folder, zone="zone"):
    code, output = run("dnssec-signzone", "-S", "-P", "-x", "-O", "full", "-K", folder, "-o", "example.", "-f", f"{work}/bind",
                       f"{work}/{zone}", cwd=work)
    expect(code == 0, f"dnssec-signzone: {output[-300:]}")
    code, said = run(VOUCH, "sign", "-K", folder, "-o", "example.", "-f", f"{work}/ours", f"{work}/{zone}")
    expect(code == 0, f"vouch sign: {said}")
    return picture(f"{work}/bind"), picture(f"{work}/ours"), said


def grid(work, kind, name, names, seen):
    folder = f"{work}/used"
    for words in itertools.product(TIMES, repeat=len(FIELDS)):
        timing = {field: TIMES[word] for field, word in zip(FIELDS, words)}
        write_timing(f"{work}/keys", folder, name, timing)
        bind, ours, said = both(work, folder)
        what = f"{kind} " + " ".join(f"{field}={word}" for field, word in zip(FIELDS, words))
        expect(meant(bind, seen) == ours, f"{what}: BIND has {bind}, vouch {ours}: {said}")
        expect(said.count("vouch sign: key ") == len(names), f"{what}: not every key has its line: {said}")


def sync_grid(work, name, seen):
    folder = f"{work}/used"
    for words in itertools.product(TIMES, repeat=4):
        fields = ("Activate", "Delete", "SyncPublish", "SyncDelete")
        timing = {field: TIMES[word] for field, word in zip(fields, words)} | {"Publish": TIMES["past"]}
        write_timing(f"{work}/keys", folder, name, timing)
        bind, ours, said = both(work, folder)
        what = " ".join(f"{field}={word}" for field, word in zip(fields, words))
        expect(meant(bind, seen) == ours, f"{what}: BIND has {bind}, vouch {ours}: {said}")


def zones_signed_before(work, name, seen):
    """What the zone published already goes when a key is deleted, revoked or out of CDS."""
    folder = f"{work}/used"
    use = {"Publish": TIMES["past"], "Activate": TIMES["past"], "SyncPublish": TIMES["past"]}
    write_timing(f"{work}/keys", folder, name, use)
    bind, ours, _ = both(work, folder)
    expect(bind == ours and len(ours["cds"]) == 1, f"before: BIND has {bind}, vouch {ours}")
    os.replace(f"{work}/ours", f"{work}/before")
    for field in ("Delete", "Revoke", "SyncDelete", "Inactive"):
        write_timing(f"{work}/keys", folder, name, use | {field: TIMES["past"]})
        bind, ours, said = both(work, folder, "before")
        if field == "Inactive":
            # BIND keeps the signature that the key made when it was active.
            bind["sign keys"] &= ours["sign keys"]
        expect(meant(bind, seen) == ours, f"signed before, {field}: BIND has {bind}, vouch {ours}: {said}")
        code, output = run("dnssec-verify", "-o", "example.", f"{work}/ours")
        expect(code == 0, f"dnssec-verify after {field}: {output[-300:]}")


def main():
    for tool in ("dnssec-signzone", "dnssec-keygen", "dnssec-verify"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed; run packaging/setup test")
            return 1
    with tempfile.TemporaryDirectory() as work:
        for folder in ("keys", "used"):
            os.makedirs(f"{work}/{folder}")
        with open(f"{work}/zone", "w") as file:
            file.write(ZONE)
        steady = [make_key(f"{work}/used", "-f", "KSK"), make_key(f"{work}/used")]
        seen = set()
        for kind, options in (("KSK", ["-f", "KSK"]), ("ZSK", [])):
            name = make_key(f"{work}/keys", *options)
            grid(work, kind, name, [*steady, name], seen)
            if kind == "KSK":
                sync_grid(work, name, seen)
                zones_signed_before(work, name, seen)
            for ending in (".key", ".private"):
                os.remove(f"{work}/used/{name}{ending}")
    expect(seen == {"signs unpublished", "revoked does not sign", "foreign cds", "foreign cdnskey"},
           f"the differences that are meant are out of date: {seen}")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

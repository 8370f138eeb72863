#!/usr/bin/env python3
"""vouch sign as a zone owner meets it: keys that are missing, offline or not in use, zones that are broken, private keys that
others can read, earlier signings that hold something else, and no core dumps."""
import os
import re
import subprocess
import sys
import tempfile
import time

VOUCH = os.environ["VOUCH"]
ZONE = "$ORIGIN example.\n$TTL 300\n@ SOA ns hostmaster 7 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n*.w TXT wild\na.w TXT wild\n"
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
    return done.returncode, done.stdout, done.stderr


def fresh(name, *roles):
    """A folder with the zone and a key of each role; gives the folder and the base names."""
    os.makedirs(f"{name}/keys")
    with open(f"{name}/zone", "w") as file:
        file.write(ZONE)
    names = []
    for role in roles:
        code, out, err = run(VOUCH, "keygen", "-K", f"{name}/keys", *role, "example.")
        expect(code == 0, f"keygen: {err}")
        names.append(out.strip())
    return name, names


def sign(folder, *options, zone="zone", out="out", keys=()):
    return run(VOUCH, "sign", "-K", f"{folder}/keys", "-f", f"{folder}/{out}", *options, f"{folder}/{zone}", *keys)


def tag(name):
    return str(int(name.rsplit("+", 1)[1]))


def records(path, rrtype):
    with open(path) as file:
        return [line.split("\t") for line in file if line.split("\t")[3] == rrtype]


def verifies(path, what):
    code, out, err = run(VOUCH, "verify", path)
    expect(code == 0, f"{what} does not verify: {out}{err}")


def missing_private_keys():
    folder, (ksk, zsk) = fresh("missing", ["--ksk"], [])
    expect(sign(folder, out="whole")[0] == 0, "a zone with both keys is not signed")
    os.rename(f"{folder}/keys/{ksk}.private", f"{folder}/vault")
    code, out, err = sign(folder)
    expect(code == 1 and f"{ksk}.private is missing" in err and f"--offline {tag(ksk)}" in err, f"missing KSK: {code} {err}")
    expect(not os.path.exists(f"{folder}/out"), "something is written although a key is missing")
    code, out, err = sign(folder, keys=[ksk])
    expect(code == 1 and "is missing" in err, f"missing named KSK: {code} {err}")
    code, out, err = sign(folder, "--offline", tag(ksk))
    expect(code == 1 and "DNSKEY RRset is not given" in err, f"offline without signature: {code} {err}")

    # With the signature of the DNSKEY RRset from an earlier signing.
    code, out, err = sign(folder, "--offline", tag(ksk), "--previous", f"{folder}/whole")
    expect(code == 0 and f"key {tag(ksk)} (ECDSAP256SHA256, 257, offline): published" in err, f"offline, previous: {code} {err}")
    verifies(f"{folder}/out", "the zone of an offline KSK, its signature by --previous")
    signers = {line[4].split()[6] for line in records(f"{folder}/out", "RRSIG") if line[4].startswith("DNSKEY ")}
    expect(signers == {tag(ksk)}, f"the DNSKEY RRset is signed by {signers}")
    # In the zone itself, and without any file of the key.
    os.rename(f"{folder}/keys/{ksk}.key", f"{folder}/vault.key")
    code, out, err = sign(folder, "--offline", tag(ksk), zone="whole", out="again")
    expect(code == 0, f"offline, in the zone: {code} {err}")
    verifies(f"{folder}/again", "the zone of an offline KSK, its signature in the zone")
    os.rename(f"{folder}/vault.key", f"{folder}/keys/{ksk}.key")
    # The RRSIG alone, put into the unsigned zone.
    with open(f"{folder}/zone") as file, open(f"{folder}/with", "w") as to:
        to.write(file.read())
        for line in records(f"{folder}/whole", "RRSIG"):
            if line[4].startswith("DNSKEY "):
                to.write("\t".join(line))
    code, out, err = sign(folder, "--offline", tag(ksk), zone="with", out="alone")
    expect(code == 0, f"offline, the RRSIG alone: {code} {err}")
    verifies(f"{folder}/alone", "the zone of an offline KSK with the RRSIG alone")

    # A signature of other keys, one that is over, a wrong tag, a key that is here.
    run(VOUCH, "keygen", "-K", f"{folder}/keys", "example.")
    code, out, err = sign(folder, "--offline", tag(ksk), "--previous", f"{folder}/whole")
    expect(code == 1 and "other records" in err and "3 records" in err, f"offline, another ZSK: {code} {err}")
    code, out, err = sign(folder, "--offline", "65535x")
    expect(code == 1 and "no key tag" in err, f"a tag that is none: {err}")
    unused = str((int(tag(ksk)) + 1) % 65536)
    code, out, err = sign(folder, "--offline", unused)
    expect(code == 1 and f"--offline {unused}: no .key file" in err, f"an unknown tag: {err}")
    code, out, err = sign(folder, "--offline", tag(zsk), "--offline", tag(ksk))
    expect(code == 1 and "is here" in err, f"a key that is not offline: {err}")

    folder, (ksk, zsk) = fresh("expired", ["--ksk"], [])
    sign(folder, "--inception", "-30d", "--expiration", "-1d", "--no-verify", out="whole")
    os.remove(f"{folder}/keys/{ksk}.private")
    code, out, err = sign(folder, "--offline", tag(ksk), zone="whole")
    expect(code == 1 and "does not hold now" in err, f"offline, expired: {code} {err}")
    os.remove(f"{folder}/keys/{zsk}.private")
    code, out, err = sign(folder, "--offline", tag(ksk), "--offline", tag(zsk), zone="whole")
    expect(code == 1 and "would have to sign all" in err, f"an offline ZSK: {code} {err}")


def set_times(folder, name, **times):
    path = f"{folder}/keys/{name}.private"
    with open(path) as file:
        lines = [line for line in file if line.split(":")[0] not in ("Created", "Publish", "Activate", *times)]
    with open(path, "w") as file:
        file.writelines(lines + [f"{field}: {value}\n" for field, value in times.items()])


def keys_out_of_use():
    folder, (ksk, zsk, other) = fresh("timing", ["--ksk"], [], [])
    set_times(folder, other, Publish="20200101000000", Activate="20990101000000")
    code, out, err = sign(folder)
    expect(code == 0 and f"key {tag(other)} (ECDSAP256SHA256, 256): published, does not sign: active from 2099-01-01 00:00:00 UTC"
           in err, f"a standby key: {err}")
    code, out, err = sign(folder, keys=[ksk, zsk, other])
    expect(code == 0 and re.search(f"key {tag(other)} .*: published, signs the zone: named, though active from", err),
           f"a standby key that is named: {err}")
    set_times(folder, ksk, Publish="20200101000000", Activate="20200101000000", Inactive="20210101000000")
    code, out, err = sign(folder, out="none")
    expect(code == 1 and f"no key of example. with flags 257 signs now" in err and tag(ksk) in err, f"an inactive KSK: {err}")
    expect(not os.path.exists(f"{folder}/none"), "written without an active KSK")
    set_times(folder, ksk, Publish="20200101000000", Activate="soon")
    code, out, err = sign(folder)
    expect(code == 1 and f"{ksk}.private: the time of 'Activate' can't be read" in err, f"a bad time: {err}")
    # What is deleted needs no private key.
    folder, (ksk, zsk, other) = fresh("deleted", ["--ksk"], [], [])
    with open(f"{folder}/keys/{other}.key") as file:
        text = file.read()
    with open(f"{folder}/keys/{other}.key", "w") as file:
        file.write("; Delete: 20210101000000 (Fri Jan  1 00:00:00 2021)\n" + text)
    os.remove(f"{folder}/keys/{other}.private")
    code, out, err = sign(folder)
    expect(code == 0 and f"key {tag(other)} (ECDSAP256SHA256, 256, offline): not published: deleted since" in err, f"deleted: {err}")
    expect(len(records(f"{folder}/out", "DNSKEY")) == 2, "a deleted key is published")
    # All of another algorithm are not active yet.
    run(VOUCH, "keygen", "-K", f"{folder}/keys", "-a", "15", "--csk", "example.")
    name = [each[:-4] for each in os.listdir(f"{folder}/keys") if "+015+" in each and each.endswith(".key")][0]
    set_times(folder, name, Publish="20200101000000", Activate="20990101000000")
    code, out, err = sign(folder)
    expect(code == 1 and "no key of its algorithm ED25519 signs the zone" in err, f"an algorithm without signer: {err}")


def broken_zones():
    folder, _ = fresh("broken", ["--csk"])
    with open(f"{folder}/zone", "a") as file:
        file.write("c CNAME ns\nc TXT x\nsub NS ns.sub\n")
    code, out, err = sign(folder)
    expect(code == 1 and f"{folder}/zone:8: error: CNAME_AND_OTHER_DATA" in err and "zone:10: error: MISSING_GLUE" in err,
           f"a broken zone: {code} {err}")
    expect("2 errors in the zone; nothing was written" in err and "--force" in err, f"no advice: {err}")
    expect(not os.path.exists(f"{folder}/out"), "a broken zone is written")
    code, out, err = sign(folder, "--force")
    expect(code == 0 and len(re.findall(r"^vouch sign: overridden by --force: \S+:\d+: error: ", err, re.M)) == 2, f"--force: {err}")
    code, out, err = sign(folder, "--force", "--max-errors", "1")
    expect(code == 0 and "... and 1 more" in err, f"--force and --max-errors: {err}")


def previous_signings():
    """An RRSIG with fewer labels verifies where a wildcard was signed with the same records, and is not taken over."""
    folder, _ = fresh("previous", ["--csk"])
    expect(sign(folder)[0] == 0, "not signed")
    with open(f"{folder}/out") as file:
        lines = file.read().splitlines(True)
    wild = [line for line in lines if line.startswith("*.w.example.\t") and "RRSIG\tTXT " in line][0]
    with open(f"{folder}/swapped", "w") as file:
        for line in lines:
            is_plain = line.startswith("a.w.example.\t") and "RRSIG\tTXT " in line
            file.write(wild.replace("*.w.example.", "a.w.example.", 1) if is_plain else line)
    for options in ([], ["--no-verify"]):
        code, out, err = sign(folder, "--previous", f"{folder}/swapped", *options, out="again")
        labels = [line[4].split()[2] for line in records(f"{folder}/again", "RRSIG")
                  if line[0] == "a.w.example." and line[4].startswith("TXT ")]
        expect(code == 0 and labels == ["3"], f"labels of what was taken over {options}: {labels} {err}")
        verifies(f"{folder}/again", f"after --previous {options}")


def exposed_keys():
    folder, (ksk,) = fresh("exposed", ["--csk"])
    code, out, err = sign(folder)
    expect(code == 0 and "warning" not in err, f"a hidden key: {err}")
    os.chmod(f"{folder}/keys/{ksk}.private", 0o644)
    code, out, err = sign(folder)
    expect(code == 0 and f"warning: every user of this machine can read or change {folder}/keys/{ksk}.private" in err, f"0644: {err}")


def no_core_dumps():
    """As a user without rights: what belongs to root in /proc is out of the user's reach."""
    as_user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    folder, _ = fresh("core", ["--csk"])
    os.makedirs("open")
    for path in (".", "core", "core/keys", "open"):
        os.chmod(path, 0o777)
    for name in os.listdir(f"{folder}/keys"):
        os.chmod(f"{folder}/keys/{name}", 0o644)
    def one(*command, start=lambda child: None):
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **as_user)
        start(child)
        return child
    child = one(VOUCH, "sign", "-K", f"{folder}/keys", "-f", "open/out", "-")
    limit = owner = None
    for _ in range(200):  # until it waits for its zone
        with open(f"/proc/{child.pid}/limits") as file:
            limit = [line.split()[4:6] for line in file if line.startswith("Max core file size")][0]
        owner = os.stat(f"/proc/{child.pid}/environ").st_uid
        if limit == ["0", "0"] and (not as_user or owner == 0):
            break
        time.sleep(0.05)
    expect(limit == ["0", "0"], f"sign may make core dumps: {limit}")
    expect(not as_user or owner == 0, "others of the user can read what sign has in memory")
    out, err = child.communicate(ZONE)
    expect(child.returncode == 0, f"sign of a user that is not root: {err}")
    child = one(VOUCH, "keygen", "-K", "open", "example.")
    out, err = child.communicate()
    expect(child.returncode == 0, f"keygen of a user that is not root: {err}")


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        for case in (missing_private_keys, keys_out_of_use, broken_zones, previous_signings, exposed_keys, no_core_dumps):
            case()
        os.chdir("/")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

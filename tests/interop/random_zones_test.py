#!/usr/bin/env python3
"""The random zones of tests/property/signing_test.cpp, signed in full by several threads, and again after a change with
signatures that are used again, are accepted by dnssec-verify, ldns-verify-zone and kzonecheck: 200 of them by all. Where a peer
refuses one of the other 50 it is for a reason of REFUSALS, and for nothing else."""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.join(os.path.dirname(os.environ["VOUCH"]), "test_property")
FILTER = "--gtest_filter=Signing.gives_one_zone_whatever_the_threads_the_order_and_the_signing_before"
ZONES = 250
AGREEABLE = 200  # the first ones
PEERS = {
    "dnssec-verify": ["dnssec-verify", "-q", "-o", "random."],
    "ldns-verify-zone": ["ldns-verify-zone", "-V", "1"],
    "kzonecheck": ["kzonecheck", "-d", "on", "-o", "random."],
}
# {peer: [(how its refusal begins, what else it then says, why a good zone makes it say so)]}; not in the agreeable zones,
# out of which the property test takes the cause.
REFUSALS = {
    "dnssec-verify": [("invalid NS owner name (wildcard)", (), "RFC 4592 section 4.2 discourages NS at a wildcard, BIND refuses it")],
    "kzonecheck": [("child record exists under DNAME", ("missing NSEC(3) record", "wrong NSEC3 opt-out"),
                    "RFC 6672 section 2.4: occluded names are in the file, not in the chain of denial; Knot wants them in neither")],
}


def judge(peer, path):
    """(lines in which the peer refuses the zone without a reason of REFUSALS, whether it refuses it for one)."""
    done = subprocess.run([*PEERS[peer], path], capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return [], False
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    is_agreeable = int(os.path.basename(path).split(".")[0]) < AGREEABLE
    for cause, consequences, _ in REFUSALS.get(peer, []):
        if not is_agreeable and any(cause in line for line in lines):
            heads = ("Error summary:", "Serious semantic error detected")
            lines = [line for line in lines if line not in heads and not any(known in line for known in (cause, *consequences))]
            return ["%s of %s: %s" % (peer, os.path.basename(path), line) for line in lines], True
    return ["%s of %s: %s" % (peer, os.path.basename(path), line) for line in lines] or [
        "%s of %s: exit code %d" % (peer, path, done.returncode)], False


def main():
    present = [peer for peer in PEERS if shutil.which(peer)]
    if not os.access(PROGRAM, os.X_OK) or not present:
        print("test_property is not built, or no peer is installed; skipped")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, FILTER], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "VOUCH_SIGNED_ZONES": folder})
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        jobs = [(peer, path) for path in paths for peer in present]
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            answers = list(pool.map(lambda job: judge(*job), jobs))
    refused = [line for lines, _ in answers for line in lines]
    for peer in present:
        explained = sum(has_reason for (name, _), (_, has_reason) in zip(jobs, answers) if name == peer)
        print("%s accepts all but %d zones, which have a reason" % (peer, explained))
        if (explained > 0) != (peer in REFUSALS):
            refused.append("%s: REFUSALS is out of date" % peer)
    for line in refused[:40]:
        print("FAILED: " + line)
    print("%d zones, %d judgements by %s, %d refusals" % (len(paths), len(jobs), ", ".join(present), len(refused)))
    return 1 if refused or len(paths) != 2 * ZONES else 0


if __name__ == "__main__":
    sys.exit(main())

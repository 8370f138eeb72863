#!/usr/bin/env python3
"""`vouch sign`, killed at random moments while it writes: the zone that was there is whole, or the new one is, and nothing
partial stands beside it."""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

VOUCH = os.environ["VOUCH"]
KILLS = 100
DELEGATIONS = 3000
LIMIT = 240  # seconds


def write_zone(path, serial):
    with open(path, "w") as out:
        out.write("$ORIGIN kill.example.\n$TTL 300\n@ SOA ns hostmaster %d 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n" % serial)
        for number in range(DELEGATIONS):
            out.write("d%d NS ns\n" % number)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    random.seed(1)
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        os.mkdir("out")
        for words in (["--ksk"], []):
            subprocess.run([VOUCH, "keygen", "-a", "ED25519"] + words + ["kill.example"], check=True, capture_output=True)
        write_zone("old", 1)
        write_zone("new", 2)
        times = ["--inception", "20260101000000", "--expiration", "20370101000000", "--no-verify"]
        subprocess.run([VOUCH, "sign", "-f", "whole"] + times + ["new"], check=True, capture_output=True)
        begun = time.monotonic()
        subprocess.run([VOUCH, "sign", "-f", "out/zone"] + times + ["old"], check=True, capture_output=True)
        whole_time = time.monotonic() - begun
        old, new = read("out/zone"), read("whole")
        killed = attempt = 0
        window = whole_time
        while killed < KILLS and time.monotonic() < begun + LIMIT:
            attempt += 1
            signing = subprocess.Popen([VOUCH, "sign", "-f", "out/zone"] + times + ["new"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0, window))
            signing.kill()
            # The moments go up to the end of a signing, as fast as the machine is just now.
            if signing.wait() == -signal.SIGKILL:
                killed += 1
                window *= 1.02
            else:
                window *= 0.9
            now = read("out/zone")
            if now not in (old, new):
                print("kill %d left a zone of %d octets that is neither the old one nor the new" % (attempt, len(now)))
                return 1
            for name in os.listdir("out"):
                if read(os.path.join("out", name)) not in (old, new):
                    print("kill %d left %s, which is not whole" % (attempt, name))
                    return 1
            if now == new:
                with open("out/zone", "wb") as out:
                    out.write(old)
    print("killed %d times; one signing takes %.2f s" % (killed, whole_time))
    return 0 if killed == KILLS else 1


sys.exit(main())

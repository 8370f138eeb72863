#!/usr/bin/env python3
"""What is seen while vouch works and where it can't write: a full disk is told once and plainly, by every command that prints;
work of over a second has a progress line on a terminal, and nowhere else."""
import os
import pty
import re
import subprocess
import sys
import tempfile
import threading
import time

VOUCH = os.environ["VOUCH"]
HEAD = "$ORIGIN o.example.\n$TTL 300\n@ SOA ns hostmaster 1 7200 3600 1209600 300\n@ NS ns\nns A 192.0.2.1\n"
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def run(*command, **options):
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=300, **{"stdout": subprocess.PIPE, **options})
    return done.returncode, done.stdout, done.stderr


def write_zone(path, names, address="192.0.2.7"):
    with open(path, "w") as file:
        file.write(HEAD + "".join("n%05d A %s\n" % (number, address) for number in range(names)))


def tells_once(what, code, err):
    lines = [line for line in err.splitlines() if not line.startswith("vouch sign: key ")]
    expect(code == 1 and len(lines) == 1 and re.match(r"^vouch( \w+)*: .*No space left on device$", lines[0]),
           f"{what} on a full disk: exit {code}, says {lines[:5]}")


def full_disks():
    write_zone("big", 5000)
    write_zone("other", 5000, "192.0.2.8")
    os.mkdir("keys")
    code, name, _ = run(VOUCH, "keygen", "-K", "keys", "--csk", "o.example")
    code, _, err = run(VOUCH, "sign", "-K", "keys", "-f", "signed", "big")
    expect(code == 0, "sign: " + err)
    with open("signed") as file, open("wrong", "w") as to:
        to.write(file.read().replace("\t192.0.2.7\n", "\t192.0.2.9\n"))
    commands = [["zone", "convert", "big"], ["zone", "diff", "big", "other"], ["zone", "check", "big"], ["zone", "--help"],
                ["zone", "check", "--json", "big"], ["verify", "signed"], ["verify", "wrong"], ["verify", "--json", "wrong"],
                ["verify", "--rrsets", "signed"], ["sign", "-K", "keys", "-f", "-", "big"], ["ds", "keys/" + name.strip()],
                ["keygen", "-K", "keys", "o.example"], ["sign", "--help"], ["help"], ["--version"], ["lab", "--list"]]
    for command in commands:
        with open("/dev/full", "w") as full:
            code, _, err = run(VOUCH, *command, stdout=full)
        tells_once(" ".join(command), code, err)
    for command in (["zone", "convert", "-f", "/dev/full", "big"], ["sign", "-K", "keys", "-f", "/dev/full", "big"]):
        code, _, err = run(VOUCH, *command)
        tells_once(" ".join(command), code, err)


def full_file_system():
    """What is written aside does not stay where it can't be finished."""
    os.mkdir("small")
    if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", "size=128k", "none", "small")[0] != 0:
        print("no small file system can be mounted; that part is left out")
        return
    try:
        for command in (["zone", "convert", "-f", "small/out", "big"], ["sign", "-K", "keys", "-f", "small/out", "big"]):
            with open("small/out", "w") as file:
                file.write("what was there\n")
            code, _, err = run(VOUCH, *command)
            tells_once(" ".join(command), code, err)
            with open("small/out") as file:
                expect(file.read() == "what was there\n" and os.listdir("small") == ["out"],
                       f"{command[0]} on a full file system leaves {os.listdir('small')}")
    finally:
        run("umount", "small")


def on_terminal(command, feed=None):
    """What the command writes to a terminal that is its standard error, fed with text piece by piece."""
    primary, secondary = pty.openpty()
    child = subprocess.Popen([VOUCH, *command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=secondary,
                             env={**os.environ, "TERM": "xterm"})
    os.close(secondary)

    def give():
        for text, pause in feed or []:
            child.stdin.write(text.encode())
            child.stdin.flush()
            time.sleep(pause)
        child.stdin.close()
    feeder = threading.Thread(target=give)
    feeder.start()
    seen = b""
    while True:
        try:
            piece = os.read(primary, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(primary)
    feeder.join()
    return child.wait(), seen.decode()


def slow_zone():
    yield HEAD, 0
    for burst in range(8):
        yield "".join("s%d-%05d A 192.0.2.7\n" % (burst, number) for number in range(4000)), 0.3


def progress():
    for command in (["zone", "convert", "-"], ["zone", "check", "-"], ["zone", "diff", "-", "big"], ["verify", "-"],
                    ["sign", "-K", "keys", "-f", "/dev/null", "-"]):
        _, seen = on_terminal(command, slow_zone())
        expect("\r\x1b[Kreading -" in seen, f"{command}: no progress is seen: {seen[:200]!r}")
    # Signatures that take their time.
    os.mkdir("slow")
    run(VOUCH, "keygen", "-K", "slow", "-a", "16", "--csk", "o.example")
    write_zone("zone", 4000)
    code, seen = on_terminal(["sign", "-K", "slow", "--threads", "1", "-f", "slow.signed", "zone"])
    expect(code == 0 and re.search(r"\r\x1b\[Ksigning \[#*\.*\]", seen), f"sign: no progress is seen: {seen[:200]!r}")
    code, seen = on_terminal(["verify", "--threads", "1", "slow.signed"])
    expect(code == 0 and re.search(r"\r\x1b\[Kverifying \[#*\.*\]", seen), f"verify: no progress is seen: {seen[:200]!r}")
    expect(seen.endswith("\r\x1b[K"), "the progress line stays")
    code, _, err = run(VOUCH, "verify", "--threads", "1", "slow.signed")
    expect(code == 0 and err == "", f"progress without a terminal: {err!r}")


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        full_disks()
        full_file_system()
        progress()
        os.chdir("/")
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""vouch lab leaves nothing behind: not where it is interrupted, whenever that is, and not where a server can't start, which it
says with the server's own reason."""
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

VOUCH = os.environ["VOUCH"]
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def processes_with(text):
    """Processes whose command line has the text, but for this one."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if text in words and int(pid) != os.getpid():
            found.append(words)
    return found


def lab(folder, *options):
    os.makedirs(folder, exist_ok=True)
    return subprocess.Popen([VOUCH, "lab", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            env={**os.environ, "TMPDIR": folder}, start_new_session=True)


def nothing_left(folder, what):
    expect(os.listdir(folder) == [], f"{what}: left behind: {os.listdir(folder)}")
    deadline = time.monotonic() + 5
    while processes_with(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    expect(processes_with(folder) == [], f"{what}: still running: {processes_with(folder)}")


def read_until(child, words):
    text = ""
    while words not in text:
        line = child.stdout.readline()
        if not line:
            break
        text += line
    expect(words in text, f"the lab does not say {words!r}: {text[-500:]}")
    return text


def interrupted(work):
    folder = f"{work}/early"
    child = lab(folder)
    while not os.listdir(folder) and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    text = child.communicate(timeout=120)[0]
    expect(child.returncode == 130 and "was interrupted" in text, f"while zones are made: {child.returncode} {text}")
    nothing_left(folder, "interrupted while zones are made")

    folder = f"{work}/serving"
    child = lab(folder)
    read_until(child, "Ctrl-C ends it.")
    expect(len(processes_with(folder)) >= 5, "the servers of the lab are not found")
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does it
    text = child.communicate(timeout=120)[0]
    expect(child.returncode == 0 and "The lab has ended." in text, f"while serving: {child.returncode} {text}")
    nothing_left(folder, "interrupted while serving")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        folder = f"{work}/walking{number}"
        child = lab(folder, "--once")
        read_until(child, "$ vouch")
        child.send_signal(number)
        child.communicate(timeout=120)
        expect(child.returncode == 130, f"walking, signal {number}: exit code {child.returncode}")
        nothing_left(folder, f"signal {number} in the walk through")


def server_that_can_not_start(work):
    with socket.socket() as taken:
        taken.bind(("127.53.0.3", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for options in ([], ["--once"]):
            folder = f"{work}/taken{len(options)}"
            child = lab(folder, "--port", str(port), *options)
            text = child.communicate(timeout=120)[0]
            last = text.strip().splitlines()[-1]
            expect(child.returncode == 1 and last.startswith("vouch lab: 127.53.0.3") and "could not start: " in last and
                   "in use" in last, f"a port that is taken: {child.returncode} {last}")
            nothing_left(folder, "a server that can't start")


def main():
    with tempfile.TemporaryDirectory() as work:
        interrupted(work)
        server_that_can_not_start(work)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

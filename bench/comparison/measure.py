"""Runs commands and says what they needed: CPU time, wall time, peak memory; and what the machine is."""
import os
import platform
import shutil
import statistics
import subprocess
import threading
import time

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin"
MEGABYTE = 1e6


class Failed(Exception):
    """A tool that did not do its work; the text names the command and its last words."""


class Cost:
    """What one run needed: seconds of CPU (user + system) and of wall time, and octets of memory at the peak."""

    def __init__(self, cpu, wall, memory):
        self.cpu, self.wall, self.memory = cpu, wall, memory

    def as_json(self):
        return {"cpu_s": round(self.cpu, 4), "wall_s": round(self.wall, 4), "memory_mb": round(self.memory / MEGABYTE, 2)}


def median(costs):
    return Cost(*(statistics.median(getattr(cost, what) for cost in costs) for what in ("cpu", "wall", "memory")))


def find(program):
    """The path of an installed program, or None."""
    return shutil.which(program, path=PATH)


def last_line(path):
    with open(path, errors="replace") as file:
        lines = [line.strip() for line in file.read()[-4000:].splitlines() if line.strip()]
    return lines[-1] if lines else "(it says nothing)"


def run(command, folder, out=None, seconds=1800):
    """Runs a command in a folder, its standard output into a file, and gives its Cost; raises Failed."""
    errors = os.path.join(folder, "stderr")
    with open(out or os.devnull, "wb") as output, open(errors, "wb") as error_output:
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=error_output)
        limit = threading.Timer(seconds, process.kill)
        limit.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            limit.cancel()
        wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed("`%s` ends with %d after %.1f s: %s" % (" ".join(command), process.returncode, wall, last_line(errors)))
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024)


def text_of(command):
    """What a command prints on both outputs; empty where it is not installed. Its exit code is for the caller to ignore."""
    if not command or not command[0]:
        return ""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                          errors="replace", timeout=60)
    return done.stdout


def openssl_rates():
    """(signatures, verifications) of ECDSA P-256 that OpenSSL makes in a second of CPU; None where it is not installed."""
    program = find("openssl")
    if not program:
        return None
    for line in text_of([program, "speed", "-mr", "-seconds", "2", "ecdsap256"]).splitlines():
        fields = line.split(":")
        if fields[0].startswith("+F") and len(fields) >= 5 and fields[2] == "256":
            rates = [1 / float(field) if float(field) < 1 else float(field) for field in fields[3:5]]
            return tuple(rates)
    raise Failed("`openssl speed -mr -seconds 2 ecdsap256` prints no rate of ECDSA P-256")


def machine():
    """CPU, cores, system and the versions of the peers, as text."""
    found = {"cpu": platform.processor() or platform.machine(), "cores": len(os.sched_getaffinity(0)),
             "system": platform.system() + " " + platform.release(), "load": round(os.getloadavg()[0], 2)}
    with open("/proc/cpuinfo") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    found["cpu"] = models[0] if models else found["cpu"]
    if os.path.exists("/etc/os-release"):
        with open("/etc/os-release") as file:
            names = [line.split("=", 1)[1].strip().strip('"') for line in file if line.startswith("PRETTY_NAME=")]
        found["system"] = (names or [""])[0] + ", " + found["system"]
    found["versions"] = {}
    for name, command in {"compiler": ["c++", "--version"], "openssl": ["openssl", "version"], "bind": ["named", "-V"],
                          "ldns": ["ldns-signzone", "-v"], "knot": ["kzonesign", "-V"], "nsd": ["nsd", "-v"]}.items():
        lines = text_of([find(command[0])] + command[1:]).splitlines()
        found["versions"][name] = next((line.strip() for line in lines if any(c.isdigit() for c in line)), None)
    return found

#!/usr/bin/env python3
"""bench/compare measures every row with the vouch just built, names what fails, and makes the same zones each time;
bench/growth measures every size and leaves no zone behind.

Skips (77) without `vouch` or without any of the peers.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "bench"))
from comparison import memory  # noqa: E402

VOUCH = os.environ["VOUCH"]
ROWS = ["sign", "sign-checked", "verify", "re-sign", "convert", "load", "memory"]
PEERS = ("dnssec-signzone ldns-signzone kzonesign dnssec-verify ldns-verify-zone kzonecheck named-compilezone ldns-read-zone "
         "named-checkzone nsd-checkzone knotd named nsd openssl").split()
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("FAILED:", what)


def run(*command, vouch=VOUCH):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, "VOUCH": vouch})
    return done.returncode, done.stdout, done.stderr


def every_row_is_measured(compare, folder):
    results = folder / "results.json"
    code, out, err = run(compare, "--zone-size", "200", "--runs", "1", "--only", ",".join(ROWS), "--output", str(results))
    expect(code == 0, "bench/compare exits with %d: %s" % (code, err[-500:]))
    if code != 0:
        return
    written = json.loads(results.read_text())
    expect([row["row"] for row in written["rows"]] == ROWS, "the rows are others: %s" % written["rows"])
    # 200 owners: their NSEC and that of the apex, 50 DS, SOA, NS, DNSKEY, and two name servers with NSEC, A and AAAA.
    expect(written["zone"]["signatures"] == 260, "%d signatures" % written["zone"]["signatures"])
    for row in written["rows"]:
        expect((row["ratio"] or 0) > 0, "the row %s has the ratio %s" % (row["row"], row["ratio"]))
        expect(row["missing"] == [], "the row %s misses %s" % (row["row"], row["missing"]))
        expect(row["row"] in out, "the table has no row " + row["row"])
    for row in written["rows"]:
        if row["row"] == "memory":
            expect(all(cost["memory_mb"] > 1 for cost in row["costs"].values()), "memory: %s" % row["costs"])


def parsing_is_measured_by_bench_micro(compare, folder):
    """Google Benchmark's figures of one reading become the row."""
    micro = folder / "micro"
    micro.write_text('#!/bin/sh\n[ -s "$VOUCH_BENCH_ZONE" ] && echo \'{"benchmarks": [{"cpu_time": 250, "real_time": 500}]}\'\n')
    micro.chmod(0o755)
    results = folder / "parse.json"
    os.environ["BENCH_MICRO"] = str(micro)
    code, _, err = run(compare, "--zone-size", "20", "--runs", "1", "--only", "parse", "--output", str(results))
    expect(code == 0, "the row parse: exit %d, %s" % (code, err[-500:]))
    if code == 0:
        cost = json.loads(results.read_text())["rows"][0]["costs"]["vouch"]
        expect((cost["cpu_s"], cost["wall_s"]) == (0.25, 0.5), "the row parse: %s" % cost)
    os.environ["BENCH_MICRO"] = str(folder / "missing")
    code, _, err = run(compare, "--zone-size", "20", "--runs", "1", "--only", "parse", "--output", str(results))
    expect(code == 1 and "bench_micro" in err, "without bench_micro: exit %d, %s" % (code, err))


def growth_is_measured(folder):
    growth, results, work = str(SOURCE / "bench/growth"), folder / "growth.json", folder / "work"
    code, out, err = run(growth, "--sizes", "200,400", "--work", str(work), "--output", str(results))
    expect(code == 0, "bench/growth exits with %d: %s" % (code, err[-500:]))
    if code != 0:
        return
    written = json.loads(results.read_text())
    expect([size["owners"] for size in written["sizes"]] == [200, 400], "sizes: %s" % written["sizes"])
    for size in written["sizes"]:
        expect([step["step"] for step in size["steps"]] == ["sign", "verify"], "steps: %s" % size)
        for step in size["steps"]:
            expect(step["cpu_us"] > 0 and step["octets"] > 0 and step["ratios"]["cpu_us"] > 0, "step: %s" % step)
    # The unsigned zone has 7 records at its apex; the signed one has NSEC and RRSIG records more.
    records = [step["records"] for step in written["sizes"][0]["steps"]]
    expect(records[0] == 7 + 400 + 50 + 8 and records[1] > records[0] + 400, "records: %s" % records)
    expect("octets / record" in out and os.listdir(work) == [], "the zones are left behind: %s" % os.listdir(work))
    code, _, err = run(growth, "--sizes", "200,100")
    expect(code == 2 and "ascending" in err, "sizes that descend: exit %d, %s" % (code, err))
    code, _, err = run(growth, "--sizes", "1000000000000", "--work", str(work))
    expect(code == 1 and "GB free" in err, "a full disk: exit %d, %s" % (code, err))


def failures_name_the_command(compare, folder):
    broken = folder / "broken"
    broken.write_text('#!/bin/sh\n[ "$1" != verify ] || { echo "no more" >&2; exit 3; }\nexec "%s" "$@"\n' % VOUCH)
    broken.chmod(0o755)
    results = folder / "none.json"
    code, out, err = run(compare, "--zone-size", "20", "--runs", "1", "--only", "verify", "--output", str(results),
                         vouch=str(broken))
    expect(code == 1 and out == "", "a failing tool: exit %d, %s" % (code, out))
    expect("broken verify" in err and "ends with 3" in err and "no more" in err, "a failing tool is told as: " + err)
    expect(not results.exists(), "results are written although a tool failed")
    code, out, err = run(compare, "--only", "sing")
    expect(code == 2 and "there is no row 'sing'" in err, "a row that is not there: exit %d, %s" % (code, err))


FORKING = """
import os, sys, time
if os.fork() == 0:
    held = bytearray(os.urandom(1000)) * 60000
    os.fork()
    os.write(1, b"r")
    time.sleep(60)
time.sleep(60)
"""


def shared_memory_is_counted_once():
    """As nsd does it: the first process has no zone, two others share one."""
    with subprocess.Popen([sys.executable, "-c", FORKING], stdout=subprocess.PIPE, text=True) as process:
        ready = process.stdout.read(2)
        measured = memory.memory_of(process.pid) / 1e6
        for pid in [*memory.descendants(process.pid), process.pid]:
            os.kill(pid, 9)
    expect(ready == "rr" and 60 < measured < 110, "60 MB that two processes share are measured as %.1f MB" % measured)


def zones_are_the_same_each_time():
    for kind in ("tld", "host"):
        first, second, changed = (run(SOURCE / "bench/zones.py", kind, "500", *more)[1] for more in ([], [], ["--changed"]))
        expect(first == second, "two zones of the kind %s differ" % kind)
        owners = [{line.split()[0] for line in text.splitlines()} for text in (first, changed)]
        expect(owners[0] == owners[1] and first != changed, "the changed zone of the kind %s" % kind)


def main():
    if not os.access(VOUCH, os.X_OK) or any(not shutil.which(peer, path=PATH) for peer in PEERS):
        print("vouch or a peer is missing; skipped")
        return 77
    with tempfile.TemporaryDirectory() as name:
        compare, folder = str(SOURCE / "bench/compare"), pathlib.Path(name)
        every_row_is_measured(compare, folder)
        failures_name_the_command(compare, folder)
        parsing_is_measured_by_bench_micro(compare, folder)
        growth_is_measured(folder)
    zones_are_the_same_each_time()
    shared_memory_is_counted_once()
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

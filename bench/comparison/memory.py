"""The row of the servers: each loads the signed zone on loopback, answers for its SOA, and is measured then."""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "support"))
import dnswire  # noqa: E402
import peers  # noqa: E402

from . import measure, rows  # noqa: E402

LOADING_SECONDS = 600


def memory(work, runs):
    outcome = rows.Outcome("memory", "resident memory of the server once it answers for the signed zone (pages that its "
                           "processes share counted once); CPU and wall time until then", "memory")
    outcome.target = 45 * measure.MEGABYTE * work.size / 100000
    outcome.target_text = "45 MB for 100,000 owners, in proportion"
    started_by = {"vouch": _start_vouch, "knotd": peers.start_knotd, "named": peers.start_named, "nsd": peers.start_nsd}
    outcome.missing = [name for name in started_by if name != "vouch" and not peers.find_program(name)]
    for run in range(runs):
        for name, start in started_by.items():
            if name not in outcome.missing:
                folder = work.path("served-%d" % run)
                os.makedirs(folder, exist_ok=True)
                outcome.costs.setdefault(name, []).append(_measure_server(start, work, folder))
    return outcome


def _start_vouch(folder, zones, program=None):
    return peers.start_vouch(folder, zones, server="threads = 1", program=program)


def _measure_server(start, work, folder):
    started = time.monotonic()
    more = {"program": work.vouch} if start is _start_vouch else {}
    try:
        server = start(folder, {work.kind: work.signed}, **more)
        try:
            _wait_for_answer(server, work.kind)
            wall = time.monotonic() - started
            time.sleep(0.5)
            cost = measure.Cost(_cpu_of(server.process.pid), wall, memory_of(server.process.pid))
        finally:
            code = server.stop(60)
    except peers.CannotStart as reason:
        raise measure.Failed(str(reason).strip())
    if code not in (0, -15):
        raise measure.Failed("%s ends with %d: %s" % (server.name, code, measure.last_line(server.log)))
    return cost


def _wait_for_answer(server, zone):
    query = dnswire.make_query(dnswire.name_of(zone), dnswire.type_number("SOA"), message_id=4711)
    server.wait_until_ready(LOADING_SECONDS)
    until = time.monotonic() + LOADING_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise peers.CannotStart("%s ends with %d: %s" % (server.name, server.process.returncode,
                                                             measure.last_line(server.log)))
        try:
            reply = dnswire.ask_udp(server.address, query, timeout=0.2, tries=1)
        except (OSError, dnswire.NoReply):
            reply = None
        if reply and len(reply) > 12 and reply[3] & 15 == 0 and reply[6:8] != b"\0\0":
            return
        time.sleep(0.02)
    raise peers.CannotStart("%s does not answer for %s: %s" % (server.name, zone, measure.last_line(server.log)))


def descendants(pid):
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/children" % (pid, task)) as file:
            for child in map(int, file.read().split()):
                yield child
                yield from descendants(child)


def memory_of(pid):
    """The resident memory of a process and its descendants, octets: each page that they write counted once, however many of
    them share it, and the files (programs, libraries) of the one that has most of them. Of one process that is its RSS."""
    sizes = [_sizes_of(one) for one in [pid, *descendants(pid)]]
    return sum(size["Pss_Anon"] for size in sizes) + max(size["Rss"] - size["Anonymous"] for size in sizes)


def _sizes_of(pid):
    with open("/proc/%d/smaps_rollup" % pid) as file:
        rows_of_file = [line.split() for line in file.readlines()[1:]]
    return {fields[0].rstrip(":"): int(fields[1]) * 1024 for fields in rows_of_file}


def _cpu_of(pid):
    """Seconds of CPU of a process and its children, ended ones included."""
    ticks = 0
    for one in [pid, *descendants(pid)]:
        with open("/proc/%d/stat" % one) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")

"""What a process has cost so far: processor time over all of its threads, and memory. Read from /proc, so that nothing has to be
asked of the process itself.
"""
import os


def cpu_ms(pid):
    """Milliseconds of processor time of the living threads; threads of servers live as long as they do."""
    total = 0
    for thread in os.listdir("/proc/%d/task" % pid):
        try:
            with open("/proc/%d/task/%s/schedstat" % (pid, thread)) as stat:
                total += int(stat.read().split()[0])
        except FileNotFoundError:
            pass
    return total / 1e6


def _status(pid, key):
    with open("/proc/%d/status" % pid) as status:
        for line in status:
            if line.startswith(key + ":"):
                return int(line.split()[1]) / 1024
    return 0.0


def resident_mb(pid):
    return _status(pid, "VmRSS")


def peak_mb(pid):
    """The most that was resident at any time since the start."""
    return _status(pid, "VmHWM")


class Meter:
    """The cost of a server from here on: `with Meter(server) as cost: ...`, then cost.cpu_ms and cost.peak_mb."""

    def __init__(self, server):
        self.pid = server.process.pid

    def __enter__(self):
        self.before = cpu_ms(self.pid)
        return self

    def __exit__(self, *_):
        self.cpu_ms = cpu_ms(self.pid) - self.before
        self.peak_mb = peak_mb(self.pid)

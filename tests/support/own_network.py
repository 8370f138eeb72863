"""A network of the test's own: a namespace in which every address below 10.0.0.0/8 and fd00:53::/32 is this machine's, so that
servers can stand at port 53 of as many addresses as a test likes. It is gone when the test ends. Nothing leaves it.
"""
import os
import subprocess
import sys

_INSIDE = "VOUCH_TEST_NETWORK"


def enter():
    """Starts the running script anew inside a network of its own; returns when that is where it runs."""
    if os.environ.get(_INSIDE) == "ready":
        return
    if os.environ.get(_INSIDE):
        for command in (["ip", "link", "set", "lo", "up"],
                        # named listens on addresses of interfaces only
                        ["ip", "address", "add", "10.0.1.3/32", "dev", "lo"],
                        ["ip", "route", "add", "local", "10.0.0.0/8", "dev", "lo"],
                        ["ip", "-6", "route", "add", "local", "fd00:53::/32", "dev", "lo"]):
            subprocess.run(command, check=True)
        os.environ[_INSIDE] = "ready"
        return
    os.environ[_INSIDE] = "1"
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    os.execvp(unshare[0], unshare + ["--", sys.executable] + sys.argv)

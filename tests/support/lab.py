"""The lab, started as its users start it: `vouch lab` on a free port, ended by its process id."""
import os
import signal
import socket
import subprocess
import time

import peers

VOUCH = os.environ["VOUCH"]


class Lab:
    def __init__(self, directory):
        self.directory = os.path.join(directory, "lab")
        self.port = self.free_port()
        self.log = open(os.path.join(directory, "lab.log"), "w")
        self.process = subprocess.Popen([VOUCH, "lab", "--dir", self.directory, "--port", str(self.port)],
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(600):
            if "Ctrl-C" in open(self.log.name).read():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise peers.CannotStart("the lab did not start:\n" + open(self.log.name).read())

    @staticmethod
    def free_port():
        for _ in range(200):
            port = peers.free_port("127.53.0.1")
            try:
                for last in (1, 2, 3, 4, 53, 54):
                    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                        with socket.socket(socket.AF_INET, kind) as probe:
                            probe.bind(("127.53.0.%d" % last, port))
                return port
            except OSError:
                continue
        raise peers.CannotStart("no free port")

    def path(self, name):
        return os.path.join(self.directory, name)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @staticmethod
    def zones():
        """[(zone, name to ask for, type, status)], as the lab lists them."""
        done = subprocess.run([VOUCH, "lab", "--list"], check=True, capture_output=True, text=True)
        return [tuple(line.split("\t")[:4]) for line in done.stdout.splitlines()]

"""The rows that are commands which end: what is run, ours first, and what the outcome is held against."""
import json
import os
import shutil

from . import measure


class Contestant:
    """A command of one program. `prepare`, if any, is called before each run and not measured; `output` takes what the
    command prints."""

    def __init__(self, name, command, prepare=None, output=None):
        self.name, self.command, self.prepare, self.output = name, command, prepare, output

    @property
    def is_installed(self):
        return measure.find(self.command[0]) is not None

    def run(self, work):
        if self.prepare:
            self.prepare()
        return measure.run([measure.find(self.command[0])] + self.command[1:], work.folder, self.output)


class Work:
    """The folder, files, keys and settings that all rows share."""

    def __init__(self, vouch, folder, kind, size, threads, rates):
        self.vouch, self.folder, self.kind, self.size, self.threads, self.rates = vouch, folder, kind, size, threads, rates
        self.zone, self.changed, self.signed = (os.path.join(folder, name) for name in ("zone", "changed", "signed"))
        self.keys, self.signatures = [], 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_keys(self):
        for role in ([], ["--ksk"]):
            measure.run([self.vouch, "keygen", "-K", self.folder, *role, self.kind], self.folder)
        self.keys = sorted(name[:-4] for name in os.listdir(self.folder) if name.endswith(".key"))

    def sign(self):
        """The signed zone of the rows that need one; counts its signatures."""
        measure.run(ours_sign(self, self.zone, self.signed, []), self.folder)
        with open(self.signed) as file:
            self.signatures = sum("RRSIG" in line.split(None, 4)[3:4] for line in file)

    def floor(self, which):
        """Seconds that OpenSSL needs for the signatures of the zone alone; which is 0 to make, 1 to verify them."""
        return self.signatures / self.rates[which] if self.rates else None


class Outcome:
    """A row as it is measured: `costs` is {contestant: [Cost]}, ours under `vouch`."""

    def __init__(self, row, compared, measured="cpu"):
        self.row, self.compared, self.measured = row, compared, measured
        self.costs, self.missing = {}, []
        self.floor = self.target = None
        self.target_text = ""

    def medians(self):
        return {name: measure.median(costs) for name, costs in self.costs.items()}

    def as_json(self):
        medians = self.medians()
        ours = getattr(medians["vouch"], self.measured)
        others = {name: getattr(cost, self.measured) for name, cost in medians.items() if " " not in name and name != "vouch"}
        best = min(others, key=others.get) if others else None
        return {"row": self.row, "compared": self.compared, "measured": self.measured,
                "costs": {name: cost.as_json() for name, cost in medians.items()},
                "each_run": {name: [cost.as_json() for cost in costs] for name, costs in self.costs.items()},
                "missing": self.missing, "best_peer": best, "ratio": _ratio(ours, others[best] if best else None), "floor": self.floor,
                "floor_ratio": _ratio(ours, self.floor), "target": self.target, "target_text": self.target_text,
                "target_ratio": _ratio(ours, self.target)}


def _ratio(ours, other):
    return round(ours / other, 4) if other else None


def measure_in_turn(outcome, work, contestants, runs):
    """Ours, each peer, ours, each peer and so on, so that a busy machine is busy for all of them."""
    outcome.missing = [c.name for c in contestants if not c.is_installed]
    for _ in range(runs):
        for contestant in contestants:
            if contestant.is_installed:
                outcome.costs.setdefault(contestant.name, []).append(contestant.run(work))
    return outcome


def ours_sign(work, zone, out, options):
    threads = ["--threads", str(work.threads)]
    return [work.vouch, "sign", *threads, "-K", work.folder, "-o", work.kind, "-f", out, *options, zone, *work.keys]


def bind_sign(work, zone, options):
    return ["dnssec-signzone", "-q", "-x", "-n", str(work.threads), "-K", work.folder, "-d", work.folder, "-o", work.kind,
            *options, "-S", "-f", work.path("signed.bind"), zone]


def kzonesign(work):
    """kzonesign makes its own keys by a policy; each run has a folder of its own, so that it signs everything."""
    folder = work.path("kzonesign")

    def prepare():
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "out"))
        with open(os.path.join(folder, "knot.conf"), "w") as conf:
            conf.write("database:\n  storage: %s\npolicy:\n  - id: p\n    algorithm: ecdsap256sha256\n    nsec3: off\n"
                       "    cds-cdnskey-publish: none\n    signing-threads: %d\ntemplate:\n  - id: default\n    storage: %s\n"
                       "    dnssec-policy: p\n    dnssec-signing: on\n    journal-content: none\nzone:\n  - domain: %s.\n"
                       "    file: %s\n" % (folder, work.threads, folder, work.kind, work.zone))

    command = ["kzonesign", "-c", os.path.join(folder, "knot.conf"), "-o", os.path.join(folder, "out"), work.kind + "."]
    return Contestant("kzonesign", command, prepare)


def sign(work, runs):
    outcome = Outcome("sign", "text in, signed text out, ECDSA P-256, NSEC, KSK and ZSK, no check of the signatures by anyone")
    outcome.floor = work.floor(0)
    outcome.target = 1.25 * outcome.floor if outcome.floor else None
    outcome.target_text = "1.25 x the floor"
    ldns = ["ldns-signzone", "-o", work.kind + ".", "-f", work.path("signed.ldns"), work.zone]
    return measure_in_turn(outcome, work, [
        Contestant("vouch", ours_sign(work, work.zone, work.path("out"), ["--no-verify"])),
        Contestant("dnssec-signzone", bind_sign(work, work.zone, ["-P"])),
        Contestant("ldns-signzone", ldns + [work.path(key) for key in work.keys]), kzonesign(work)], runs)


def sign_checked(work, runs):
    outcome = Outcome("sign-checked", "as sign, and every signature is checked before the zone is taken for good (the default "
                      "of vouch and of dnssec-signzone)")
    outcome.floor = work.floor(0) + work.floor(1) if work.rates else None
    return measure_in_turn(outcome, work, [Contestant("vouch", ours_sign(work, work.zone, work.path("out"), [])),
                                           Contestant("dnssec-signzone", bind_sign(work, work.zone, []))], runs)


def verify(work, runs):
    outcome = Outcome("verify", "every signature and the NSEC chain of the zone that vouch signed")
    outcome.floor = work.floor(1)
    outcome.target = 1.1 * outcome.floor if outcome.floor else None
    outcome.target_text = "1.1 x the floor"
    return measure_in_turn(outcome, work, [
        Contestant("vouch", [work.vouch, "verify", "--threads", str(work.threads), work.signed]),
        Contestant("dnssec-verify", ["dnssec-verify", "-q", "-x", "-o", work.kind, work.signed]),
        Contestant("ldns-verify-zone", ["ldns-verify-zone", "-V", "1", work.signed]),
        Contestant("kzonecheck", ["kzonecheck", "-d", "on", "-o", work.kind, work.signed])], runs)


def re_sign(work, runs):
    outcome = Outcome("re-sign", "1 % of the owners changed: vouch with --previous; dnssec-signzone, which is given the "
                      "unsigned zone, signs all of it; nobody checks signatures")
    full = "vouch full"
    measure_in_turn(outcome, work, [
        Contestant("vouch", ours_sign(work, work.changed, work.path("out"), ["--no-verify", "--previous", work.signed])),
        Contestant(full, ours_sign(work, work.changed, work.path("out"), ["--no-verify"])),
        Contestant("dnssec-signzone", bind_sign(work, work.changed, ["-P"]))], runs)
    outcome.target = 0.1 * outcome.medians()[full].cpu
    outcome.target_text = "0.1 x our full signing"
    return outcome


class Reading:
    """ZoneFileReader of bench_micro on the zone: the cost of one reading, as Google Benchmark has it."""

    name, is_installed = "vouch", True

    def __init__(self, program):
        self.program = program

    def run(self, work):
        said = work.path("micro.json")
        command = ["env", "VOUCH_BENCH_ZONE=" + work.zone, self.program, "--benchmark_filter=^read_zone_file$",
                   "--benchmark_format=json"]
        whole = measure.run(command, work.folder, said)
        with open(said) as file:
            found = json.load(file)["benchmarks"][0]
        if "error_message" in found:
            raise measure.Failed("bench_micro: " + found["error_message"])
        return measure.Cost(found["cpu_time"] / 1e3, found["real_time"] / 1e3, whole.memory)


def micro_program(vouch):
    """The bench_micro of the row parse. Errors: Failed, where there is none."""
    program = os.environ.get("BENCH_MICRO") or os.path.join(os.path.dirname(vouch), "bench_micro")
    if not os.access(program, os.X_OK):
        raise measure.Failed("there is no %s; say `cmake --build --preset release --target bench_micro`, or leave out the "
                             "row parse" % program)
    return program


def parse(work, runs):
    outcome = Outcome("parse", "unsigned text to checked records, no zone built, nothing written; simdzone, which would be the "
                      "peer, has no Debian package")
    outcome.target_text = "told of the kind tld only"
    if work.kind == "tld":
        outcome.target = 0.18 * os.path.getsize(work.zone) / 120e6
        outcome.target_text = "1.5 x simdzone's 1 GB/s"
    return measure_in_turn(outcome, work, [Reading(micro_program(work.vouch))], runs)


def convert(work, runs):
    outcome = Outcome("convert", "unsigned text in, text with one record a line in canonical order out")
    lenient = ["-k", "ignore", "-n", "ignore", "-i", "none", "-m", "ignore", "-M", "ignore", "-S", "ignore", "-r", "ignore"]
    return measure_in_turn(outcome, work, [
        Contestant("vouch", [work.vouch, "zone", "convert", "-o", work.kind, "-f", work.path("out"), work.zone]),
        Contestant("named-compilezone", ["named-compilezone", "-q", *lenient, "-s", "full", "-o", work.path("text.bind"),
                                         work.kind, work.zone]),
        Contestant("ldns-read-zone", ["ldns-read-zone", "-z", work.zone], output=work.path("text.ldns"))], runs)


def load(work, runs):
    outcome = Outcome("load", "unsigned text to a zone whose content is checked, nothing written; the checks differ")
    outcome.target = 1.0 * work.size / 1e6
    outcome.target_text = "1.0 s for 1,000,000 owners, in proportion"
    return measure_in_turn(outcome, work, [
        Contestant("vouch", [work.vouch, "zone", "check", "-o", work.kind, work.zone]),
        Contestant("kzonecheck", ["kzonecheck", "-d", "off", "-o", work.kind, work.zone]),
        Contestant("named-checkzone", ["named-checkzone", "-q", "-i", "local", work.kind, work.zone]),
        Contestant("nsd-checkzone", ["nsd-checkzone", work.kind, work.zone])], runs)

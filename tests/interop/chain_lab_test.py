"""What `vouch chain` makes of the lab: for every zone that is broken or insecure, the code of the cause, whose matter it is
and that the zone is named; that what is advised is none of what would do harm there; that the picture shows what is broken
and ticks nothing that is not proven; that a recording says the same as the servers did; and that what is wrong with a damaged
recording is not blamed on a zone.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "support"))
import lab  # noqa: E402

VOUCH = os.environ["VOUCH"]

# zone: (code of the cause, whose matter, zone that is named where it is another, words that must not be advised).
SIGN = ["vouch sign", "Sign "]
DS = ["replace the DS", "take out the DS", "DS below"]
OLD_KEY = ["old key again"]
EXPECTED = {
    # insecure
    "unsigned.test.": ("ZONE_NOT_SIGNED", "nobody", None, SIGN + DS),
    "plain.optout.test.": ("ZONE_NOT_SIGNED", "nobody", None, SIGN + DS),
    "optout-nothing.test.": ("OPT_OUT_DENIAL", "nobody", None, SIGN + DS),
    "island.test.": ("NO_DS_FOR_SIGNED_ZONE", "parent", None, SIGN + OLD_KEY),
    "gost.test.": ("INSECURE_BY_ALGORITHM", "parent", None, SIGN + OLD_KEY),
    "gost-digest.test.": ("INSECURE_BY_ALGORITHM", "parent", None, SIGN + OLD_KEY),
    "rsasha1.test.": ("INSECURE_BY_ALGORITHM", "parent", None, SIGN + OLD_KEY),
    "iterations-high.test.": ("NONZERO_NSEC3_ITERATION_COUNT", "zone", None, DS),
    "cname-to-unsigned.test.": ("ZONE_NOT_SIGNED", "nobody", "unsigned.test.", SIGN + DS),
    # times and keys
    "expired.test.": ("EXPIRATION_IN_PAST", "zone", None, DS),
    "expired-keys.test.": ("EXPIRATION_IN_PAST", "zone", None, DS),
    "not-yet-valid.test.": ("INCEPTION_IN_FUTURE", "zone", None, DS),
    "inverted.test.": ("EXPIRATION_BEFORE_INCEPTION", "zone", None, DS),
    "wrong-ds.test.": ("NO_SEP", "parent", None, SIGN),
    "wrong-digest.test.": ("NO_SEP", "parent", None, SIGN + ["publish it again"]),
    "stale-ds.test.": ("DS_BUT_UNSIGNED_ZONE", "parent", None, ["replace the DS", "DS below"]),
    "unsigned-keys.test.": ("MISSING_RRSIG", "zone", None, DS),
    "bad-keys.test.": ("DS_KEY_RRSIG_BAD", "zone", None, DS),
    "missing-key.test.": ("RRSIG_NO_DNSKEY", "zone", None, DS),
    "revoked.test.": ("DNSKEY_REVOKED_DS", "zone", None, OLD_KEY),
    "no-zone-bit.test.": ("DS_ZONE_BIT_UNSET", "zone", None, OLD_KEY),
    "bad-protocol.test.": ("DNSKEY_PROTOCOL_NOT_3", "zone", None, OLD_KEY),
    # signatures of the answer
    "missing-rrsig.test.": ("MISSING_RRSIG", "zone", None, DS),
    "altered.test.": ("SIGNATURE_INVALID", "zone", None, DS + ["--previous OLD"]),
    "bad-signature.test.": ("SIGNATURE_INVALID", "zone", None, DS + ["--previous OLD"]),
    "wrong-signer.test.": ("SIGNER_NOT_ZONE", "zone", None, DS),
    "too-many-labels.test.": ("RRSIG_LABELS_EXCEED_RRSET_OWNER_LABELS", "zone", None, DS),
    "too-few-labels.test.": ("RRSIG_LABELS_BELOW_SIGNER", "zone", None, DS),
    # denial
    "missing-nsec.test.": ("MISSING_NSEC", "zone", None, DS),
    "missing-nsec3.test.": ("MISSING_NSEC", "zone", None, DS),
    "unsigned-nsec.test.": ("NSEC_SIG_MISSING", "zone", None, DS),
    "wrong-nsec.test.": ("SNAME_NOT_COVERED", "zone", None, DS),
    "wrong-bitmap.test.": ("STYPE_IN_BITMAP", "zone", None, DS),
    "unproven-wildcard.test.": ("MISSING_NSEC_FOR_WILDCARD", "zone", None, DS),
    "iterations-absurd.test.": ("NONZERO_NSEC3_ITERATION_COUNT", "zone", None, DS),
    "cname-to-bogus.test.": ("SIGNATURE_INVALID", "zone", "altered.test.", DS),
    "unreachable.test.": ("NO_RESPONSE", "path", None, SIGN + DS),
}
# Good zones with something to say besides.
BESIDE = {
    "sha1-ds.test.": ("DIGEST_ALGORITHM_PROHIBITED", "parent", None, SIGN + ["keep the DS with SHA-256"]),
    "one-server-bad.test.": ("DS_KEY_RRSIG_BAD", "servers", None, SIGN + DS),
}


class Checks:
    def __init__(self):
        self.failures = []
        self.count = 0

    def that(self, holds, *what):
        self.count += 1
        if not holds:
            self.failures.append(" ".join(str(each) for each in what))


def chain(words, form):
    done = subprocess.run([VOUCH, "chain", *words, "--format", form], capture_output=True, text=True, timeout=120)
    return done.stdout, done.returncode, done.stderr


def pills(said):
    return [pill for lane in said["chain"] for pill in lane["pills"]]


def check_cause(checks, zone, said, row):
    code, concern, named, forbidden = row
    cause = said["findings"][0] if said["findings"] else {}
    checks.that(cause.get("code") == code, zone, "cause is", cause.get("code"), "instead of", code)
    checks.that(cause.get("concern") == concern, zone, "is told to be the matter of", cause.get("concern"), "instead of", concern)
    # What is wrong about a delegation may be told of the zone above.
    where = [cause.get("zone"), cause.get("owner")]
    checks.that((named or zone) in where, zone, "is not named:", where)
    checks.that(cause.get("zone") != ".", zone, "blames the root")
    advice = "\n".join(each["what"] for each in said["repairs"])
    for words in forbidden:
        checks.that(words not in advice, zone, "is advised to", words, ":", advice)
    # A fault that somebody can mend has a remedy, and its zone is spoken of.
    if concern != "nobody":
        checks.that(said["repairs"] and (named or zone) in advice, zone, "has no advice of its own:", advice)
    checks.that(" of . " not in advice and "of .:" not in advice, zone, "gets advice about the root")


def check_picture(checks, zone, status, said):
    standings = [pill["standing"] for pill in pills(said)]
    if status in ("bogus", "failed"):
        checks.that("broken" in standings or "missing" in standings, zone, "nothing is broken in the picture:", pills(said))
    if status != "secure":
        asked = said["question"]["name"] + " " + said["question"]["type"]
        ticked = [pill["title"] for pill in pills(said) if pill["standing"] == "proven" and pill["title"] == asked]
        checks.that(not ticked, zone, "ticks", ticked)
    else:
        checks.that(set(standings) == {"proven"}, zone, "has doubts:", pills(said))
    checks.that(len(said["chain"]) > 2, zone, "proven lanes are gone:", [lane["zone"] for lane in said["chain"]])


def check_text(checks, zone, text):
    first = text.splitlines()[0] if text else ""
    checks.that(0 < len(first) <= 80, zone, "the first line does not fit:", first)
    for line in text.splitlines():
        is_record = re.search(r" IN DS \d+", line) is not None
        is_chain = line.startswith("    [")
        checks.that(len(line) <= 80 or is_record or is_chain, zone, "a line does not fit:", line)


def check_zone(checks, world, row):
    zone, name, rrtype, status = row
    recording = os.path.join(world.directory, "recording.json")
    where = ["--root-hints", world.path("root.hints"), "--anchor", world.path("root.anchors"), "--query-port", str(world.port)]
    out, code, err = chain([name, rrtype, *where, "--record", recording], "json")
    if not out:
        return checks.that(False, zone, "exits with", code, "and says", err)
    said = json.loads(out)
    if zone in EXPECTED:
        check_cause(checks, zone, said, EXPECTED[zone])
    elif zone in BESIDE:
        check_cause(checks, zone, said, BESIDE[zone])
    elif status == "secure":
        errors = [each["code"] for each in said["findings"] if each["severity"] == "error"]
        checks.that(not errors, zone, "is good, but has", errors)
    else:
        checks.that(False, zone, "has no row here: cause", said["findings"][:1])
    if name != zone:
        check_picture(checks, zone, status, said)
    check_text(checks, zone, chain([name, rrtype, *where], "text")[0])
    again, _, _ = chain(["--replay", recording, "--anchor", world.path("root.anchors")], "json")
    replayed = json.loads(again)
    for each in (said, replayed):
        each.pop("anchorsFrom", None)
    checks.that(replayed == said, zone, "is told otherwise of its recording")


def without(name, rrtype):
    def damage(exchanges):
        return [each for each in exchanges if (each["name"], each["type"]) != (name, rrtype)]
    return damage


def failing(zone, failure):
    """Every server of the zone (all of them for None) fails so."""
    def damage(exchanges):
        changed = []
        for each in exchanges:
            if zone is None or each["zone"] == zone:
                each = {key: value for key, value in each.items() if key != "message"}
                each["failure"] = failure
            changed.append(each)
        return changed
    return damage


def unreadable(name, rrtype):
    def damage(exchanges):
        return [dict(each, message="AAAA") if (each["name"], each["type"]) == (name, rrtype) else each for each in exchanges]
    return damage


# What was done to a good recording of www.example.com: (code of the cause, whose matter).
DAMAGE = [
    ("the answer is left out", without("www.example.com.", "A"), "NOT_IN_RECORDING", "reader"),
    ("the keys are left out", without("example.com.", "DNSKEY"), "NOT_IN_RECORDING", "reader"),
    ("a DS is left out", without("example.com.", "DS"), "NOT_IN_RECORDING", "reader"),
    ("the root's keys are left out", without(".", "DNSKEY"), "NOT_IN_RECORDING", "reader"),
    ("nobody answers", failing(None, "timeout"), "NETWORK_ERROR", "path"),
    ("the zone's servers are silent", failing("example.com.", "timeout"), "NO_RESPONSE", "path"),
    ("the zone's servers can't be reached", failing("example.com.", "unreachable"), "NO_RESPONSE", "path"),
    ("nothing is left", lambda exchanges: [], "NOT_IN_RECORDING", "reader"),
    ("the answer can't be read", unreadable("www.example.com.", "A"), "NO_RESPONSE", "servers"),
]


def check_damage(checks, world):
    good = os.path.join(world.directory, "good.json")
    chain(["www.example.com", "--root-hints", world.path("root.hints"), "--anchor", world.path("root.anchors"), "--query-port",
           str(world.port), "--record", good], "json")
    with open(good, encoding="utf-8") as text:
        recording = json.load(text)
    damaged = os.path.join(world.directory, "damaged.json")
    for what, damage, code, concern in DAMAGE:
        with open(damaged, "w", encoding="utf-8") as text:
            json.dump(dict(recording, exchanges=damage(recording["exchanges"])), text)
        out, exit_code, err = chain(["--replay", damaged], "json")
        if not out:
            checks.that(False, what, "exits with", exit_code, err)
            continue
        said = json.loads(out)
        cause = said["findings"][0] if said["findings"] else {}
        checks.that((cause.get("code"), cause.get("concern")) == (code, concern), what, "gives", cause.get("code"),
                    cause.get("concern"), "instead of", code, concern)
        checks.that(exit_code == 4, what, "exits with", exit_code)
        advice = "\n".join(each["what"] for each in said["repairs"])
        for words in SIGN + DS:
            checks.that(words not in advice, what, "is advised to", words, advice)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory() as directory:
        with lab.Lab(directory) as world:
            rows = world.zones()
            for row in rows:
                check_zone(checks, world, row)
            check_damage(checks, world)
    for failure in checks.failures:
        print(failure)
    print("%d zones, %d checks, %d failed" % (len(rows), checks.count, len(checks.failures)))
    return 1 if checks.failures or len(rows) < 50 else 0


sys.exit(main())

"""docs/advice.md has a row for every reason of vouch/validate/reasons.def, with the word that the program gives it, who can
do what is advised and why that is safe; and the words of the program cover every reason.
"""
import os
import re
import sys

SOURCE = os.environ["SOURCE"]


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as text:
        return text.read()


def main():
    reasons = re.findall(r"^VOUCH_REASON\((\w+),", read("vouch", "validate", "reasons.def"), re.M)
    words = re.findall(r"\{Reason::(\w+),\s*\"(\w+)\",\s*Remedy::(\w+)\}", read("chain", "engine", "reason_rows.cpp"))
    lines = [line for line in read("docs", "advice.md").splitlines() if line.startswith("| ")][1:]
    table = {}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        table[cells[0]] = cells[1:]
    failures = []
    if [each[0] for each in words] != reasons:
        failures.append("reason_rows.cpp does not have the reasons of reasons.def in their order")
    for reason, code, remedy in words:
        row = table.pop(reason, None)
        if row is None or len(row) != 5:
            failures.append("%s has no row of six columns in docs/advice.md" % reason)
            continue
        if row[0] != code:
            failures.append("%s is %s in docs/advice.md, and %s in the program" % (reason, row[0], code))
        if not row[1] or not row[2]:
            failures.append("%s: when it is true, or what is advised, is not said" % reason)
        advised = row[2] != "none"
        if advised != (remedy != "nothing") or (advised and (not row[3] or not row[4])):
            failures.append("%s: who can do it and why it is safe belong to advice that is given" % reason)
    failures += ["%s is no reason" % name for name in table]
    for failure in failures:
        print(failure)
    print("%d reasons" % len(reasons))
    return 1 if failures or not reasons else 0


sys.exit(main())

"""The outcomes as a table: for the terminal, and as Markdown for docs/benchmarks.md."""

HEADINGS = ("row", "program", "CPU s", "wall s", "peak MB", "ours / this", "")


def lines(results, markdown=False):
    """The table of the dictionary that is written as JSON."""
    cells = [HEADINGS]
    for row in results["rows"]:
        cells += _cells_of(row)
    if markdown:
        cells.insert(1, ("---", "---", "--:", "--:", "--:", "--:", "---"))
        return ["| " + " | ".join(cell) + " |" for cell in cells]
    widths = [max(len(cell[column]) for cell in cells) for column in range(len(HEADINGS))]
    return ["  ".join(text.rjust(width) if 2 <= column <= 5 else text.ljust(width)
                      for column, (text, width) in enumerate(zip(cell, widths))).rstrip() for cell in cells]


def _cells_of(row):
    measured = {"cpu": "cpu_s", "memory": "memory_mb"}[row["measured"]]
    ours = row["costs"]["vouch"][measured]
    for name, cost in row["costs"].items():
        ratio = "" if name == "vouch" or not cost[measured] else "%.2f" % (ours / cost[measured])
        note = "best peer" if name == row["best_peer"] else ""
        yield (row["row"] if name == "vouch" else "", name, "%.2f" % cost["cpu_s"], "%.2f" % cost["wall_s"],
               "%.1f" % cost["memory_mb"], ratio, note)
    for name in row["missing"]:
        yield ("", name, "", "", "", "", "not installed")
    if row["floor"]:
        yield ("", "floor", "%.2f" % row["floor"], "", "", "%.2f" % row["floor_ratio"], "OpenSSL's signatures alone")
    if row["target"]:
        cells = ["%.2f" % row["target"], ""] if row["measured"] == "cpu" else ["", "%.1f" % (row["target"] / 1e6)]
        reached = "reached" if row["target_ratio"] <= 1 else "missed"
        yield ("", "target", cells[0], "", cells[1], "%.2f" % row["target_ratio"], "%s: %s" % (reached, row["target_text"]))
    elif row["target_text"]:
        yield ("", "target", "", "", "", "", row["target_text"])


def heading(results):
    zone, machine = results["zone"], results["machine"]
    yield "%s with %d owners, %d records, %d signatures; %d runs, medians; %d threads; %s, %d cores, load %.1f" % (
        zone["kind"], zone["size"], zone["records"], zone["signatures"], results["runs"], results["threads"], machine["cpu"],
        machine["cores"], machine["load"])
    if results["rates"]:
        yield "openssl speed ecdsap256: signs %d, verifies %d in a second of CPU" % tuple(results["rates"])

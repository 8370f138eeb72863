"""What differs from one run of dig to the next, put out of sight."""
import re

MASKS = [
    (re.compile(r"^; <<>> .* <<>>"), "; <<>> dig <<>>"),
    (re.compile(r"id: \d+"), "id: N"),
    (re.compile(r"expected ID \d+, got \d+"), "expected ID N, got N"),
    (re.compile(r"^; COOKIE: \S+"), "; COOKIE: C"),
    (re.compile(r"Query time: \d+ (msec|usec)"), r"Query time: N \1"),
    (re.compile(r"^;; WHEN: .*"), ";; WHEN: W"),
    (re.compile(r" in \d+ ms\."), " in N ms."),
]


def masked(text):
    lines = text.split("\n")
    for pattern, mask in MASKS:
        lines = [pattern.sub(mask, line) for line in lines]
    return "\n".join(lines)

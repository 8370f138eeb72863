"""The words of the house: those of RFC 9499, no drawers named for nothing, no unfinished business."""
import os
import re

from . import sources

# In names of files, folders, namespaces and types: words that say nothing about what is inside.
DRAWERS = {"data", "info", "manager", "util", "utils", "misc", "common", "domain", "fqdn", "master", "slave", "valid", "helpers"}
# In every name that the code gives.
NOWHERE = {"fqdn": "a name is absolute", "slave": "say secondary", "master": "say primary", "domain": "say name or zone",
           "manager": "say what it does", "util": "say what it does", "utils": "say what it does",
           "misc": "say what it does"}
# As a whole name, where it is not a container's data() or somebody else's member.
WHOLE = {"data": "say of what", "info": "say of what", "valid": "say secure, good or well-formed",
         "is_valid": "say secure, good or well-formed"}
FOREIGN = re.compile(r"^(EVP|OSSL|BIO|SSL|X509|BN|EC|ENGINE|nghttp2|sqlite3|AF|SO|SOL|IP|IPPROTO)_")
UNFINISHED = re.compile("TO" r"DO\b|FIX" r"ME\b|\bXX" r"X\b|\bHA" r"CK\b|\bnot " "implemented")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|\d+")


def pieces(name):
    """`ZoneInfo`, `zone_info` and `zone-info` are all zone and info."""
    return [p.lower() for p in _PIECE.findall(name)]


def check(tree, readings):
    breaches = []
    for path in tree.files:
        if path.split("/")[0] in sources.CPP_FOLDERS and not path.startswith("fuzz/corpus/"):
            for part in path.split("/"):
                for word in set(pieces(os.path.splitext(part)[0])) & DRAWERS:
                    breaches.append((path, 1, f"the name {part} says '{word}'; name it for what is inside"))
    for path, reading in readings.items():
        if path.split("/")[0] in sources.CODE_FOLDERS:
            breaches += _check_names(path, reading)
    for path in tree.source_files():
        breaches += _check_text(path, tree.text(path), tree.root)
    return breaches


def _check_names(path, reading):
    words = reading.words
    seen = set()
    for i, (kind, name, line) in enumerate(words):
        if kind != "word" or (name, line) in seen or FOREIGN.match(name):
            continue
        before = words[i - 1][1] if i else ""
        after = words[i + 1][1] if i + 1 < len(words) else ""
        if before in (".", "->", "::"):
            continue
        seen.add((name, line))
        if before in ("class", "struct", "union", "namespace") and after not in (">", ","):
            for word in set(pieces(name)) & DRAWERS:
                yield (path, line, f"the name {name} says '{word}'; name it for what is inside")
        elif name.rstrip("_") in WHOLE and after != "(" and _is_declared(words, i):
            yield (path, line, f"the name {name}: {WHOLE[name.rstrip('_')]}")
        elif not name.isupper():
            for word in set(pieces(name)) & NOWHERE.keys():
                yield (path, line, f"the name {name} says '{word}': {NOWHERE[word]}")


def _is_declared(words, i):
    """Whether a type stands before the name: neither a use of it nor an enumerator."""
    return i > 0 and (words[i - 1][0] == "word" and words[i - 1][1] not in ("return", "case") or (
        words[i - 1][1] in ("*", "&", ">")))


def _check_text(path, text, root):
    if path.endswith(".def"):
        return
    place = str(root.parent) + "/"
    is_telling = len(root.parent.parts) > 1 and str(root.parent) not in ("/tmp", "/home", "/root", "/builds", "/usr/src")
    for number, line in enumerate(text.split("\n"), 1):
        if UNFINISHED.search(line):
            yield (path, number, "unfinished business; finish it, or write an issue and say so in CHANGELOG.md")
        if is_telling and place in line:
            yield (path, number, "the path of somebody's machine")

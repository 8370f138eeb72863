"""Rules of the house: headers that say what they are, a core that is pure, and a git without generated files."""
import os
import re

from . import sources

_GENERATED_NAME = re.compile(
    r"(^|/)(CMakeCache\.txt|CMakeFiles/.*|compile_commands\.json|build\.ninja|\.ninja_(deps|log)|__pycache__/.*|core)$"
    r"|\.(o|a|so|obj|pyc|gch|pch|gcda|gcno|deb|profraw|orig|rej|bak|swp|log)$")
_GENERATED_TEXT = re.compile("@gener" "ated|(do not|don't) ed" "it", re.IGNORECASE)
_PURE = {
    "now": ("_clock", "reads the clock; take the time as a parameter"),
    "time": (None, "reads the clock; take the time as a parameter"),
    "clock_gettime": (None, "reads the clock; take the time as a parameter"),
    "gettimeofday": (None, "reads the clock; take the time as a parameter"),
    "getrandom": (None, "makes its own randomness; take it as a parameter"),
    "rand": (None, "makes its own randomness; take it as a parameter"),
    "getenv": (None, "reads the environment; take it as a parameter"),
}
_TYPES_OF_RANDOMNESS = {"random_device", "mt19937", "mt19937_64", "default_random_engine"}


def check(tree, readings):
    breaches = []
    for path, reading in readings.items():
        layer = sources.layer_of(path)
        if path.endswith(".hpp"):
            breaches += _check_header(path, tree.text(path), bool(layer))
        if layer and (layer.startswith("vouch/") or path.split("/")[1] == "engine"):
            breaches += _check_purity(path, reading, layer)
    for path in tree.tracked:
        if os.path.isfile(os.path.join(tree.root, path)):
            breaches += _check_generated(path, tree)
    return breaches


def _check_header(path, text, is_public):
    lines = text.split("\n")
    if "#pragma once" not in lines:
        yield (path, 1, "a header without #pragma once")
    opening = next((line.strip() for line in lines if line.strip() and line.strip() != "#pragma once"), "")
    if is_public and not opening.startswith(("//", "/*")):
        yield (path, 1, "a header opens with a comment: what it is, its RFC sections, what it does not do")


def _check_purity(path, reading, layer):
    words = reading.words
    for i, (kind, text, line) in enumerate(words):
        if kind != "word":
            continue
        before = words[i - 1][1] if i else ""
        owner = words[i - 2][1] if i > 1 and before == "::" else ""
        is_call = i + 1 < len(words) and words[i + 1][1] == "("
        if text == "throw" and layer.startswith("vouch/"):
            yield (path, line, "nothing in vouch/ throws; return an Error")
        elif text in _TYPES_OF_RANDOMNESS:
            yield (path, line, f"{text} makes its own randomness; take it as a parameter")
        elif text in _PURE and is_call and before not in (".", "->"):
            if text == "time" and before != "::" and words[i + 2][1] not in ("nullptr", "NULL", "&"):
                continue  # somebody's own function of that name
            owner_ends, why = _PURE[text]
            is_declared = words[i - 1][0] == "word" and before not in ("return", "else") or before in ("&", "*", ">")
            if owner_ends and owner.endswith(owner_ends) or not owner_ends and owner in ("", "std") and not is_declared:
                yield (path, line, f"{text}() {why}")


def _check_generated(path, tree):
    if path.startswith("fuzz/corpus/"):
        return
    if path.startswith("build/") or _GENERATED_NAME.search(path):
        yield (path, 1, "a generated file in git")
        return
    if path.endswith(".svg") and not path.startswith("docs/"):
        yield (path, 1, "pictures are generated; only those under docs/ are in git")
    with open(os.path.join(tree.root, path), "rb") as file:
        head = file.read(1000)
    if head.startswith((b"\x7fELF", b"!<arch>")):
        yield (path, 1, "a generated file in git: an executable or a library")
    elif path.endswith(tuple(sources.SOURCE)) and _GENERATED_TEXT.search(head.decode(errors="replace")):
        yield (path, 1, "it says that it is generated, and what is generated is not in git")

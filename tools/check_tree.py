#!/usr/bin/env python3
"""Keeps the rules of the tree that no compiler keeps; docs/ARCHITECTURE.md says what they are and why.

    tools/check_tree.py [ROOT]

Prints every breach as `file:line: what is wrong`, then one line with the sizes of the tree. Exit 0 when nothing is wrong,
1 otherwise. It reads C++ with a tokenizer and braces, not with a compiler: exact enough for the code here, and quick.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
from tree import code, house, includes, sizes, sources, types, words  # noqa: E402


def check(root):
    """(breaches, summary) of the tree; a breach is (path, line, text)."""
    tree = sources.Tree(root)
    readings = code.read_all(tree)
    breaches = []
    breaches += includes.check(tree, readings)
    breaches += code.check(readings)
    breaches += house.check(tree, readings)
    breaches += types.check(tree)
    breaches += words.check(tree, readings)
    size_breaches, summary = sizes.check(tree, readings)
    breaches += size_breaches
    return sorted(set(breaches)), summary


def main(arguments):
    root = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent.parent
    breaches, summary = check(root)
    for path, line, text in breaches:
        print(f"{path}:{line}: {text}")
    print(summary)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Sizes: lines of files, pairs in folders, lines of functions."""
import ast
import os

from . import code, sources

MAX_FILE_LINES = 600
MAX_PAIRS = 15
AIM_MEDIAN, AIM_P90 = 150, 400


def check(tree, readings):
    """(breaches, the line that sums up)."""
    breaches, lengths = [], {}
    for path in tree.source_files():
        lines = tree.text(path).count("\n")
        if os.path.splitext(path)[1] in sources.CPP:
            lengths[path] = lines
        if lines > MAX_FILE_LINES:
            breaches.append((path, MAX_FILE_LINES + 1, f"the file has {lines} lines; {MAX_FILE_LINES} are allowed"))
        if path.endswith(".py"):
            breaches += _check_python(path, tree.text(path))
    breaches += _check_folders(lengths)
    return breaches, _summary(lengths, readings)


def _check_folders(paths):
    stems = {}
    for path in paths:
        folder, name = os.path.split(path)
        if folder != "fuzz":  # one target for each parser, and nothing else
            stems.setdefault(folder, set()).add(os.path.splitext(name)[0])
    for folder, names in stems.items():
        if len(names) > MAX_PAIRS:
            yield (folder, 1, f"the folder has {len(names)} pairs of .hpp and .cpp; {MAX_PAIRS} are allowed, "
                              "so make sub-folders by meaning")


def _check_python(path, text):
    try:
        nodes = ast.walk(ast.parse(text))
    except SyntaxError as error:
        yield (path, error.lineno or 1, "Python cannot read it: " + str(error.msg))
        return
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = node.end_lineno - node.lineno + 1
            if lines > code.MAX_FUNCTION_LINES:
                yield (path, node.lineno, f"the function {node.name} has {lines} lines; {code.MAX_FUNCTION_LINES} are "
                                          "allowed, so split it by meaning")


def _summary(lengths, readings):
    ordered = sorted(lengths.values())
    if not ordered:
        return "no C++ files"
    median, p90 = ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10]
    longest = max(lengths, key=lengths.get)
    functions = [(f.lines(), f.name, path) for path, r in readings.items() for f in r.functions]
    text = (f"{len(ordered)} files of C++, {sum(ordered)} lines: median {median} (aim {AIM_MEDIAN}), p90 {p90} "
            f"(aim {AIM_P90}), longest {lengths[longest]} ({longest})")
    if functions:
        lines, name, path = max(functions)
        text += f"; {len(functions)} functions, longest {lines} ({name} in {path})"
    return text

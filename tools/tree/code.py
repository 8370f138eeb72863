"""What one C++ file says, read once for all rules; and the rules on functions and variables."""
import concurrent.futures
import os
import re

from . import sources
from .scopes import Scopes
from .tokens import Tokens

MAX_FUNCTION_LINES = 60
MAY_KEEP_PER_THREAD = "vouch/crypto/"

_INCLUDE = re.compile(r'#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


class Reading:
    """own and foreign are the includes in quotes and in angle brackets, as [(line, path)]."""

    def __init__(self, path, text):
        self.path = path
        tokens = Tokens(text)
        scopes = Scopes(tokens.code)
        self.own, self.foreign, self.dead = [], [], []
        for directive, line in tokens.directives:
            match = _INCLUDE.match(directive)
            if match and match.group(1):
                self.own.append((line, match.group(1)))
            elif match:
                self.foreign.append((line, match.group(2)))
            elif re.match(r"#\s*if\s+0\b", directive):
                self.dead.append(line)
        self.comments = tokens.comments
        self.words = [(kind, text, line) for kind, text, line in tokens.code if kind in ("word", "sign")]
        self.functions = scopes.functions
        self.variables = scopes.variables
        self.thread_locals = scopes.thread_locals
        self.unbalanced = scopes.unbalanced


def _read(arguments):
    return Reading(*arguments)


def read_all(tree):
    """{path: Reading} of every C++ file; on all processors when there are many."""
    files = [(path, tree.text(path)) for path in tree.cpp_files()]
    if len(files) < 50:
        readings = [_read(f) for f in files]
    else:
        with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
            readings = list(pool.map(_read, files, chunksize=16))
    return {reading.path: reading for reading in readings}


def check(readings):
    breaches = []
    for path, reading in readings.items():
        if reading.unbalanced:
            breaches.append((path, reading.unbalanced, "the braces cannot be followed here; write it plainer"))
        for function in reading.functions:
            if function.lines() > MAX_FUNCTION_LINES:
                breaches.append((path, function.first, f"the function {function.name} has {function.lines()} lines; "
                                                       f"{MAX_FUNCTION_LINES} are allowed, so split it by meaning"))
        breaches += [(path, line, "code that is never compiled; remove it") for line in reading.dead]
        if path.split("/")[0] in sources.CODE_FOLDERS | {"fuzz"}:
            breaches += _check_variables(path, reading)
    return breaches


def _check_variables(path, reading):
    for line, name in reading.variables:
        yield (path, line, f"the variable {name} is mutable and outlives the call; pass it, own it, or make it const")
    if not path.startswith(MAY_KEEP_PER_THREAD):
        for line, name in reading.thread_locals:
            yield (path, line, f"the variable {name} is thread_local, which only {MAY_KEEP_PER_THREAD} may have")

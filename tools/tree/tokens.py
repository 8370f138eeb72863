"""Tokens of C++: enough to follow braces, declarations and includes."""
import re

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*(?:\\\n[^\n]*)*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<delimiter>[^\s()\\]{0,16})\(.*?\)(?P=delimiter)")
  | (?P<string>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<character>(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
  | (?P<number>\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<directive>\#(?:[^\n\\]|\\.)*)
  | (?P<sign>::|->|<=>|<<=|==|!=|<=|>=|&&|\|\||\+=|-=|\*=|/=|%=|&=|\|=|\^=|\+\+|--|\.\.\.|[^\s\w])
  | (?P<newline>\n)
    """,
    re.VERBOSE | re.DOTALL,
)


class Tokens:
    """One file taken apart: code = [(kind, text, line)] without comments and directives, comments and directives =
    [(text, line)]. Of #if ... #else ... #endif only the first branch is code."""

    def __init__(self, text):
        self.code, self.comments, self.directives = [], [], []
        self._skipping = []
        line = 1
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind == "newline":
                line += 1
                continue
            found = match.group()
            if kind == "comment":
                self.comments.append((found, line))
            elif kind == "directive":
                self._directive(found, line)
            elif not any(self._skipping):
                self.code.append((kind, found, line))
            line += found.count("\n")

    def _directive(self, text, line):
        self.directives.append((text, line))
        words = re.findall(r"\w+", text)
        word = words[0] if words else ""
        if word in ("if", "ifdef", "ifndef"):
            self._skipping.append(False)
        elif word in ("else", "elif") and self._skipping:
            self._skipping[-1] = True
        elif word == "endif" and self._skipping:
            self._skipping.pop()

"""Follows the braces of one C++ file: which functions there are and how long, and which variables outlive a call."""

_TYPE_WORDS = {"class", "struct", "union"}
_NOT_A_VARIABLE = {"using", "typedef", "static_assert", "friend", "namespace", "concept", "asm"}
_LITERALS = {"true", "false", "nullptr"}
_BEFORE_A_BLOCK = {"else", "do", "try", "const", "noexcept", "mutable", "override", "final"}
TYPE = ("type", "{}", 0)  # stands for the body of a class or enumeration
VALUE = ("value", "{}", 0)  # stands for an initializer


class Function:
    def __init__(self, name, first, last):
        self.name, self.first, self.last = name, first, last

    def lines(self):
        return self.last - self.first + 1


class _Scope:
    def __init__(self, kind, before=(), function=None):
        self.kind = kind  # file, namespace, class, enum, function, code, value
        self.before = list(before)  # the statement in which the brace was opened
        self.function = function


class Scopes:
    """functions: [Function]; variables: [(line, text)] that are mutable and outlive a call; thread_locals likewise;
    unbalanced: the line where the braces cannot be followed, or 0."""

    def __init__(self, code):
        self.functions, self.variables, self.thread_locals, self.unbalanced = [], [], [], 0
        self._stack = [_Scope("file")]
        self._statement = []
        self._parens = 0
        self._saved_parens = []
        self._functions_open = 0
        for token in code:
            self._take(token)
        if len(self._stack) != 1 and not self.unbalanced:
            self.unbalanced = code[-1][2]

    def _take(self, token):
        text = token[1]
        if token[0] != "sign":
            self._statement.append(token)
        elif text == "{":
            self._open(token)
        elif text == "}":
            self._close(token)
        elif text == ";" and self._parens == 0:
            self._end_of_statement()
            self._statement = []
        else:
            if text in "([":
                self._parens += 1
            elif text in ")]":
                self._parens = max(0, self._parens - 1)
            self._statement.append(token)
            if text == ":" and self._parens == 0:
                self._drop_label()

    def _drop_label(self):
        words = [t[1] for t in self._statement]
        if words[0] in ("public", "private", "protected", "default") and len(words) <= 2 or words[0] == "case":
            self._statement = []

    # -- braces

    def _in_code(self):
        return self._stack[-1].kind in ("function", "code", "value")

    def _open(self, token):
        kind = self._kind_of_code_brace() if self._in_code() else self._kind_of_brace()
        function = None
        if self._in_code():
            self._check_static()
        if kind == "function":
            first = self._statement[0][2] if self._statement else token[2]
            function = Function(_name_of(self._statement), first, 0)
            self._functions_open += 1
        self._stack.append(_Scope(kind, self._statement, function))
        self._saved_parens.append(self._parens)
        self._statement, self._parens = [], 0

    def _close(self, token):
        if len(self._stack) == 1:
            self.unbalanced = self.unbalanced or token[2]
            return
        scope = self._stack.pop()
        self._parens = self._saved_parens.pop()
        self._statement = []
        if scope.function:
            self._functions_open -= 1
            scope.function.last = token[2]
            self.functions.append(scope.function)
            if _is_lambda(scope.before):
                self._statement = scope.before + [VALUE]
        elif scope.kind == "value":
            self._statement = scope.before + [VALUE]
        elif scope.kind in ("class", "enum"):
            kept = [t for t in scope.before if t[1] in ("static", "const", "constexpr", "inline", "typedef", "thread_local")]
            self._statement = kept + [(TYPE[0], TYPE[1], token[2])]

    def _kind_of_brace(self):
        statement = _plain(self._statement)
        words = [t[1] for t in statement]
        if self._parens:
            return "function" if _is_lambda(self._statement) else "value"
        if "namespace" in words or words[:1] == ["extern"] and len(words) == 2:
            return "namespace"
        paren = _first_paren(words)
        if "operator" in words:
            return "function"
        if "=" in words[:paren]:
            return "function" if _is_lambda(self._statement) else "value"
        if "enum" in words[:paren]:
            return "enum"
        if _TYPE_WORDS & set(words[:paren]) and paren == len(words):
            return "class"
        if paren == len(words):
            return "value"
        return "value" if _in_member_initializer(statement) else "function"

    def _kind_of_code_brace(self):
        words = [t[1] for t in _plain(self._statement)]
        if not words:
            return "code"
        if words[0] in ("class", "struct", "union", "enum") and "(" not in words and "=" not in words:
            return "enum" if words[0] == "enum" else "class"
        if not self._functions_open and _is_lambda(self._statement):
            return "function"
        if self._parens:
            return "value"
        last = self._statement[-1]
        if last[0] in ("word", "value") and last[1] not in _BEFORE_A_BLOCK and "->" not in words[-4:]:
            return "value"
        return "value" if last[1] in (">", "=", ",", "]", "?") else "code"

    # -- statements

    def _end_of_statement(self):
        if not self._statement:
            return
        if self._in_code():
            self._check_static()
            return
        kind = self._stack[-1].kind
        if kind == "enum":
            return
        statement = _plain(self._statement)
        words = {t[1] for t in statement}
        if kind == "class" and not words & {"static", "thread_local"}:
            return
        if _is_variable(statement):
            self._judge(statement)

    def _check_static(self):
        statement = self._statement
        head = {t[1] for t in statement[:3]}
        if head & {"static", "thread_local"}:
            self._judge(_plain(statement))

    def _judge(self, statement):
        words = [t[1] for t in statement]
        line = statement[0][2]
        declarator = _declarator(words)
        name = declarator[-1] if declarator else "?"
        if "thread_local" in words:
            if (line, name) not in self.thread_locals:
                self.thread_locals.append((line, name))
        elif not _is_constant(words, declarator) and (line, name) not in self.variables:
            self.variables.append((line, name))


def _first_paren(words):
    """Where the first `(` is that is not a template argument, or the end."""
    depth = 0
    for i, word in enumerate(words):
        if word == "(" and depth == 0:
            return i
        if word == "=":
            depth = 0
        depth = max(0, depth + (word == "<") - (word == ">"))
    return len(words)


def _plain(statement):
    """Without template heads, attributes, alignas(...) and the like, whose brackets would mislead."""
    out, i = [], 0
    while i < len(statement):
        text = statement[i][1]
        following = statement[i + 1][1] if i + 1 < len(statement) else ""
        if text == "template" and following == "<":
            i = _skip(statement, i + 1, "<", ">")
        elif text in ("alignas", "decltype", "noexcept", "explicit", "__attribute__", "requires") and following == "(":
            i = _skip(statement, i + 1, "(", ")")
        elif text == "[" and following == "[":
            i = _skip(statement, i, "[", "]")
        else:
            out.append(statement[i])
            i += 1
    return out


def _skip(statement, i, opening, closing):
    depth = 0
    while i < len(statement):
        depth += (statement[i][1] == opening) - (statement[i][1] == closing)
        i += 1
        if depth == 0:
            break
    return i


def _is_lambda(statement):
    """Whether the brace after this statement opens the body of a lambda: [...] (...) ... { or [...] {."""
    i = len(statement) - 1
    while i >= 0 and statement[i][1] in ("mutable", "noexcept", "constexpr"):
        i -= 1
    for back in range(i, max(-1, i - 8), -1):  # a trailing return type
        if statement[back][1] == "->":
            i = back - 1
            break
    if i >= 0 and statement[i][1] == ")":
        i = _skip_back(statement, i, "(", ")")
    if i < 0 or statement[i][1] != "]":
        return False
    i = _skip_back(statement, i, "[", "]")
    return i < 0 or statement[i][0] == "sign" and statement[i][1] in ("=", "(", ",", "&&", "||", "!", "?", ":") or (
        statement[i][1] == "return")


def _skip_back(statement, i, opening, closing):
    depth = 0
    while i >= 0:
        depth += (statement[i][1] == closing) - (statement[i][1] == opening)
        i -= 1
        if depth == 0:
            break
    return i


def _in_member_initializer(statement):
    """Whether the brace opens the initializer of a member, as in `X(int a) : a_{a}, b_(2) {`."""
    depth, colon, closed = 0, False, False
    for _, text, _ in statement:
        depth += (text in ("(", "[")) - (text in (")", "]"))
        closed = closed or text == ")" and depth == 0
        colon = colon or closed and depth == 0 and text == ":"
    last = statement[-1]
    return colon and (last[0] == "word" or last[1] == ">")


def _name_of(statement):
    words = [t[1] for t in _plain(statement)]
    if _is_lambda(statement):
        return "a lambda"
    if "operator" in words:
        i = words.index("operator")
        return "operator" + "".join(words[i + 1:i + 3]).rstrip("(")
    i = _first_paren(words)
    if words[i - 1] in ("TEST", "TEST_F", "TEST_P", "TYPED_TEST"):
        return ".".join(w for w in words[i + 1:i + 4] if w != ",")
    return words[i - 1]


def _is_variable(statement):
    words = [t[1] for t in statement]
    if not words or words[0] in _NOT_A_VARIABLE or "operator" in words:
        return False
    if words[0] in ("template", "extern") and "template" in words[:2]:
        return False
    if words[0] in ("class", "struct", "union", "enum") and "=" not in words and not _has_value(statement):
        return False
    if statement[-1][0] == "type":
        return False
    paren = _first_paren(words)
    start = min(words.index(w) for w in ("=", VALUE[1]) if w in words) if "=" in words or _has_value(statement) else None
    if start is not None and start < paren:
        return True
    if paren < len(words):
        argument = statement[paren + 1] if paren + 1 < len(statement) else ("", "", 0)
        literal = argument[0] in ("number", "string", "raw", "character") or argument[1] in _LITERALS or (
            argument[1] == "&" and statement[paren + 2][0] == "word")
        return paren >= 2 and literal
    return len(words) >= 2


def _has_value(statement):
    return any(t[0] in ("value", "type") for t in statement)


def _declarator(words):
    """The words of `static const T* const name` before `=`, `{`, `[` or `(`, without what is in angle brackets."""
    out, depth = [], 0
    for word in words:
        if depth == 0 and (word in ("=", "(", "[") or word == VALUE[1] and out and out[-1] not in ("const", "static")):
            break
        depth -= word == ">"
        if depth == 0 and word not in (">", "<"):
            out.append(word)
        depth += word == "<"
    return out


def _is_constant(words, declarator):
    if "constexpr" in words or "consteval" in words:
        return True
    if "*" in declarator:
        return "const" in declarator[len(declarator) - declarator[::-1].index("*"):]
    return "const" in declarator

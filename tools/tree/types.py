"""No two headers define a type of the same name in the same namespace: the linker would take one for the other, and say
nothing (C++20 [basic.def.odr])."""
import re

NAMESPACE = re.compile(r"namespace\s+([\w:]+)\s*\{")
TYPE = re.compile(r"(?:struct|class|enum class)\s+(\w+)\b(?!::)[^;()]*\{")


def check(tree):
    seen = {}
    breaches = []
    for path in sorted(tree.cpp_files()):
        if path.endswith(".hpp"):
            for line, name in _types(tree.text(path)):
                first = seen.setdefault(name, path)
                if first != path:
                    breaches.append((path, line, "%s is defined in %s as well; give one of them another name" % (name, first)))
    return breaches


def _types(text):
    """(line, qualified name) of the types that a header defines at the level of its namespaces."""
    namespace = ""
    for number, line in enumerate(text.split("\n"), 1):
        if (match := NAMESPACE.match(line)) is not None:
            namespace = match.group(1)
        elif (match := TYPE.match(line)) is not None:
            yield number, namespace + "::" + match.group(1)

"""Who includes what: the layer order, the isolation of the programs, cycles, and headers that belong to one folder."""
import os
import re

from . import sources

_SOCKETS = re.compile(r"^(sys/socket|sys/epoll|sys/un|netinet/.*|arpa/.*|netdb|poll|sys/select|net/.*)(\.h)$")
_HEAVY = re.compile(r"^(iostream|regex|nlohmann/json\.hpp|CLI/.*|asio(/.*)?|asio\.hpp|fmt/.*|spdlog/.*|toml\+\+/.*|httplib\.h)$")


def check(tree, readings):
    breaches, graph, folders = [], {}, {}
    files = set(tree.files)
    for path, reading in readings.items():
        layer = sources.layer_of(path)
        for line, target in reading.own:
            if target not in files:
                breaches.append((path, line, f'there is no "{target}"; write includes from the root of the tree'))
                continue
            graph.setdefault(path, {}).setdefault(target, line)
            _note_folders(folders, path, target, line)
            if layer:
                breaches += [(path, line, text) for text in _judge(layer, path, target)]
        for line, target in reading.foreign:
            breaches += [(path, line, text) for text in _judge_foreign(layer, path, target)]
    breaches += _cycles(graph, "files")
    breaches += _cycles(folders, "folders")
    return breaches


def _judge(layer, path, target):
    other = sources.layer_of(target)
    if other is None:
        yield f'"{target}" is in no layer, and {layer} may include only layers'
        return
    if _is_engine(path) and not target.startswith("vouch/") and os.path.dirname(target).split("/")[:2] != path.split("/")[:2]:
        yield f'an engine includes only vouch/ and itself, not "{target}"'
    if other == layer:
        return
    if {layer, other} <= set(sources.PROGRAMS):
        if not (layer == "lab" and other in sources.LAB_MAY_START):
            yield f'programs do not include each other: {layer} includes "{target}"; move what both need to the left'
    elif sources.rank_of(other) > sources.rank_of(layer):
        yield f'{layer} includes "{target}", but {other} stands to its right in the layer order'


def _is_engine(path):
    parts = path.split("/")
    return len(parts) > 2 and parts[0] in sources.PROGRAMS and parts[1] == "engine"


def _judge_foreign(layer, path, target):
    if target.startswith("openssl/") and layer != "vouch/crypto":
        yield f"<{target}>: only vouch/crypto includes OpenSSL"
    if (target == "asio.hpp" or target.startswith("asio/")) and layer != "net":
        yield f"<{target}>: only net includes Asio"
    if layer and path.endswith(".hpp") and _HEAVY.match(target):
        yield f"<{target}> is heavy and does not belong in a header; hide it in the .cpp"
    if layer and (layer.startswith("vouch/") or _is_engine(path)):
        if _SOCKETS.match(target):
            yield f"<{target}>: no sockets in vouch/ and in engines"
        if target in ("random", "sys/random.h"):
            yield f"<{target}>: no randomness of its own in vouch/ and in engines"


def _note_folders(folders, path, target, line):
    """A folder and its own sub-folders are one family and may use each other; files take care of themselves."""
    a, b = os.path.dirname(path), os.path.dirname(target)
    if a == b or (a + "/").startswith(b + "/") or (b + "/").startswith(a + "/"):
        return
    if path.split("/")[0] in sources.CODE_FOLDERS:
        folders.setdefault(a, {}).setdefault(b, (path, line))


def _cycles(graph, what):
    """One breach for each strongly connected part of the graph, at an edge of it."""
    for part in _strongly_connected(graph):
        first = min(part)
        nxt = min(n for n in graph[first] if n in part)
        where = graph[first][nxt]
        path, line = where if isinstance(where, tuple) else (first, where)
        yield (path, line, f"include cycle of {len(part)} {what}: " + ", ".join(sorted(part)))


def _strongly_connected(graph):
    """Parts with more than one node, or with an edge to itself (Tarjan, without recursion)."""
    index, low, on_stack, stack, parts = {}, {}, set(), [], []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, edges = work[-1]
            for target in edges:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = _pop_part(stack, on_stack, node)
                    if len(part) > 1 or node in graph.get(node, ()):
                        parts.append(part)
    return parts


def _pop_part(stack, on_stack, node):
    part = set()
    while True:
        member = stack.pop()
        on_stack.discard(member)
        part.add(member)
        if member == node:
            return part

"""The files of the tree, and the layers they belong to."""
import os
import pathlib
import subprocess

CORE = ["base", "iana", "name", "rr", "message", "zonefile", "crypto", "dnssec", "zone", "sign", "validate"]
SHARED = ["net", "daemon", "store"]
PROGRAMS = ["keys", "authority", "resolver", "dig", "chain", "lab"]
LAYERS = ["vouch/" + name for name in CORE] + SHARED + PROGRAMS + ["cli"]
LAB_MAY_START = {"authority", "resolver", "chain"}
CODE_FOLDERS = {"vouch", "cli", *SHARED, *PROGRAMS}
CPP_FOLDERS = CODE_FOLDERS | {"tests", "fuzz", "bench"}

CPP = {".cpp", ".hpp"}
SOURCE = CPP | {".def", ".py", ".sh", ".js", ".mjs", ".ts", ".css", ".html", ".cmake"}


def layer_of(path):
    """`vouch/rr/rdata.hpp` is of `vouch/rr`; None for what is of no layer."""
    parts = path.split("/")
    layer = "/".join(parts[:2]) if parts[0] == "vouch" else parts[0]
    return layer if layer in LAYERS and len(parts) > layer.count("/") + 1 else None


def rank_of(layer):
    """The place in the order; the programs stand side by side."""
    return LAYERS.index(PROGRAMS[0]) if layer in PROGRAMS else LAYERS.index(layer)


class Tree:
    """The files below a root that are, or could be, in git, and not below build/; `tracked` are those that are."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.tracked = self._git("ls-files", "-z") or []
        others = self._git("ls-files", "-z", "--others", "--exclude-standard")
        files = set(self.tracked) | set(self._walk() if others is None else others)
        self.files = sorted(f for f in files if not f.startswith("build/") and (self.root / f).is_file())
        self._texts = {}

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def cpp_files(self):
        return [f for f in self.files if f.split("/")[0] in CPP_FOLDERS and os.path.splitext(f)[1] in CPP]

    def source_files(self):
        """What people write and read as code, scripts without a suffix included; no corpora and no recordings."""
        for f in self.files:
            suffix = os.path.splitext(f)[1]
            if f.startswith("fuzz/corpus/"):
                continue
            if suffix in SOURCE or f.endswith(("CMakeLists.txt", "Makefile")):
                yield f
            elif not suffix and f.split("/")[0] in {"tools", "packaging", ".ci", "bench", "tests"}:
                if self.text(f).startswith("#!"):
                    yield f

    def _git(self, *arguments):
        if not (self.root / ".git").exists():
            return None
        try:
            done = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(self.root), *arguments], capture_output=True,
                                  check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return [f for f in done.stdout.decode().split("\0") if f]

    def _walk(self):
        found = []
        for folder, folders, files in os.walk(self.root):
            here = os.path.relpath(folder, self.root)
            folders[:] = [f for f in folders if f not in {".git", "build", "__pycache__"}]
            found += [os.path.normpath(os.path.join(here, f)) for f in files]
        return found

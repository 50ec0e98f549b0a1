"""The project's own files, as the architecture tests read them."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("shared", "mobile", "sync_server")
OWN_PACKAGES = frozenset({*PROGRAMS, "benchmarks", "tests", "tools"})


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: where it is and what it says."""

    path: str
    text: str
    tree: ast.Module


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: the module it names, and where it stands."""

    module: str
    line: int
    inside_function: bool


def modules_of(*rooms: str) -> list[Module]:
    """Every Python module of these rooms."""
    files = sorted(file for room in rooms for file in (ROOT / room).rglob("*.py"))
    texts = ((file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files)
    return [Module(path, text, ast.parse(text, path)) for path, text in texts]


def imports_of(module: Module) -> list[Import]:
    """Every import of a module, those under `if TYPE_CHECKING` included."""
    hidden = {
        id(node)
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found: list[Import] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found.extend(Import(name.name, node.lineno, id(node) in hidden) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(Import(node.module, node.lineno, id(node) in hidden))
    return found


def text_files() -> list[tuple[str, str]]:
    """Path and text of everything a person wrote in this repository, vendored and generated files apart."""
    folders = [ROOT / name for name in (*OWN_PACKAGES, "docs", ".ci")]
    files = [file for folder in folders for file in folder.rglob("*")] + list(ROOT.glob("*"))
    kinds = {".py", ".md", ".toml", ".sh", ".html", ".css", ".js", ".svg", ".ini", ".mako", ".txt", ""}
    return [
        (file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(set(files))
        if file.is_file() and file.suffix in kinds and "__pycache__" not in file.parts
    ]

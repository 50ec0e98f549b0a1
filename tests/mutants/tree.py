"""Copies of the source tree in which mutants live one at a time; the tree itself is never touched."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("shared", "mobile", "sync_server", "benchmarks", "tests", "tools", "pyproject.toml")
MEMORY = Path("/dev/shm")


@contextmanager
def copied_trees(count: int) -> Generator[list[Path]]:
    """That many copies, in memory where the machine has such a place."""
    parent = MEMORY if MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="relais-mutants-", dir=parent))
    try:
        trees = [folder / str(number) for number in range(count)]
        for tree in trees:
            _copy_to(tree)
        yield trees
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def broken(tree: Path, mutant: Mutant) -> Generator[None]:
    """The tree with this one rule broken, put back afterwards."""
    file = tree / mutant.path
    original = file.read_text(encoding="utf-8")
    content = mutant.broken(original)
    try:
        _write(file, content)
        yield
    finally:
        _write(file, original)


def _copy_to(tree: Path) -> None:
    tree.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            # With its compiled modules: they hold as long as the instants of the files are copied too.
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns(".hypothesis"))
        else:
            shutil.copy2(ROOT / name, tree / name)


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    # Compiled modules are told apart by second and size: two mutants may share both.
    Path(cache_from_source(str(file))).unlink(missing_ok=True)

"""Loads those modules of ours that no mutant of a batch touches, be it through what they import."""

import importlib
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from pathlib import PurePosixPath
from types import ModuleType

OWN_PACKAGES = ("shared", "mobile", "sync_server", "tests")
# pytest wants to load it itself, as it does tests and what stands beside them.
LEFT_TO_PYTEST = "hypothesis"


class _MayNotLoadError(Exception):
    """No ImportError: nobody may catch it and go on without."""


class _Gate:
    """A finder that comes first, and lets nothing through that leads to what changes."""

    def __init__(self, refused: set[str]) -> None:
        self.refused = refused

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in self.refused:
            raise _MayNotLoadError(fullname)
        return None


def own_modules_loaded() -> list[str]:
    """Which modules of ours this process has, in the order in which they began to load."""
    return [name for name in sys.modules if name.partition(".")[0] in OWN_PACKAGES and not _is_pytests(name)]


def load_what_stays(names: Iterable[str], changing: Sequence[str]) -> None:
    """Loads each of `names` that can be loaded without any of the files `changing`.

    One that cannot leaves no trace: imports come first in each module, and it gets no further than these.
    """
    refused = {LEFT_TO_PYTEST, *(module_of(path) for path in changing)}
    with _gate(refused):
        for name in names:
            if name in sys.modules or name in refused:
                continue
            try:
                importlib.import_module(name)
            except _MayNotLoadError:
                # Whatever imports it may not load either.
                refused.add(name)
    for name in [each for each in sys.modules if each.partition(".")[0] in OWN_PACKAGES]:
        # A package that may not load has loaded some of its modules on the way.
        if "." in name and name.rpartition(".")[0] not in sys.modules:
            del sys.modules[name]
    loaded = refused & sys.modules.keys()
    if loaded:
        raise AssertionError(f"loaded before it was broken: {sorted(loaded)}")


def module_of(path: str) -> str:
    """The name under which a file of the tree is imported."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@contextmanager
def _gate(refused: set[str]) -> Generator[None]:
    gate = _Gate(refused)
    sys.meta_path.insert(0, gate)
    try:
        yield
    finally:
        sys.meta_path.remove(gate)


def _is_pytests(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last == "conftest" or last.startswith("test_")

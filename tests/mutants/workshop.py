"""A workshop: one copy of the source tree, and the processes that run tests and worlds in it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.mutants.tree import copied_trees

# Far beyond what any killer takes on a slow machine: only what hangs comes here.
TESTS_LIMIT_S = 120
WORLDS_LIMIT_S = 300
# Without what only tidies up, reports to others or waits for the garbage at the end.
_WITHOUT = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:unraisableexception")
_QUIETLY = ("-q", "-rfE", "--tb=no", "--no-header", *_WITHOUT)


@dataclass(frozen=True, slots=True)
class Run:
    """A process that came to its end, or None where it was stopped at the time limit."""

    code: int | None
    output: str


class Workshop:
    """Used by one at a time."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        self._scratch = tree.parent / f"{tree.name}-scratch"
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.warm"],
            cwd=tree,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        # Nobody asks any more: it ends.
        self._warm.communicate()

    def load_what_stays(self, nodes: Sequence[str], changing: Sequence[str]) -> None:
        """What these tests load and none of the files `changing` touches is loaded once for all runs."""
        self._ask(["--collect-only", *nodes], list(changing))

    def run_tests(self, nodes: Sequence[str], *options: str) -> Run:
        """These tests, on the tree as it is now."""
        return self._ask([*options, *nodes], None)

    def _ask(self, what: Sequence[str], changing: list[str] | None) -> Run:
        assert self._warm.stdin is not None
        assert self._warm.stdout is not None
        arguments = [*_QUIETLY, f"--basetemp={self._scratch}", *what]
        asked = json.dumps({"arguments": arguments, "limit_s": TESTS_LIMIT_S, "changing": changing})
        self._warm.stdin.write(asked + "\n")
        self._warm.stdin.flush()
        return Run(**json.loads(self._warm.stdout.readline()))

    def run_worlds(self) -> Run:
        """The mutants' worlds, on the tree as it is now."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.worlds"],
            cwd=self.tree,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=WORLDS_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Run(None, "")
        return Run(process.returncode, output)


@contextmanager
def workshops(count: int) -> Generator[list[Workshop]]:
    """That many, each with a tree of its own."""
    with copied_trees(count) as trees, ExitStack() as stack:
        yield [stack.enter_context(Workshop(tree)) for tree in trees]


def _environment() -> dict[str, str]:
    """The same wherever this runs: Hypothesis draws as in CI, and an outer pytest's variables stay out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    return kept | {"CI": "true", "PYTHONHASHSEED": "0", "COLUMNS": "400", "LC_ALL": "C.UTF-8"}

"""All mutants over several trees, after showing that the unbroken tree passes what is to notice them."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from tests.mutants.mutant import WORLDS, Mutant
from tests.mutants.tree import copied_trees
from tests.mutants.trial import End, Trial, failures_in, run_tests, run_worlds, try_mutant
from tests.sync_server.postgres import postgres_programs

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class UnbrokenTreeFails(RuntimeError):
    """The tests fail without any mutant: that they fail with one would prove nothing."""


class _Trees:
    """Trees lent to whoever asks, one at a time each."""

    def __init__(self, trees: Sequence[Path]) -> None:
        self._count = len(trees)
        self._free: SimpleQueue[Path] = SimpleQueue()
        for tree in trees:
            self._free.put(tree)

    @contextmanager
    def lent(self) -> Generator[Path]:
        """A tree nobody else uses meanwhile."""
        tree = self._free.get()
        try:
            yield tree
        finally:
            self._free.put(tree)

    def each(self, act: Callable[[Path, Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
        """`act` on each of `asked` over all trees at once; the answers in the order asked."""

        def on_a_tree(one: Asked) -> Answered:
            with self.lent() as tree:
                return act(tree, one)

        with ThreadPoolExecutor(self._count) as pool:
            return list(pool.map(on_a_tree, asked))


def try_all(
    mutants: Sequence[Mutant],
    processes: int,
    *,
    only_worlds: bool = False,
    on_trial: Callable[[Trial], None] = lambda _: None,
) -> list[Trial]:
    """How each mutant ended, in their order; `on_trial` hears of each as it ends.

    Raises: UnbrokenTreeFails.
    """

    def one(tree: Path, mutant: Mutant) -> Trial:
        trial = try_mutant(tree, mutant, only_worlds=only_worlds)
        on_trial(trial)
        return trial

    with copied_trees(processes) as paths:
        trees = _Trees(paths)
        nodes = [] if only_worlds else nodes_of(mutants)
        with_worlds = only_worlds or any(WORLDS in each.killers for each in mutants)
        _check_unbroken(trees, nodes, processes, with_worlds=with_worlds)
        trials = trees.each(one, mutants)
        if not with_worlds and any(WORLDS in trial.killer for trial in trials):
            _check_unbroken(trees, [], processes, with_worlds=True)
    return trials


def nodes_of(mutants: Sequence[Mutant]) -> list[str]:
    """Every test that is to notice one of the mutants, where this machine can run it."""
    tried = [each for each in mutants if not each.needs_postgresql or postgres_programs() is not None]
    return sorted({killer for each in tried for killer in each.killers if killer != WORLDS})


def survivors(trials: Sequence[Trial]) -> list[Trial]:
    """The mutants nobody noticed, and those that showed nothing because they did not start."""
    return [trial for trial in trials if trial.end in (End.SURVIVED, End.BROKEN)]


def _check_unbroken(trees: _Trees, nodes: Sequence[str], parts: int, *, with_worlds: bool) -> None:
    shares = [share for part in range(parts) if (share := nodes[part::parts])]
    tasks: list[Sequence[str] | None] = [*shares, *([None] if with_worlds else [])]
    failed = [each for found in trees.each(_faults_unbroken, tasks) for each in found]
    if failed:
        raise UnbrokenTreeFails("; ".join(failed))


def _faults_unbroken(tree: Path, nodes: Sequence[str] | None) -> list[str]:
    run = run_worlds(tree) if nodes is None else run_tests(tree, nodes)
    if run.code == 0:
        return []
    return [f"{node}: {said}" for node, said in failures_in(run.output)] or [run.output[-2_000:]]

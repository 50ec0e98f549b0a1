"""All mutants over several workshops, after showing that the unbroken tree passes what is to notice them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from tests.mutants.mutant import WORLDS, Mutant
from tests.mutants.trial import End, Trial, failures_in, try_mutant
from tests.mutants.workshop import Workshop, workshops
from tests.sync_server.postgres import postgres_programs

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class UnbrokenTreeFails(RuntimeError):
    """The tests fail without any mutant: that they fail with one would prove nothing."""


class _Crew:
    """Workshops lent to whoever asks, one at a time each."""

    def __init__(self, shops: Sequence[Workshop]) -> None:
        self.size = len(shops)
        self._free: SimpleQueue[Workshop] = SimpleQueue()
        for shop in shops:
            self._free.put(shop)

    def each(self, act: Callable[[Workshop, Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
        """`act` on each of `asked` over all workshops at once; the answers in the order asked."""

        def in_a_workshop(one: Asked) -> Answered:
            shop = self._free.get()
            try:
                return act(shop, one)
            finally:
                self._free.put(shop)

        with ThreadPoolExecutor(self.size) as pool:
            return list(pool.map(in_a_workshop, asked))


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

    def one(workshop: Workshop, mutant: Mutant) -> Trial:
        trial = try_mutant(workshop, mutant, only_worlds=only_worlds)
        on_trial(trial)
        return trial

    with workshops(processes) as shops:
        crew = _Crew(shops)
        if not only_worlds:
            changing = sorted({each.path for each in mutants})
            crew.each(
                lambda shop, nodes: shop.load_what_stays(nodes, changing), [nodes_of(mutants)] * processes
            )
        with_worlds = only_worlds or any(WORLDS in each.killers for each in mutants)
        _check_unbroken(crew, [] if only_worlds else nodes_of(mutants), with_worlds=with_worlds)
        trials = crew.each(one, mutants)
        if not with_worlds and any(trial.killer == WORLDS for trial in trials):
            _check_unbroken(crew, [], with_worlds=True)
    return trials


def nodes_of(mutants: Sequence[Mutant]) -> list[str]:
    """Every test that is to notice one of the mutants, where this machine can run it."""
    tried = [each for each in mutants if not each.needs_postgresql or postgres_programs() is not None]
    return sorted({killer for each in tried for killer in each.killers if killer != WORLDS})


def survivors(trials: Sequence[Trial]) -> list[Trial]:
    """The mutants nobody noticed, and those that showed nothing because they did not start."""
    return [trial for trial in trials if trial.end in (End.SURVIVED, End.BROKEN)]


def _check_unbroken(crew: _Crew, nodes: Sequence[str], *, with_worlds: bool) -> None:
    shares = [share for part in range(crew.size) if (share := nodes[part :: crew.size])]
    tasks: list[Sequence[str] | None] = [*([None] if with_worlds else []), *shares]
    failed = [each for found in crew.each(_faults_unbroken, tasks) for each in found]
    if failed:
        raise UnbrokenTreeFails("; ".join(failed))


def _faults_unbroken(workshop: Workshop, nodes: Sequence[str] | None) -> list[str]:
    run = workshop.run_worlds() if nodes is None else workshop.run_tests(nodes)
    if run.code == 0:
        return []
    return [f"{node}: {said}" for node, said in failures_in(run.output)] or [run.output[-2_000:]]

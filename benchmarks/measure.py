"""Timing something several times, and a figure set beside its reference."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

RUNS = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of several runs."""

    runs_s: tuple[float, ...]

    @property
    def median_s(self) -> float:
        """The middle run."""
        return median(self.runs_s)

    def as_json(self) -> dict[str, float | int]:
        """Median, shortest and longest run, in seconds."""
        return {
            "median_s": round(self.median_s, 6),
            "min_s": round(min(self.runs_s), 6),
            "max_s": round(max(self.runs_s), 6),
            "runs": len(self.runs_s),
        }


def timed(work: Callable[[], object], runs: int = RUNS) -> Timing:
    """How long `work` takes, each run from its call to its return."""
    seconds: list[float] = []
    for _ in range(runs):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return Timing(tuple(seconds))


def ratio(measured: Timing, reference: Timing) -> float:
    """How many times the reference a measure costs, by medians."""
    return round(measured.median_s / reference.median_s, 2)

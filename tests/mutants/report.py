"""What became of the mutants, as a table to read, as JSON, and as the page of the documentation."""

import json
from collections.abc import Sequence

from tests.mutants.mutant import WORLDS
from tests.mutants.trial import End, Trial

PAGE_HEAD = """# Mutants: rules broken on purpose, and who notices

Written by `make mutants ARGS=--write`; do not edit. Each mutant is one named rule of relais/1, or of what
follows from it, broken by one replacement in one file (`tests/mutants/`). It is dead when a test fails that
passes on the unbroken tree, or when a simulated world shows a violation. Decision records 0110 and 0111.
"""


def as_line(trial: Trial) -> str:
    """One mutant on one line, as soon as it has ended."""
    by = f" by {_short(trial.killer)}" if trial.killer else ""
    said = "" if trial.is_dead else f" {trial.said}"
    return f"{trial.end.value:9} {trial.took_s:5.1f} s  {trial.mutant.name}{by}{said}"


def as_table(trials: Sequence[Trial]) -> str:
    """The table `make mutants` prints, with its totals."""
    rows = [("mutant", "rule broken", "noticed by", "s"), *(_cells(trial) for trial in trials)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], "", totals(trials)])


def as_json(trials: Sequence[Trial]) -> str:
    """One JSON line."""
    return json.dumps(
        {
            "mutants": len(trials),
            "ends": {end.value: _count(trials, end) for end in End},
            "each": [
                {
                    "name": trial.mutant.name,
                    "rule": trial.mutant.rule,
                    "stated_in": trial.mutant.stated_in,
                    "path": trial.mutant.path,
                    "end": trial.end.value,
                    "killer": trial.killer,
                    "said": trial.said,
                    "took_s": round(trial.took_s, 1),
                }
                for trial in trials
            ],
        },
        ensure_ascii=False,
    )


def as_page(trials: Sequence[Trial]) -> str:
    """The same as a page of the documentation."""
    lines = [
        PAGE_HEAD,
        totals(trials),
        "",
        "| mutant | rule broken | stated in | noticed by | s |",
        "|---|---|---|---|---|",
    ]
    for trial in trials:
        name, rule, noticed_by, seconds = _cells(trial)
        lines.append(f"| {name} | {rule} | {trial.mutant.stated_in} | {noticed_by} | {seconds} |")
    return "\n".join(lines) + "\n"


def totals(trials: Sequence[Trial]) -> str:
    """How many ended how."""
    by_worlds = sum(trial.end is End.KILLED and trial.killer == WORLDS for trial in trials)
    parts = [f"{_count(trials, end)} {end.value}" for end in End if _count(trials, end)]
    worlds = f", {by_worlds} of them by simulated worlds" if by_worlds else ""
    return f"{len(trials)} mutants: {', '.join(parts)}{worlds}."


def _count(trials: Sequence[Trial], end: End) -> int:
    return sum(trial.end is end for trial in trials)


def _cells(trial: Trial) -> tuple[str, str, str, str]:
    noticed_by = (
        _short(trial.killer) if trial.end is End.KILLED else f"{trial.end.value} {_short(trial.killer)}"
    )
    return trial.mutant.name, trial.mutant.rule, noticed_by.strip(), f"{trial.took_s:.1f}"


def _short(killer: str) -> str:
    """A test without its folder; a world with nothing else."""
    return killer.rpartition("/")[2].replace(".py::", ": ").replace("|", "/")

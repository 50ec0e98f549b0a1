"""`python -m tests.mutants [names]`: breaks each rule in turn and prints who noticed; 1 where one lives."""

import argparse
import os
import sys

from tests.mutants.campaign import UnbrokenTreeFails, survivors, try_all
from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Mutant
from tests.mutants.report import as_json, as_line, as_page, as_table
from tests.mutants.tree import ROOT
from tests.mutants.trial import Trial

PAGE = ROOT / "docs" / "reliability" / "mutants.md"


def main() -> int:
    """Try the mutants asked for, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", help="the mutants, or the beginnings of their names; all if none")
    parser.add_argument("--processes", type=int, default=min(8, os.cpu_count() or 1))
    parser.add_argument("--json", action="store_true", help="one JSON line instead of the table")
    parser.add_argument(
        "--only-worlds", action="store_true", help="see what simulated worlds notice by themselves"
    )
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} too")
    asked = parser.parse_args()
    mutants = _chosen(asked.names)
    if not mutants:
        parser.error("no mutant of that name")
    try:
        trials = try_all(mutants, asked.processes, only_worlds=asked.only_worlds, on_trial=_tell)
    except UnbrokenTreeFails as failed:
        sys.stderr.write(f"the unbroken tree fails, so no kill would prove anything: {failed}\n")
        return 2
    sys.stdout.write((as_json(trials) if asked.json else as_table(trials)) + "\n")
    if asked.write:
        PAGE.write_text(as_page(trials), encoding="utf-8")
    return 1 if survivors(trials) else 0


def _chosen(names: list[str]) -> list[Mutant]:
    return [each for each in MUTANTS if not names or each.name.startswith(tuple(names))]


def _tell(trial: Trial) -> None:
    sys.stderr.write(as_line(trial) + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

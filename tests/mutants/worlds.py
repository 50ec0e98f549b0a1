"""`python -m tests.mutants.worlds`: a few simulated worlds, up to the first that shows a violation."""

import sys

from tests.simulation.campaign import run_seeds, worlds_folder
from tests.simulation.world import WorldReport

# Not 1, with which Python ends where a mutant cannot even be imported.
VIOLATION_EXIT = 10
# Among those of the ordinary tests: where these fail without a mutant, that is known already.
SEEDS = (1000, 1001, 1002, 1003)


def main() -> int:
    """The seeds one after another."""
    with worlds_folder() as templates:
        for seed in SEEDS:
            for outcome in run_seeds([seed], templates):
                if not isinstance(outcome, WorldReport):
                    sys.stdout.write(f"{outcome[1]}\n")
                    return VIOLATION_EXIT
    return 0


if __name__ == "__main__":
    sys.exit(main())

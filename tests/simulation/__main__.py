"""`python -m tests.simulation --worlds 200 --seed 1`: that many worlds, one JSON line; 1 where any failed."""

import argparse
import os
import sys

from tests.simulation.campaign import timed_campaign


def main() -> int:
    """Run the worlds asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="of the first world; the others follow")
    parser.add_argument("--processes", type=int, default=min(8, os.cpu_count() or 1))
    asked = parser.parse_args()
    campaign, line = timed_campaign(asked.seed, asked.worlds, asked.processes)
    sys.stdout.write(line + "\n")
    return 1 if campaign.failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks [NAME…]`: run the measures, print them, and write benchmarks/results.json."""

import json
import platform
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.commissions import measure_commissions
from benchmarks.console import measure_console
from benchmarks.feel import measure_feel
from benchmarks.phone import measure_import, measure_opening_a_stop, measure_recording, measure_size
from benchmarks.queue import measure_queue
from benchmarks.sign_in import measure_sign_in
from benchmarks.sync_http import measure_reader, measure_sync

RESULTS = Path(__file__).parent / "results.json"

MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "reader": measure_reader,
    "sync_10k": lambda: measure_sync(10_000, runs=5),
    "sync_100k": lambda: measure_sync(100_000, runs=1),
    "commissions_100k": measure_commissions,
    "queue_of_discrepancies": measure_queue,
    "sign_in": measure_sign_in,
    "phone_recording": measure_recording,
    "phone_stop_of_60": measure_opening_a_stop,
    "phone_import": measure_import,
    "phone_size": measure_size,
    "phone_feel": measure_feel,
    "console_40k": lambda: measure_console(weeks=2, asked=5),
}
# Minutes long: asked for by name.
LONG_MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "console_1m": lambda: measure_console(weeks=53),
}


def main(names: list[str]) -> int:
    """Runs the named measures, without names all but the long ones; the others' last results are kept."""
    known = MEASURES | LONG_MEASURES
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["machine"] = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
    }
    for name in names or MEASURES:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = known[name]()
        print(json.dumps({name: results[name]}), flush=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

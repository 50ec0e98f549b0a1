"""Signing in with a wrong password, as somebody known and as nobody: the two must take as long."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

from sqlmodel import Session

from sync_server.accounts.console_sessions import coordinator_with
from sync_server.accounts.coordinators import add_coordinator
from sync_server.db.migrate import migrate
from sync_server.db.session import begin, open_database, read

SAMPLES = 1_000
LOGIN, PASSWORD = "camille", "le-panier-est-plein"


def measure_sign_in() -> dict[str, Any]:
    """Milliseconds of either, and how much longer the known one takes, as a ratio of medians."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'relais.db'}")
        migrate(database)
        with begin(database) as session:
            add_coordinator(session, "Camille Ferrand", LOGIN, PASSWORD)
        known: list[float] = []
        unknown: list[float] = []
        with read(database) as session:
            # In turn, so that whatever else this machine does weighs on both.
            for n in range(SAMPLES // 2):
                known.append(_one_ms(session, LOGIN))
                unknown.append(_one_ms(session, f"inconnue-{n}"))
        database.close()
    return {
        "samples": SAMPLES,
        "known_login_ms": round(median(known), 2),
        "unknown_login_ms": round(median(unknown), 2),
        "ratio": round(median(known) / median(unknown), 4),
    }


def _one_ms(session: Session, login: str) -> float:
    started = perf_counter_ns()
    assert coordinator_with(session, login, "pas-le-bon-panier") is None
    return (perf_counter_ns() - started) / 1e6

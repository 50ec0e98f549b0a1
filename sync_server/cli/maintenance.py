"""`purge-tombstones`, and what `serve` does at its start and once a day beside answering."""

import threading
from collections.abc import Callable

import typer

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime
from sync_server.cli.evidence import erase_evidence_due
from sync_server.commission.kept import keep_values
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin
from sync_server.db.tombstones import PURGED_AT_ONCE, mark_feed, oldest_kept_after, purge_tombstones
from sync_server.log import log_alarm, log_event
from sync_server.settlement.queries import note_whole_logs

FR = Language.FRENCH
DAY_S = 86_400
# Five million tombstones in one go; what is left waits for tomorrow.
TRANSACTIONS_MAX = 10_000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("purge-tombstones")(purge)


def purge(*, as_json: AsJson = False) -> None:
    """Oublie les lignes retirées depuis plus de 400 jours ; « serve » le fait chaque jour."""
    runtime = open_runtime()
    purged = purge_old_tombstones(runtime)
    runtime.database.close()
    rows = format_count(purged, "ligne retirée oubliée", "lignes retirées oubliées", FR)
    answer({"purged": purged}, f"{rows}.", as_json=as_json)


def purge_old_tombstones(runtime: Runtime) -> int:
    """Removes tombstones older than 400 days, a few hundred in each transaction; how many."""
    now_ms = runtime.now_ms()
    purged = 0
    for _ in range(TRANSACTIONS_MAX):
        # The co-op's one lock is given back after each few: phones push in between.
        with begin(runtime.database) as session:
            feed = lock_feed(session)
            mark_feed(session, feed, now_ms)
            gone = purge_tombstones(session, feed, oldest_kept_after(session, now_ms))
        purged += gone
        if gone < PURGED_AT_ONCE:
            break
    if purged:
        log_event("tombstones_purged", count=purged)
    return purged


def keep_open_values(runtime: Runtime) -> None:
    """Values anew what changed since it was last kept, and all of it after an update of the program.

    Logs found whole are kept as such too: whoever asks what is in the way of a closing counts from there.
    """
    with begin(runtime.database) as session:
        lock_feed(session)
        keep_values(session)
        note_whole_logs(session)


DUTIES: tuple[Callable[[Runtime], object], ...] = (
    purge_old_tombstones,
    erase_evidence_due,
    keep_open_values,
)


def do_daily_duties(runtime: Runtime) -> None:
    """All of them, each whatever became of the one before: none may keep the server from answering."""
    for duty in DUTIES:
        try:
            duty(runtime)
        # The root of a thread: what fails today is tried again tomorrow, and somebody is told.
        except Exception as error:  # noqa: BLE001
            log_alarm("daily_duty_failed", duty=duty.__name__, error=type(error).__name__)


def start_daily_duties(runtime: Runtime, stop: threading.Event) -> threading.Thread:
    """Does them now, then once a day in a thread of their own until `stop` is set."""
    do_daily_duties(runtime)
    thread = threading.Thread(target=_do_until, args=(runtime, stop), name="daily-duties", daemon=True)
    thread.start()
    return thread


def _do_until(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.wait(DAY_S):
        do_daily_duties(runtime)

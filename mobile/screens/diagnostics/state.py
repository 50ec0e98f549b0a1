"""The report: facts about the program and its store under a few heads, fit to be given to a stranger."""

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import flet as ft

from mobile.config import APP_VERSION
from mobile.screens.contract import Reading
from mobile.store.health import StoreHealth, store_health
from mobile.store.outbox import OutboxCounts, outbox_counts
from mobile.store.pin import read_pin_file
from mobile.sync.limits import wanted_app
from shared.commission.local_time import local_offset_ms
from shared.sync.outcomes import Problem
from shared.sync.protocol import PROTO

MEGABYTE = 1_000_000
MINUTE_MS = 60_000
# Words of our own for how a pass ended; a server's own text is never repeated.
OWN_PROBLEMS = ("no-network", "unreachable", "timed-out", "not-our-server", "store", "bug")


@dataclass(frozen=True, slots=True)
class Report:
    """Heads, and below each its lines: a word of the program's, and a number or a fixed word."""

    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def text(self, heads: Mapping[str, str]) -> str:
        """As a file: one line each."""
        lines: list[str] = []
        for head, facts in self.parts:
            lines += [f"# {heads[head]}", *(f"{name}: {value}" for name, value in facts), ""]
        return "\n".join(lines)


def load(reading: Reading) -> Report:
    """The report now."""
    health, counts = store_health(reading.store), outbox_counts(reading.store)
    return Report(
        (
            ("program", _program(reading, health)),
            ("log", _log(reading, health, counts)),
            ("evidence", _evidence(health, counts)),
            ("exchange", _exchange(reading, counts)),
            ("clock", _clock(reading, health)),
            ("storage", _storage(reading, health)),
            ("choices", _choices(reading)),
        )
    )


def _program(reading: Reading, health: StoreHealth) -> tuple[tuple[str, str], ...]:
    return (
        ("relais", APP_VERSION),
        ("protocol", f"relais/{PROTO}"),
        ("wanted", wanted_app(reading.store) or "-"),
        ("python", platform.python_version()),
        ("flet", ft.__version__),
        ("sqlite", f"{health.sqlite_version}, schema {health.schema}"),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("platform", sys.platform),
    )


def _log(reading: Reading, health: StoreHealth, counts: OutboxCounts) -> tuple[tuple[str, str], ...]:
    return (
        ("recorded", str(counts.head)),
        ("pending", str(counts.pending)),
        ("received", str(counts.received)),
        ("safe", str(counts.safe)),
        ("oldest pending", _age(reading, counts.oldest_pending_ms if counts.pending else None)),
        ("quarantined", _listed(health.quarantined)),
        ("rows", str(health.rows)),
        ("carried for others", _listed(health.carried)),
    )


def _evidence(health: StoreHealth, counts: OutboxCounts) -> tuple[tuple[str, str], ...]:
    return (
        ("waiting", str(counts.evidence.waiting)),
        ("refused", str(counts.evidence.refused)),
        ("kept", f"{health.evidence_bytes / MEGABYTE:.1f} MB"),
        ("photos not recorded yet", str(health.draft_photos)),
    )


def _exchange(reading: Reading, counts: OutboxCounts) -> tuple[tuple[str, str], ...]:
    return (
        ("last", _age(reading, counts.last_sync_ms)),
        ("last problem", _own_word(counts.last_problem)),
        ("enrolled", _yes(is_so=reading.store.enrolment is not None)),
    )


def _clock(reading: Reading, health: StoreHealth) -> tuple[tuple[str, str], ...]:
    return (
        ("phone says, minutes since 1970", str(reading.now_ms // MINUTE_MS)),
        ("offset of France", f"{local_offset_ms(reading.now_ms) // MINUTE_MS} min"),
        ("marks", str(health.clock_marks)),
        ("newest mark", _age(reading, health.newest_mark_ms)),
        ("newest fact", _age(reading, health.newest_fact_ms)),
        ("boot session marked", _yes(is_so=health.boot_sessions_marked)),
    )


def _storage(reading: Reading, health: StoreHealth) -> tuple[tuple[str, str], ...]:
    salvage = reading.store.salvage
    return (
        ("database", f"{health.database_bytes / MEGABYTE:.1f} MB"),
        ("log ahead", f"{health.log_ahead_bytes / MEGABYTE:.1f} MB"),
        ("free", f"{health.free_bytes / MEGABYTE:.0f} MB"),
        ("files set aside", str(health.files_set_aside)),
        ("facts saved at this opening", str(salvage.facts_saved) if salvage else "-"),
    )


def _choices(reading: Reading) -> tuple[tuple[str, str], ...]:
    chosen = reading.preferences
    return (
        ("language", chosen.language),
        ("text", str(chosen.scale)),
        ("colours", chosen.theme),
        ("code", _yes(is_so=read_pin_file(reading.store.folder) is not None)),
        ("people", str(len(reading.holders))),
        ("practice", _yes(is_so=reading.is_practice)),
    )


def _own_word(problem: str | None) -> str:
    """A slug of the protocol, or one of our own; anything else came from outside and is only called odd."""
    if problem is None:
        return "-"
    known = {*(each.value for each in Problem), *OWN_PROBLEMS}
    return ":".join(part if part in known else "?" for part in problem.split(":"))


def _listed(counts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counts) or "0"


def _age(reading: Reading, at_ms: int | None) -> str:
    return "-" if at_ms is None else f"{(reading.now_ms - at_ms) // MINUTE_MS} min"


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"

"""The report: facts about the program and its store under a few heads, fit to be given to a stranger."""

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import flet as ft

from mobile.config import APP_VERSION
from mobile.screens.contract import Reading
from mobile.screens.diagnostics.values import Age, Fixed, Instant, Listed, Size, Value, technical
from mobile.store.health import StoreHealth, store_health
from mobile.store.outbox import OutboxCounts, outbox_counts
from mobile.store.pin import read_pin_file
from mobile.sync.limits import wanted_app
from mobile.sync.outcome import MustEnrol, NoNetwork, NotEnrolled, PhoneRevoked, UpgradeRequired, problem_of
from mobile.sync.peer import NoNetworkReason
from shared.commission.local_time import local_offset_ms
from shared.sync.outcomes import Problem
from shared.sync.protocol import PROTO

# Words of our own for how a pass ended; a server's own text is never repeated.
OWN_PROBLEMS = frozenset(
    {
        *(problem.value for problem in Problem),
        *(problem_of(NoNetwork(reason)) for reason in NoNetworkReason),
        *(problem_of(each) for each in (NotEnrolled(), MustEnrol(), PhoneRevoked(), UpgradeRequired())),
        "pull-refused",
    }
)
Facts = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Heads, and below each its lines: a word of the program's, and what it says."""

    parts: tuple[tuple[str, Facts], ...]

    def text(self, heads: Mapping[str, str]) -> str:
        """As a file: one line each."""
        lines: list[str] = []
        for head, facts in self.parts:
            lines += [f"# {heads[head]}", *(f"{name}: {technical(value)}" for name, value in facts), ""]
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


def _program(reading: Reading, health: StoreHealth) -> Facts:
    return (
        ("relais", APP_VERSION),
        ("protocol", f"relais/{PROTO}"),
        ("wanted", wanted_app(reading.store)),
        ("python", platform.python_version()),
        ("flet", ft.__version__),
        ("sqlite", f"{health.sqlite_version}, schema {health.schema}"),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("platform", sys.platform),
    )


def _log(reading: Reading, health: StoreHealth, counts: OutboxCounts) -> Facts:
    return (
        ("recorded", counts.head),
        ("pending", counts.pending),
        ("received", counts.received),
        ("safe", counts.safe),
        ("oldest pending", _age(reading, counts.oldest_pending_ms if counts.pending else None)),
        ("quarantined", Listed(health.quarantined)),
        ("rows", health.rows),
        ("carried for others", Listed(health.carried)),
    )


def _evidence(health: StoreHealth, counts: OutboxCounts) -> Facts:
    return (
        ("waiting", counts.evidence.waiting),
        ("refused", counts.evidence.refused),
        ("kept", Size(health.evidence_bytes)),
        ("photos not recorded yet", health.draft_photos),
    )


def _exchange(reading: Reading, counts: OutboxCounts) -> Facts:
    return (
        ("last", _age(reading, counts.last_sync_ms)),
        ("last problem", _own_word(counts.last_problem)),
        ("enrolled", reading.store.enrolment is not None),
    )


def _clock(reading: Reading, health: StoreHealth) -> Facts:
    return (
        ("phone says", Instant(reading.now_ms)),
        ("offset of France", Age(local_offset_ms(reading.now_ms))),
        ("marks", health.clock_marks),
        ("newest mark", _age(reading, health.newest_mark_ms)),
        ("newest fact", _age(reading, health.newest_fact_ms)),
        ("boot session marked", health.boot_sessions_marked),
    )


def _storage(reading: Reading, health: StoreHealth) -> Facts:
    salvage = reading.store.salvage
    return (
        ("database", Size(health.database_bytes)),
        ("log ahead", Size(health.log_ahead_bytes)),
        ("free", Size(health.free_bytes)),
        ("files set aside", health.files_set_aside),
        ("facts saved at this opening", salvage.facts_saved if salvage else None),
    )


def _choices(reading: Reading) -> Facts:
    chosen = reading.preferences
    return (
        ("language", Fixed(chosen.language)),
        ("text", Fixed(str(chosen.scale))),
        ("colours", Fixed(chosen.theme)),
        ("code", read_pin_file(reading.store.folder) is not None),
        ("people", len(reading.holders)),
        ("practice", reading.is_practice),
    )


def _own_word(problem: str | None) -> Fixed | None:
    """A slug of the protocol, or one of our own; anything else came from outside and is only called odd."""
    if problem is None:
        return None
    return Fixed(":".join(part if part in OWN_PROBLEMS else "?" for part in problem.split(":")))


def _age(reading: Reading, at_ms: int | None) -> Age:
    return Age(None if at_ms is None else reading.now_ms - at_ms)

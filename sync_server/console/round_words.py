"""What a round's helper says of it, in words: what was aboard on leaving, incidents, kilometres and costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.custody.details import IncidentDetail, RoundClosedDetail, RoundStartedDetail, detail_of
from shared.custody.events import Fact, Kind
from shared.words.format import format_distance
from shared.words.language import Language
from sync_server.console import french
from sync_server.console.crate_words import evidence_words, what_was_done
from sync_server.console.names import Names
from sync_server.custody.compartments import compartment_of
from sync_server.custody.crate_story import ToldFact


@dataclass(frozen=True, slots=True)
class DepartureShown:
    """The count before leaving: how many were there of those expected, which lacked, which were too many."""

    at_ms: int
    present: int
    expected: int
    missing: list[str]
    extra: list[str]


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """One incident, about crates or about the round alone."""

    at_ms: int
    says: str
    place_name: str
    note: str
    crates: list[str]
    evidence: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class RoundTold:
    """Everything a round's page shows of what its helper said beside the movements."""

    departure: DepartureShown | None
    incidents: list[IncidentShown]
    end: list[tuple[str, str]]
    kept: list[str]


def round_told(told: Sequence[ToldFact], names: Names) -> RoundTold:
    """The latest standing count and end, and every incident."""
    standing = [each for each in told if not each.is_withdrawn]
    starts = [each for each in standing if each.fact.kind is Kind.ROUND_STARTED]
    ends = [each for each in standing if each.fact.kind is Kind.ROUND_CLOSED]
    counts = [count for each in starts if (count := departure_shown(each)) is not None]
    closed = detail_of(ends[-1].fact, RoundClosedDetail) if ends else RoundClosedDetail()
    return RoundTold(
        departure=counts[-1] if counts else None,
        incidents=[incident_shown(each, names) for each in told if each.fact.kind is Kind.INCIDENT],
        end=_end(closed),
        kept=list(closed.kept or ()),
    )


def departure_shown(told: ToldFact) -> DepartureShown | None:
    """The count before leaving; None where the round began without a count."""
    detail = detail_of(told.fact, RoundStartedDetail)
    if detail.expected is None and detail.present is None:
        return None
    missing, extra = list(detail.missing or ()), list(detail.extra or ())
    return DepartureShown(told.at_ms, detail.present or 0, detail.expected or 0, missing, extra)


def incident_shown(told: ToldFact, names: Names) -> IncidentShown:
    """One incident in words."""
    fact = told.fact
    return IncidentShown(
        told.at_ms,
        what_was_done(fact, names),
        _where(fact, names),
        detail_of(fact, IncidentDetail).note or "",
        list(fact.crates),
        evidence_words(fact),
        told.is_withdrawn,
    )


def _where(fact: Fact, names: Names) -> str:
    """The place, and which of its doors where the incident is about one."""
    if not fact.place_id:
        return ""
    door = compartment_of(fact)
    return names.place(fact.place_id) + (f", casier {door}" if door else "")


def _end(closed: RoundClosedDetail) -> list[tuple[str, str]]:
    """What was declared; what was not is left out rather than shown as nothing."""
    driven_m = closed.distance_m
    if driven_m is None and closed.odometer_start_m is not None and closed.odometer_end_m is not None:
        driven_m = max(0, closed.odometer_end_m - closed.odometer_start_m)
    found = [
        ("Distance", None if driven_m is None else format_distance(driven_m, Language.FRENCH)),
        ("Conduite", _minutes(closed.drive_minutes)),
        ("Arrêts", _minutes(closed.stop_minutes)),
        ("Frais payés", None if closed.fees_cents is None else french.euros(closed.fees_cents)),
    ]
    return [(word, value) for word, value in found if value is not None]


def _minutes(minutes: int | None) -> str | None:
    if minutes is None:
        return None
    hours, rest = divmod(minutes, french.MINUTES_PER_HOUR)
    return f"{hours} h {rest:02d}" if hours else f"{rest} min"

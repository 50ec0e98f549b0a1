"""The story of a crate in words: each fact as a step, its way as points, where it is now."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.commission.legs import Stage, WithheldReason
from shared.custody.decisions import Resolution
from shared.custody.details import (
    RECEIPT,
    BindDetail,
    DecisionDetail,
    DropDetail,
    HandoverGivenDetail,
    HandoverTakenDetail,
    IncidentDetail,
    PickupDetail,
    ScanOddDetail,
    TemperatureDetail,
    detail_of,
)
from shared.custody.effective_time import TimeSource
from shared.custody.events import Fact, How, IncidentReason, Kind
from shared.custody.rules import ScanAnswer
from shared.words.labels import label
from sync_server.console import chips, french
from sync_server.console.chips import Chip, Tone
from sync_server.console.names import Names
from sync_server.custody.crate_story import StoryLeg, ToldFact, WhereNow
from sync_server.network.queries import PlannedMove

CLOCK_TOLD_FROM_MS = 5 * 60_000


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One fact as a reader sees it."""

    at_ms: int
    day: str
    tone: Tone
    icon: str
    says: str
    details: tuple[str, ...]
    is_void: bool


@dataclass(frozen=True, slots=True)
class WayPoint:
    """One place of a crate's way; `leg_class` draws the line to the next one."""

    place_name: str
    role_word: str
    reached: bool
    leg_class: str = ""
    carrier_words: str = ""


@dataclass(frozen=True, slots=True)
class LegShown:
    """One leg: between what, by whom, when, proven or why not."""

    from_name: str
    to_name: str
    carrier_name: str
    stage_word: str
    times: str
    status: Chip
    reason: str


_LOOKS: dict[Kind, tuple[Tone, str]] = {
    Kind.PICKUP: (Tone.DONE, "pick"),
    Kind.DROP: (Tone.DONE, "drop"),
    Kind.HANDOVER_GIVEN: (Tone.INFO, "swap"),
    Kind.HANDOVER_TAKEN: (Tone.DONE, "swap"),
    Kind.TEMPERATURE: (Tone.INFO, "cold"),
    Kind.INCIDENT: (Tone.WAITING, "flag"),
    Kind.SCAN_ODD: (Tone.WAITING, "eye"),
    Kind.DISPUTE: (Tone.WRONG, "hand"),
    Kind.CORRECTION: (Tone.INFO, "undo"),
    Kind.VOID: (Tone.PLAIN, "undo"),
    Kind.DECISION: (Tone.INFO, "hand"),
}


def step_of(told: ToldFact, names: Names) -> ChainStep:
    """A fact in words: what was done, where, how, and how surely the time is known."""
    fact = told.fact
    tone, icon = _LOOKS.get(fact.kind, (Tone.PLAIN, "info"))
    is_out = told.is_withdrawn or told.is_set_aside
    return ChainStep(
        at_ms=told.at_ms,
        day=french.day(french.local_day(told.at_ms)),
        tone=Tone.PLAIN if is_out else tone,
        icon="cross" if is_out else icon,
        says=what_was_done(fact, names),
        details=tuple(line for line in _details(told, names) if line),
        is_void=is_out,
    )


def what_was_done(fact: Fact, names: Names) -> str:
    """« Ferme du Champ Noir a pris la caisse »."""
    who = names.person(fact.actor)
    match fact.kind:
        case Kind.PICKUP:
            return f"{who} a pris la caisse"
        case Kind.DROP:
            return f"{who} a déposé la caisse"
        case Kind.HANDOVER_GIVEN:
            given = detail_of(fact, HandoverGivenDetail)
            return f"{who} a remis la caisse à {given.to_name or names.person(given.to)}"
        case Kind.HANDOVER_TAKEN:
            return f"{who} a reçu la caisse de {names.person(detail_of(fact, HandoverTakenDetail).giver)}"
        case Kind.BIND:
            return f"{who} a lié l'étiquette au lot {detail_of(fact, BindDetail).consignment}"
        case Kind.INCIDENT:
            return f"{who} signale : {_reason(detail_of(fact, IncidentDetail).reason)}"
        case Kind.SCAN_ODD:
            return _scan(who, detail_of(fact, ScanOddDetail), names)
        case _:
            decided = detail_of(fact, DecisionDetail).resolution if fact.kind is Kind.DECISION else None
            return (
                f"{who} : {label(fact.kind)}"
                if decided is None
                else f"{who} a tranché : {_resolution(decided)}"
            )


def how_identified(fact: Fact) -> str:
    """« QR lu », or what a newer program wrote."""
    if fact.how is None:
        return ""
    return label(How(fact.how)) if fact.how in set(How) else fact.how


def how_sure(told: ToldFact) -> str:
    """« heure du téléphone »: where the time comes from."""
    return label(TimeSource(told.time_source))


def evidence_words(fact: Fact) -> str:
    """« 2 photos, position, signature »: what else proves the fact."""
    kept = fact.evidence
    parts = [
        french.counted(len(kept.photos), "photo") if kept.photos else "",
        "position" if kept.gps else "",
        "signature" if kept.signature else "",
    ]
    return ", ".join(part for part in parts if part)


def way_of(moves: Sequence[PlannedMove], legs: Sequence[StoryLeg], names: Names) -> list[WayPoint]:
    """The places a crate is to pass, else those it did pass, each with the leg that leaves it."""
    hops = [(move.from_place_id, move.to_place_id) for move in moves] or [
        (leg.from_place_id, leg.to_place_id) for leg in legs
    ]
    if not hops:
        return []
    arrived = {leg.to_place_id: leg for leg in legs}
    points: list[WayPoint] = []
    reached = any(leg.from_place_id == hops[0][0] for leg in legs)
    for from_id, to_id in hops:
        leg = arrived.get(to_id)
        points.append(
            WayPoint(
                names.place(from_id),
                names.role(from_id),
                reached,
                _leg_class(leg),
                names.person(leg.carrier_id) if leg else "",
            )
        )
        reached = leg is not None
    last_id = hops[-1][1]
    return [*points, WayPoint(names.place(last_id), names.role(last_id), reached)]


def leg_shown(leg: StoryLeg, names: Names) -> LegShown:
    """A leg as its card says it."""
    start = french.clock(leg.started_ms) if leg.started_ms else "?"
    return LegShown(
        from_name=names.place(leg.from_place_id),
        to_name=names.place(leg.to_place_id),
        carrier_name=names.person(leg.carrier_id),
        stage_word=label(Stage(leg.stage)) if leg.stage else "hors barème",
        times=f"{french.day(french.local_day(leg.ended_ms))}, {start} → {french.clock(leg.ended_ms)}",
        status=chips.PROVEN if leg.is_proven else chips.WITHHELD,
        reason="" if leg.is_proven or not leg.withheld_reason else label(WithheldReason(leg.withheld_reason)),
    )


def where_words(where: WhereNow, names: Names) -> str:
    """« Mairie de Sautron », « avec Earl La Mabilais », « pas encore vue »."""
    match where.holder_kind:
        case "place":
            return names.place(where.holder_id)
        case "person":
            return f"avec {names.person(where.holder_id)}"
        case _:
            return "pas encore vue"


def where_chip(where: WhereNow, destination_id: str | None) -> Chip:
    """The state of a crate on its way to its destination."""
    match where.holder_kind:
        case "place" if where.holder_id == destination_id:
            return chips.ARRIVED
        case "place":
            return chips.AT_A_STOP
        case "person":
            return chips.ON_THE_WAY
        case _:
            return chips.NOT_SEEN_YET


def _details(told: ToldFact, names: Names) -> list[str]:
    fact = told.fact
    where = names.place(fact.place_id) if fact.place_id else ""
    round_words = f"Tournée « {names.round(fact.round_id)} »" if fact.round_id else ""
    received = f"Reçu {_received_words(told)}, {how_sure(told)}"
    return [
        "Annulé par son auteur" if told.is_withdrawn else "",
        "Écarté par une décision de la coordination" if told.is_set_aside and not told.is_withdrawn else "",
        f"« {detail_of(fact, DecisionDetail).because} »" if fact.kind is Kind.DECISION else "",
        ", ".join(
            part for part in (where, how_identified(fact), _reading(fact), evidence_words(fact)) if part
        ),
        ". ".join(part for part in (round_words, received) if part),
        _clock_words(told),
    ]


def _clock_words(told: ToldFact) -> str:
    """What the phone's own clock claimed, where the time shown is another: the claim is kept and told."""
    claimed_ms = told.fact.clock.wall_ms
    if abs(claimed_ms - told.at_ms) < CLOCK_TOLD_FROM_MS:
        return ""
    return f"L'horloge du téléphone disait {french.day_and_clock(claimed_ms)} : heure corrigée"


def _received_words(told: ToldFact) -> str:
    """« à 18 h 50 », with its day when it is another one."""
    same_day = french.local_day(told.received_ms) == french.local_day(told.at_ms)
    return f"à {french.clock(told.received_ms)}" if same_day else french.day_and_clock(told.received_ms)


def _reading(fact: Fact) -> str:
    match fact.kind:
        case Kind.PICKUP:
            temp_dc, compartment = detail_of(fact, PickupDetail).temp_dc, None
        case Kind.DROP:
            drop = detail_of(fact, DropDetail)
            temp_dc, compartment = drop.temp_dc, drop.compartment
        case Kind.TEMPERATURE:
            temp_dc, compartment = detail_of(fact, TemperatureDetail).temp_dc, None
        case Kind.INCIDENT:
            return detail_of(fact, IncidentDetail).note or ""
        case _:
            return ""
    parts = [
        f"casier {compartment}" if compartment else "",
        "" if temp_dc is None else french.temperature(temp_dc),
    ]
    return ", ".join(part for part in parts if part)


def _leg_class(leg: StoryLeg | None) -> str:
    if leg is None:
        return ""
    return "proven" if leg.is_proven else "withheld"


def _reason(reason: str | None) -> str:
    return label(IncidentReason(reason)) if reason in set(IncidentReason) else reason or "sans raison donnée"


def _resolution(resolution: str) -> str:
    return label(Resolution(resolution)) if resolution in set(Resolution) else resolution


def _scan(who: str, scan: ScanOddDetail, names: Names) -> str:
    """A code read for itself: an odd one, or the receipt that the other side showed."""
    if scan.answer == RECEIPT:
        return f"{who} a gardé le reçu de la remise : prise par {names.person(scan.taker)}"
    return f"{who} a lu ce code : {_answer(scan.answer)}"


def _answer(answer: str | None) -> str:
    return label(ScanAnswer(answer)) if answer in set(ScanAnswer) else answer or "lecture inhabituelle"

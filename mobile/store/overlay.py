"""Where each crate is as this phone knows it: the pulled rows, with own facts laid over them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from mobile.store.bound import bound_crates
from mobile.store.reference import CrateWire, MoveWire, read_wire
from mobile.store.statements import run
from shared.custody.chain import AtPlace, CarriedBy, Holder, NotSeen
from shared.custody.events import Kind

TAKING = (Kind.PICKUP, Kind.HANDOVER_TAKEN)
CODES_AT_ONCE = 400
_CRATE_ROWS = "SELECT k, d FROM pulled_row WHERE t = 'crate' AND k IN (?)"
_OWN_MOVEMENTS = (
    "SELECT w.code, w.fact_id, w.kind, w.actor_id, w.round_id, w.place_id, w.at_ms, w.reason, w.seq,"
    " v.by_seq, (SELECT covered FROM sync_state)"
    " FROM own_movement w LEFT JOIN voided_fact v ON v.fact_id = w.fact_id"
    " WHERE w.code IN (?) ORDER BY w.code, w.seq"
)


@dataclass(frozen=True, slots=True)
class OwnMovement:
    """What one own fact says of one crate; `is_covered` once the pulled rows tell it too.

    `reason`: why it was left out, where a crate taken over goes, who took it by a handover's receipt.
    """

    fact_id: str
    kind: Kind
    actor_id: str
    round_id: str | None
    place_id: str | None
    at_ms: int
    reason: str | None
    is_covered: bool
    is_voided: bool
    void_is_covered: bool


@dataclass(frozen=True, slots=True)
class CrateSight:
    """One crate as this phone knows it.

    `taken_at` is the place its carrier took it from, where that is known; `own` is in log order.
    """

    code: str
    crate: CrateWire | None
    holder: Holder
    taken_at: str | None
    own: tuple[OwnMovement, ...]


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """How far one planned move of a crate has come."""

    is_picked_up: bool
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """Who holds a crate, and where its carrier took it from where that is known."""

    holder: Holder
    taken_at: str | None


_NEVER_SEEN = _Known(NotSeen(), None)


def sights_of_round(connection: Connection, round_id: str) -> dict[str, CrateSight]:
    """Every crate planned in the round, or handled in it by this phone, or taken over outside any round."""
    found = run(
        connection,
        "SELECT code FROM planned_move WHERE round_id = ?"
        " UNION SELECT code FROM own_movement WHERE round_id = ?"
        " UNION SELECT code FROM own_movement WHERE round_id IS NULL AND kind = ?",
        (round_id, round_id, Kind.HANDOVER_TAKEN.value),
    )
    return sights_of_crates(connection, [row[0] for row in found])


def sights_of_crates(connection: Connection, codes: Iterable[str]) -> dict[str, CrateSight]:
    """The given crates, known to the server or not."""
    wanted = list(dict.fromkeys(codes))
    contents = dict(_by_code(connection, _CRATE_ROWS, wanted))
    own = _own_movements(connection, wanted)
    crates = {code: read_wire(contents.get(code), CrateWire) for code in wanted}
    if any(crate is None and _is_bound(own.get(code, [])) for code, crate in crates.items()):
        bound = bound_crates(connection)
        crates = {code: crate or bound.get(code) for code, crate in crates.items()}
    return {code: _sight(code, crates[code], own.get(code, [])) for code in wanted}


def _is_bound(own: list[OwnMovement]) -> bool:
    return any(each.kind is Kind.BIND and not each.is_voided for each in own)


def progress_of_move(sight: CrateSight, index: int) -> MoveProgress:
    """Whether the crate was taken where its move `index` begins, and left where it ends."""
    position = _position_reached(sight, index)
    return MoveProgress(position > 2 * index, position >= 2 * index + 2)


def _position_reached(sight: CrateSight, index: int) -> int:
    """Along the itinerary: 2i at the start of move i, 2i + 1 on the way, 2i + 2 at its end."""
    moves = sight.crate.moves if sight.crate else ()
    match sight.holder:
        case AtPlace(place_id=place_id):
            return _position_at(moves, place_id, sight, index)
        case CarriedBy(person_id=person_id):
            return 2 * _index_carried(moves, sight, person_id) + 1
        case NotSeen():
            return 0


def _position_at(moves: tuple[MoveWire, ...], place_id: str, sight: CrateSight, index: int) -> int:
    for reached in reversed(range(len(moves))):
        if moves[reached].to == place_id:
            return 2 * reached + 2
    if not moves or moves[0].from_ == place_id:
        return 0
    # Left at a place that is not on its way: it was taken, and is still due where it should go.
    round_id = moves[index].round
    took = any(not own.is_voided and own.kind in TAKING and own.round_id == round_id for own in sight.own)
    return 2 * index + 1 if took else 0


def _index_carried(moves: tuple[MoveWire, ...], sight: CrateSight, person_id: str) -> int:
    """Which of its moves a carried crate is on: from where it was taken, else from who carries it."""
    for index, move in enumerate(moves):
        if sight.taken_at is not None and move.from_ == sight.taken_at:
            return index
    rounds = {own.round_id for own in sight.own if own.actor_id == person_id}
    for index, move in enumerate(moves):
        if move.round in rounds:
            return index
    return 0


def _sight(code: str, crate: CrateWire | None, own: list[OwnMovement]) -> CrateSight:
    standing = [movement for movement in own if not movement.is_voided]
    known = _pulled_holder(crate, own)
    if known is None:
        # Own facts that the rows would tell come first where these tell nothing, or what was withdrawn.
        known = _folded(_NEVER_SEEN, [movement for movement in standing if movement.is_covered])
    known = _folded(known, [movement for movement in standing if not movement.is_covered])
    known = _with_receipt(known, standing)
    return CrateSight(code, crate, known.holder, known.taken_at, tuple(own))


def _pulled_holder(crate: CrateWire | None, own: list[OwnMovement]) -> _Known | None:
    """What the rows tell; None where they are silent, or rest on a fact withdrawn since they were read."""
    if crate is None:
        # Nobody planned it: no row will ever tell what was recorded of it here.
        return None
    if crate.state is None:
        return _NEVER_SEEN
    since_ms, event_id = crate.since_ms or 0, crate.event or ""
    source = next((each for each in own if each.fact_id == event_id), None)
    if source is not None and source.is_voided and not source.void_is_covered:
        return None
    if crate.state.by is not None:
        taken_at = crate.state.origin or (source.place_id if source else None)
        return _Known(CarriedBy(crate.state.by, since_ms, event_id), taken_at)
    if crate.state.at is not None:
        return _Known(AtPlace(crate.state.at, since_ms, event_id), None)
    return _NEVER_SEEN


def _folded(known: _Known, movements: Iterable[OwnMovement]) -> _Known:
    for movement in movements:
        known = _after(known, movement)
    return known


def _after(known: _Known, movement: OwnMovement) -> _Known:
    match movement.kind:
        case Kind.PICKUP | Kind.HANDOVER_TAKEN:
            holder = known.holder
            if isinstance(holder, CarriedBy) and holder.person_id == movement.actor_id:
                # Taken again by who already has it: that says nothing new, here as in the server's fold.
                return known
            taken = CarriedBy(movement.actor_id, movement.at_ms, movement.fact_id)
            return _Known(taken, movement.place_id)
        case Kind.DROP:
            return _Known(AtPlace(movement.place_id or "", movement.at_ms, movement.fact_id), None)
        case _:
            return known


def _with_receipt(known: _Known, standing: list[OwnMovement]) -> _Known:
    """A receipt kept here says who has the crate, until the rows tell more than own facts before it do.

    The server does not count receipts: its rows may name the giver until the taker's phone has synced.
    """
    receipt = next((own for own in reversed(standing) if own.kind is Kind.SCAN_ODD and own.reason), None)
    if receipt is None or not isinstance(known.holder, CarriedBy):
        return known
    is_taken_again = any(own.kind in TAKING for own in standing[standing.index(receipt) :])
    if known.holder.person_id != receipt.actor_id or is_taken_again:
        return known
    return _Known(CarriedBy(receipt.reason or "", receipt.at_ms, receipt.fact_id), None)


def destination_taken_on(sight: CrateSight) -> str | None:
    """Where a crate this phone took over from somebody goes: as the giver's phone said, else as planned."""
    own = next((o for o in reversed(sight.own) if o.kind is Kind.HANDOVER_TAKEN and not o.is_voided), None)
    if own is None:
        return None
    return own.reason or (sight.crate.moves[-1].to if sight.crate and sight.crate.moves else None)


def _own_movements(connection: Connection, codes: list[str]) -> dict[str, list[OwnMovement]]:
    found: defaultdict[str, list[OwnMovement]] = defaultdict(list)
    for row in _by_code(connection, _OWN_MOVEMENTS, codes):
        code, fact_id, kind, actor_id, round_id, place_id, at_ms, reason, seq, void_seq, covered = row
        is_voided = void_seq is not None
        void_is_covered = is_voided and void_seq < covered
        found[code].append(
            OwnMovement(
                fact_id=fact_id,
                kind=Kind(kind),
                actor_id=actor_id,
                round_id=round_id,
                place_id=place_id,
                at_ms=at_ms,
                reason=reason,
                is_covered=seq < covered,
                is_voided=is_voided,
                void_is_covered=void_is_covered,
            )
        )
    return dict(found)


def _by_code(connection: Connection, query: str, codes: list[str]) -> Iterator[Any]:
    """The query over as many codes at once as an old SQLite takes parameters."""
    for start in range(0, len(codes), CODES_AT_ONCE):
        some = tuple(codes[start : start + CODES_AT_ONCE])
        yield from run(connection, query.replace("(?)", f"({','.join('?' * len(some))})"), some)

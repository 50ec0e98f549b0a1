"""Blank labels this phone bound to a consignment: the crates they made, until the server's rows tell them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.store.database import Store
from mobile.store.reference import (
    ConsignmentWire,
    CrateWire,
    MoveWire,
    person_farm,
    person_name,
    place_row,
    read_wire,
    row_content,
    rows_of,
)
from mobile.store.statements import run
from shared.custody.bodies import read_body
from shared.custody.events import Fact

_BINDS = (
    "SELECT w.code, f.body FROM own_movement w JOIN logged_fact f ON f.id = w.fact_id"
    " LEFT JOIN voided_fact v ON v.fact_id = w.fact_id"
    " WHERE w.kind NOT IN ('pickup', 'drop') AND w.kind = 'bind' AND v.fact_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM pulled_row p WHERE p.t = 'crate' AND p.k = w.code)"
    " ORDER BY w.seq"
)


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A consignment a blank label may belong to; crates are lacking where fewer have a label than ordered."""

    consignment_id: str
    producer_name: str
    dest_name: str
    label: str
    labelled: int
    ordered: int


def bound_crates(connection: Connection) -> dict[str, CrateWire]:
    """Every crate made by a label bound here and standing, as its row will tell it."""
    found: dict[str, CrateWire] = {}
    for code, body in run(connection, _BINDS):
        fact = read_body(body)
        consignment_id = fact.data.get("consignment") if isinstance(fact, Fact) else None
        if isinstance(fact, Fact) and isinstance(consignment_id, str):
            others = sum(crate.cons == consignment_id for crate in found.values())
            found[code] = _crate(connection, fact, consignment_id, others)
    return found


def label_choices(store: Store, code: str, round_id: str, place_id: str) -> tuple[LabelChoice, ...]:
    """The consignments of a stop, those that lack crates first; none where the code is a crate's already."""
    with store.reading() as connection:
        bound = bound_crates(connection)
        if code in bound or row_content(connection, "crate", code) is not None:
            return ()
        ids = _consignments_here(connection, round_id, place_id)
        choices = [_choice(connection, one, bound) for one in ids]
    found = [choice for choice in choices if choice is not None]
    return tuple(sorted(found, key=lambda one: (one.labelled >= one.ordered, one.producer_name, one.label)))


def _crate(connection: Connection, fact: Fact, consignment_id: str, others: int) -> CrateWire:
    consignment = read_wire(row_content(connection, "cons", consignment_id), ConsignmentWire)
    rank = _labelled(connection, consignment_id) + others + 1
    return CrateWire(
        cons=consignment_id,
        rank=rank,
        of=max(rank, consignment.crates if consignment else 0),
        moves=_way(connection, fact, consignment_id, consignment),
    )


def _way(
    connection: Connection, fact: Fact, consignment_id: str, consignment: ConsignmentWire | None
) -> tuple[MoveWire, ...]:
    """The way of the other crates of its consignment; without any, straight to where the goods are to go."""
    planned = run(
        connection,
        "SELECT round_id, from_place_id, to_place_id FROM planned_move WHERE code ="
        " (SELECT min(code) FROM planned_move WHERE consignment_id = ?) ORDER BY position",
        (consignment_id,),
    ).fetchall()
    way = tuple(MoveWire.model_validate({"round": one[0], "from": one[1], "to": one[2]}) for one in planned)
    if any(move.round == fact.round_id and move.from_ == fact.place_id for move in way):
        return way
    if fact.round_id is None or fact.place_id is None or consignment is None:
        return ()
    direct = {"round": fact.round_id, "from": fact.place_id, "to": consignment.place}
    return (MoveWire.model_validate(direct),)


def _labelled(connection: Connection, consignment_id: str) -> int:
    query = "SELECT count(DISTINCT code) FROM planned_move WHERE consignment_id = ?"
    return int(run(connection, query, (consignment_id,)).fetchall()[0][0])


def _consignments_here(connection: Connection, round_id: str, place_id: str) -> list[str]:
    planned = run(
        connection,
        "SELECT DISTINCT consignment_id FROM planned_move WHERE round_id = ? AND from_place_id = ?",
        (round_id, place_id),
    )
    ids = {str(row[0]) for row in planned}
    days = {
        wire.date for one in ids if (wire := read_wire(row_content(connection, "cons", one), ConsignmentWire))
    }
    for consignment_id, content in rows_of(connection, "cons"):
        wire = read_wire(content, ConsignmentWire)
        is_of_the_day = wire is not None and (not days or wire.date in days)
        if wire is not None and is_of_the_day and person_farm(connection, wire.producer) == place_id:
            ids.add(consignment_id)
    return sorted(ids)


def _choice(connection: Connection, consignment_id: str, bound: dict[str, CrateWire]) -> LabelChoice | None:
    wire = read_wire(row_content(connection, "cons", consignment_id), ConsignmentWire)
    if wire is None:
        return None
    place = place_row(connection, wire.place)
    labelled = _labelled(connection, consignment_id)
    labelled += sum(crate.cons == consignment_id for crate in bound.values())
    return LabelChoice(
        consignment_id=consignment_id,
        producer_name=person_name(connection, wire.producer),
        dest_name=place.name if place else wire.place,
        label=wire.label or "",
        labelled=labelled,
        ordered=wire.crates,
    )

"""SQL of crates made by blank labels: their claims, their rows among the crates, their steps in rounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from shared.custody.bound_labels import LabelClaim
from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, insert_many, rows_in
from sync_server.network.queries import CONSIGNMENT, CRATE, PLACE, PlannedMove
from sync_server.network.status import CrateStatus
from sync_server.network.tables import BoundLabel, Crate, CrateMove, Round

_LABEL = table_of(BoundLabel)
_ROUND = table_of(Round)
_COLUMNS = ("crate_code", "consignment_id", "event_id", "at_ms", "round_id", "place_id")
_CLAIMS = select(
    _LABEL.c.crate_code,
    _LABEL.c.event_id,
    _LABEL.c.consignment_id,
    _LABEL.c.at_ms,
    _LABEL.c.round_id,
    _LABEL.c.place_id,
)
_BOUND = select(CRATE.c.code, CRATE.c.consignment_pk, CRATE.c.bound_by).where(CRATE.c.bound_by.is_not(None))
_PRINTED = (
    select(CRATE.c.code, CONSIGNMENT.c.id)
    .join(CONSIGNMENT, CONSIGNMENT.c.pk == CRATE.c.consignment_pk)
    .where(CRATE.c.bound_by.is_(None))
)
_PKS = select(CONSIGNMENT.c.id, CONSIGNMENT.c.pk)
_WITH_BOUND = select(CRATE.c.consignment_pk).where(CRATE.c.bound_by.is_not(None)).distinct()
_FELLOWS = _BOUND.with_only_columns(CRATE.c.code)
_OF_CODES = select(CRATE.c.consignment_pk).distinct()
_IDS = select(CONSIGNMENT.c.id)
_CODES = select(_LABEL.c.crate_code)
_ROUND_IDS = select(_ROUND.c.id)
_PLACE_IDS = select(PLACE.c.id)


@dataclass(frozen=True, slots=True)
class BoundCrate:
    """A crate a blank label became, in which consignment, by which fact."""

    code: str
    consignment_pk: int
    bound_by: str


def held_claims(session: Session, codes: Iterable[str]) -> dict[str, LabelClaim]:
    """The claim by which each of these labels is a crate, or waits to be one."""
    rows = rows_in(session.connection(), _CLAIMS, _LABEL.c.crate_code, sorted(codes))
    return {code: LabelClaim(*claim) for code, *claim in rows}


def put_claims(session: Session, claims: Mapping[str, LabelClaim | None]) -> None:
    """Keeps what claims now make crates of these labels; None: none does."""
    held = held_claims(session, claims)
    changed = sorted(code for code, claim in claims.items() if held.get(code) != claim)
    connection = session.connection()
    delete_many(connection, BoundLabel, ("crate_code",), [(code,) for code in changed if code in held])
    rows: list[tuple[Any, ...]] = [
        (code, claim.consignment_id, claim.event_id, claim.at_ms, claim.round_id, claim.place_id)
        for code in changed
        if (claim := claims[code]) is not None
    ]
    insert_many(connection, BoundLabel, _COLUMNS, rows)


def printed_for(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The consignment each of these codes was printed for; codes we never gave are absent."""
    return dict(
        (code, consignment_id)
        for code, consignment_id in rows_in(session.connection(), _PRINTED, CRATE.c.code, sorted(codes))
    )


def held_bound(session: Session, codes: Iterable[str]) -> list[BoundCrate]:
    """Those of the codes that are crates of blank labels."""
    rows = rows_in(session.connection(), _BOUND, CRATE.c.code, sorted(codes))
    return [BoundCrate(*row) for row in rows]


def pks_by_id(session: Session, consignment_ids: Iterable[str]) -> dict[str, int]:
    """The keys of the consignments that are known."""
    rows = rows_in(session.connection(), _PKS, CONSIGNMENT.c.id, sorted(consignment_ids))
    return {consignment_id: pk for consignment_id, pk in rows}


def with_bound_crates(session: Session, consignment_pks: Iterable[int]) -> set[int]:
    """Those of the consignments that have crates of blank labels."""
    wanted = sorted(set(consignment_pks))
    return {pk for (pk,) in rows_in(session.connection(), _WITH_BOUND, CRATE.c.consignment_pk, wanted)}


def bound_fellows(session: Session, codes: Iterable[str]) -> set[str]:
    """The crates of blank labels in the consignments of these crates."""
    connection = session.connection()
    pks = sorted({pk for (pk,) in rows_in(connection, _OF_CODES, CRATE.c.code, sorted(set(codes)))})
    return {code for (code,) in rows_in(connection, _FELLOWS, CRATE.c.consignment_pk, pks)}


def labels_of_consignments(session: Session, consignment_pks: Iterable[int]) -> set[str]:
    """The labels claimed for these consignments, also those that wait for them."""
    connection = session.connection()
    ids = [each for (each,) in rows_in(connection, _IDS, CONSIGNMENT.c.pk, sorted(set(consignment_pks)))]
    return {code for (code,) in rows_in(connection, _CODES, _LABEL.c.consignment_id, ids)}


def labels_of_round(session: Session, round_id: str) -> list[str]:
    """The labels bound in this round."""
    named = select(_LABEL.c.crate_code).where(_LABEL.c.round_id == round_id)
    return sorted(session.connection().execute(named).scalars())


def labels_taken(session: Session, codes: Iterable[str]) -> set[str]:
    """Which of these codes are on a blank label somebody has claimed."""
    return {code for (code,) in rows_in(session.connection(), _CODES, _LABEL.c.crate_code, sorted(codes))}


def insert_bound(session: Session, crates: Sequence[BoundCrate]) -> None:
    """Writes new crates; their rank is computed with their fellows."""
    if crates:
        rows = [
            {
                "code": each.code,
                "consignment_pk": each.consignment_pk,
                "rank": 0,
                "status": CrateStatus.ACTIVE.value,
                "bound_by": each.bound_by,
            }
            for each in crates
        ]
        session.connection().execute(insert(CRATE), rows)


def delete_bound(session: Session, codes: Iterable[str]) -> None:
    """Takes crates and their steps away: no claim makes them any more."""
    keys: list[tuple[Any, ...]] = [(code,) for code in codes]
    delete_many(session.connection(), CrateMove, ("crate_code",), keys)
    delete_many(session.connection(), Crate, ("code",), keys)


def set_rank(session: Session, code: str, rank: int) -> None:
    """Numbers a crate among its fellows."""
    session.connection().execute(update(CRATE).where(CRATE.c.code == code).values(rank=rank))


def replace_way(session: Session, code: str, way: Sequence[PlannedMove]) -> None:
    """Writes the steps of a crate anew."""
    connection = session.connection()
    delete_many(connection, CrateMove, ("crate_code",), [(code,)])
    rows = [
        (move.round_id, code, step, move.from_place_id, move.to_place_id) for step, move in enumerate(way, 1)
    ]
    columns = ("round_id", "crate_code", "step", "from_place_id", "to_place_id")
    insert_many(connection, CrateMove, columns, rows)


def known_ends(session: Session, claims: Iterable[LabelClaim]) -> set[tuple[str, str]]:
    """The rounds and places of claims, as pairs, where the plan knows both."""
    ends = {(each.round_id or "", each.place_id or "") for each in claims}
    connection = session.connection()
    rounds = rows_in(connection, _ROUND_IDS, _ROUND.c.id, sorted({round_id for round_id, _ in ends}))
    places = rows_in(connection, _PLACE_IDS, PLACE.c.id, sorted({place_id for _, place_id in ends}))
    known = {each for (each,) in (*rounds, *places)}
    return {end for end in ends if known.issuperset(end)}

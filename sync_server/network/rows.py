"""The rows of the network as phones receive them, and who receives each; never a turnover in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, drop_rows, person_audience, put_rows, round_audience
from sync_server.network.queries import (
    CrateInPlan,
    PlannedMove,
    crates_by_code,
    moves_by_crate,
    published_crates,
)
from sync_server.network.status import CrateStatus


@dataclass(frozen=True, slots=True)
class CrateCustody:
    """Who holds a crate, as custody has computed it: a place, a person, or nobody seen yet."""

    place_id: str | None = None
    person_id: str | None = None
    since_ms: int | None = None
    event_id: str | None = None


NOT_SEEN = CrateCustody()


def crate_row(crate: CrateInPlan, moves: Sequence[PlannedMove], custody: CrateCustody) -> RowPut:
    """The one spelling of a crate's row."""
    content = {
        "cons": crate.consignment_id,
        "rank": crate.rank,
        # More were bound than ordered: the last ones count beyond.
        "of": max(crate.rank, crate.crate_total),
        "moves": [
            {"round": move.round_id, "from": move.from_place_id, "to": move.to_place_id} for move in moves
        ],
        "state": _holder(custody),
        "since_ms": custody.since_ms,
        "event": custody.event_id,
    }
    rounds = dict.fromkeys(round_audience(move.round_id) for move in moves)
    return RowPut("crate", crate.code, content, [*rounds, person_audience(crate.producer_id)])


def put_crates(
    session: Session,
    feed: LockedFeed,
    crates: Iterable[tuple[CrateInPlan, Sequence[PlannedMove], CrateCustody]],
) -> int:
    """Publishes crates with their moves and their custody; how many rows changed.

    A crate that is no longer needed, was never seen and is in no round vanishes from the phones. So does
    one that a bound label replaces, whatever the plan says of it.
    """
    puts: list[RowPut] = []
    gone: list[tuple[str, str]] = []
    for crate, moves, custody in crates:
        is_gone = crate.status == CrateStatus.REPLACED or (crate.status == CrateStatus.UNNEEDED and not moves)
        if is_gone and custody == NOT_SEEN:
            gone.append(("crate", crate.code))
        else:
            puts.append(crate_row(crate, moves, custody))
    return put_rows(session, feed, puts) + drop_rows(session, feed, gone)


def publish_crates(session: Session, feed: LockedFeed, custody_of: Mapping[str, CrateCustody]) -> int:
    """Publishes the known crates among these; how many rows changed."""
    crates = crates_by_code(session, list(custody_of))
    moves = moves_by_crate(session, crates)
    listed = ((crate, moves.get(code, ()), custody_of[code]) for code, crate in crates.items())
    return put_crates(session, feed, listed)


def republish_crates(session: Session, feed: LockedFeed, codes: Iterable[str]) -> int:
    """Publishes crates whose plan changed, keeping the custody their rows say; how many rows changed."""
    known = crates_by_code(session, codes)
    held = {code: _custody_in(row) for code, row in published_crates(session, known).items()}
    return publish_crates(session, feed, {code: held.get(code, NOT_SEEN) for code in known})


def _holder(custody: CrateCustody) -> dict[str, str] | None:
    if custody.place_id is not None:
        return {"at": custody.place_id}
    return None if custody.person_id is None else {"by": custody.person_id}


def _custody_in(row: Mapping[str, Any]) -> CrateCustody:
    holder: Mapping[str, str] = row["state"] or {}
    return CrateCustody(holder.get("at"), holder.get("by"), row["since_ms"], row["event"])

"""After a plan changed: crates already seen under way are folded again, with their lines, in the same act."""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from sync_server.commission.kept import keep_values
from sync_server.commission.open_rows import refresh_lines
from sync_server.custody.crate_queries import (
    consignments_of_crates,
    crates_of_consignments,
    crates_under_way,
    crates_visiting,
    forget_dirty_consignments,
)
from sync_server.custody.projection import project_crates
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.network.bound_queries import bound_fellows, labels_of_consignments
from sync_server.reconciliation.service import open_or_close


def follow_plan(session: Session, feed: LockedFeed, codes: Iterable[str], now_ms: int) -> int:
    """Folds again those of the crates that have facts, and brings items and lines up to date; how many.

    The plan says where a crate may be set down and what the places are: a plan made after the drop,
    such as orders imported late, decides what that drop meant and what it pays.
    """
    dirty: set[int] = set()
    listed = list(codes)
    # Bound crates go the way of their fellows: a plan of these is one of theirs.
    followed = {*listed, *bound_fellows(session, listed)}
    under_way = crates_under_way(session.connection(), followed)
    for chunk in in_chunks(under_way):
        projection = project_crates(session, feed, chunk)
        open_or_close(session, projection.findings, now_ms)
        dirty |= projection.dirty_consignments
    _refresh(session, feed, dirty)
    return len(under_way)


def follow_decision(session: Session, feed: LockedFeed, codes: Collection[str], now_ms: int) -> int:
    """The same after a coordinator decided of these crates, or took a decision back.

    The lines of these crates say by which decision they are proven, also where no leg moved.
    """
    followed = follow_plan(session, feed, codes, now_ms)
    _refresh(session, feed, consignments_of_crates(session.connection(), codes))
    return followed


def follow_consignments(session: Session, feed: LockedFeed, pks: Collection[int], now_ms: int) -> int:
    """The same after orders changed these consignments, whose money changed whoever carried them."""
    codes = {*crates_of_consignments(session.connection(), pks), *labels_of_consignments(session, pks)}
    followed = follow_plan(session, feed, codes, now_ms)
    _refresh(session, feed, pks)
    return followed


def follow_places(session: Session, feed: LockedFeed, place_ids: Collection[str], now_ms: int) -> int:
    """The same after places became something else, were moved or got another keeper: for all that came by.

    A new keeper moves no leg, yet other lines follow from the same legs.
    """
    visiting = crates_visiting(session.connection(), place_ids)
    followed = follow_plan(session, feed, visiting, now_ms)
    _refresh(session, feed, consignments_of_crates(session.connection(), visiting))
    # Another keeper is another ground for every value that is kept.
    keep_values(session)
    return followed


def _refresh(session: Session, feed: LockedFeed, pks: Collection[int]) -> None:
    refresh_lines(session, feed, pks)
    forget_dirty_consignments(session.connection(), pks)

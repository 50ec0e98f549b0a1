"""The commission lines phones show: open ones, computed again when their legs change, and settled ones."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from shared.commission.line_json import line_to_json
from shared.commission.line_values import NETWORK, POOL, CommissionLine
from shared.commission.settle import difference_by_line_key
from sync_server.accounts.tables import Person
from sync_server.commission import queries, tables
from sync_server.commission.compute import compute_exactly, stays_in_consignment
from sync_server.commission.kept import keep_many_values, keep_values
from sync_server.commission.line_notes import notes_of_lines
from sync_server.commission.settled import PublishedLine, settled_lines
from sync_server.commission.tariffs import load_tariffs
from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import RowPut, drop_rows, person_audience, put_rows

_PUBLISHED = table_of(tables.PublishedLine)
_PERSON = table_of(Person)
# Every period there can be: an open line is what closing all of them now would add.
_ALL_PERIODS = "9999-12"
_NO_PHONE = frozenset({NETWORK, POOL})


def refresh_lines(session: Session, feed: LockedFeed, dirty_consignment_pks: Iterable[int]) -> int:
    """Computes the lines of these consignments again and publishes them; how many rows changed.

    Under a tariff that looks at whole rounds or periods, all lines are computed again.
    """
    pks = sorted(set(dirty_consignment_pks))
    if not pks:
        return 0
    tariffs = load_tariffs(session)
    wanted = pks if stays_in_consignment(tariffs) else None
    computation = compute_exactly(session, wanted)
    ids: list[str | None] = [terms.id for terms in queries.consignment_terms(session, wanted)]
    if wanted is None:
        ids.append(None)
    settled = [each.line for each in settled_lines(session, ids) if each.line.withheld_reason is None]
    open_lines = difference_by_line_key(computation.lines, settled, _ALL_PERIODS)
    rows = [(each.line, "due") for each in open_lines]
    rows += [(line, "withheld") for line in computation.withheld]
    changed = _publish(session, feed, ids, rows)
    keep_many_values(session)
    return changed


def refresh_all_lines(session: Session, feed: LockedFeed) -> int:
    """The same for every consignment, as after a new tariff; how many rows changed."""
    changed = refresh_lines(session, feed, [terms.pk for terms in queries.consignment_terms(session)])
    keep_values(session)
    return changed


def follow_tariffs(session: Session, feed: LockedFeed, *, has_begun: bool) -> None:
    """After a version was added or withdrawn; `has_begun`: lines of today and before may follow from it."""
    if has_begun:
        refresh_all_lines(session, feed)
    else:
        # No line of today moves, yet what is kept was valued under another book.
        keep_values(session)


def publish_settled(
    session: Session, feed: LockedFeed, settlement_id: int, lines: Sequence[PublishedLine]
) -> int:
    """Sends the lines of a settlement to those they pay, in place of the open ones; how many rows changed.

    A settled row never changes again. The open row of the same line has nothing left to show.
    """
    due = [each for each in lines if each.line.withheld_reason is None]
    names = _names(session, (each.line.payer_id for each in due))
    notes = notes_of_lines(session, (each.line for each in due))
    puts = [
        _with_notes(
            _row(f"{each.line.key}@{each.settled_in}", each.line, "settled", names, settlement_id),
            notes.get(each.line.key),
        )
        for each in due
        if each.line.beneficiary_id not in _NO_PHONE
    ]
    return put_rows(session, feed, puts) + _take_off(session, feed, [each.line.key for each in due])


def _publish(
    session: Session,
    feed: LockedFeed,
    consignment_ids: Sequence[str | None],
    lines: Iterable[tuple[CommissionLine, str]],
) -> int:
    shown = {line.key: (line, status) for line, status in lines if line.beneficiary_id not in _NO_PHONE}
    held = _held_keys(session, consignment_ids)
    names = _names(session, (line.payer_id for line, _ in shown.values()))
    notes = notes_of_lines(session, (line for line, _ in shown.values()))
    puts = [_row(key, line, status, names, None) for key, (line, status) in shown.items()]
    changed = put_rows(session, feed, [_with_notes(put, notes.get(put.k)) for put in puts])
    changed += _take_off(session, feed, sorted(held - set(shown)))
    new = [
        {"key": key, "consignment_id": line.consignment_id}
        for key, (line, _) in shown.items()
        if key not in held
    ]
    if new:
        session.connection().execute(insert(_PUBLISHED), new)
    return changed


def _take_off(session: Session, feed: LockedFeed, keys: Sequence[str]) -> int:
    changed = drop_rows(session, feed, (("line", key) for key in keys))
    delete_many(session.connection(), tables.PublishedLine, ("key",), [(key,) for key in keys])
    return changed


def _held_keys(session: Session, consignment_ids: Sequence[str | None]) -> set[str]:
    connection = session.connection()
    keys: set[str] = set()
    for chunk in in_chunks([id_ for id_ in consignment_ids if id_ is not None]):
        statement = select(_PUBLISHED.c.key).where(_PUBLISHED.c.consignment_id.in_(chunk))
        keys.update(connection.execute(statement).scalars())
    if None in consignment_ids:
        of_wholes = select(_PUBLISHED.c.key).where(_PUBLISHED.c.consignment_id.is_(None))
        keys.update(connection.execute(of_wholes).scalars())
    return keys


def _names(session: Session, person_ids: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for chunk in in_chunks(sorted(set(person_ids))):
        statement = select(_PERSON.c.id, _PERSON.c.name).where(_PERSON.c.id.in_(chunk))
        names.update((row[0], row[1]) for row in session.connection().execute(statement))
    return names


def _row(
    key: str, line: CommissionLine, status: str, names: dict[str, str], settlement_id: int | None
) -> RowPut:
    content: dict[str, Any] = {
        **line_to_json(line),
        "payer_name": names.get(line.payer_id),
        "status": status,
        "settlement": settlement_id,
    }
    return RowPut("line", key, content, (person_audience(line.beneficiary_id),))


def _with_notes(put: RowPut, notes: dict[str, Any] | None) -> RowPut:
    return put if notes is None else replace(put, d={**put.d, **notes})

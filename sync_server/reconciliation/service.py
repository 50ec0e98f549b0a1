"""Keeping work items in step with what custody finds: one item for each discrepancy, never two."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import insert, update
from sqlmodel import Session

from shared.commission.local_time import local_period
from shared.custody.decisions import Decision
from shared.custody.discrepancies import Discrepancy as Found
from sync_server.custody.decision_queries import standing_decisions
from sync_server.custody.findings import Findings
from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, insert_many, update_many
from sync_server.reconciliation import queries
from sync_server.reconciliation.items import ItemStatus, Resolution, WorkItem
from sync_server.reconciliation.tables import Discrepancy, DiscrepancySubject

_ITEM = table_of(Discrepancy)
_MONTH_LENGTH = len("2026-11")


def open_or_close(session: Session, findings: Findings, now_ms: int) -> None:
    """Opens an item for each new discrepancy, and closes those the facts no longer show.

    An item a coordinator has decided rests as decided while no other fact shows it; one that had only
    gone opens again.
    """
    found = {each.key: each for each in findings.discrepancies}
    subjects = sorted(findings.crates | findings.event_ids)
    held = {item.key: item for item in queries.items_about(session, subjects)}
    unheld = sorted(set(found) - set(held))
    held |= {item.key: item for item in queries.items_by_key(session, unheld)}
    periods = _periods(session, found.values())
    decided = standing_decisions(session.connection(), sorted({*found, *held}))
    new = [each for key, each in found.items() if key not in held]
    _open(session, new, periods, now_ms)
    # Decided before it was found here, as where everything is read again from the facts.
    for item in queries.items_by_key(session, sorted(decided.keys() - held.keys())):
        _keep_in_step(session, item, found[item.key], periods[item.key], decided[item.key])
    for key, item in held.items():
        if key in found:
            _keep_in_step(session, item, found[key], periods[key], decided.get(key))
        elif findings.looked_at(item.kind, item.crates, item.event_ids):
            _rest(session, item, decided.get(key), now_ms)


def stand_by_decision(session: Session, item: WorkItem, now_ms: int) -> None:
    """Closes an item as a coordinator decided it, or opens one whose decision was taken back."""
    decision = standing_decisions(session.connection(), [item.key]).get(item.key)
    if decision is not None and decision.covers(item.event_ids):
        _rest(session, item, decision, now_ms)
    elif item.resolution not in (None, Resolution.GONE):
        _write(session, item.id, ItemStatus.OPEN, None, None)


def close_gone(session: Session, keys: Sequence[str], now_ms: int) -> None:
    """Closes the open items of discrepancies that are known to have gone."""
    for item in queries.items_by_key(session, keys):
        if item.status is ItemStatus.OPEN:
            _close(session, item.id, Resolution.GONE, now_ms)


def _open(session: Session, new: Sequence[Found], periods: dict[str, str | None], now_ms: int) -> None:
    if not new:
        return
    connection = session.connection()
    present = local_period(now_ms)
    rows = [
        {**_content(each, periods[each.key] or present), "key": each.key, "opened_ms": now_ms}
        | {"status": ItemStatus.OPEN.value}
        for each in new
    ]
    connection.execute(insert(_ITEM), rows)
    keys = [each.key for each in new]
    ids = {item.key: item.id for item in queries.items_by_key(session, keys)}
    _link(session, [(subject, ids[each.key]) for each in new for subject in sorted(_subjects(each))])


def _keep_in_step(
    session: Session, item: WorkItem, found: Found, dated: str | None, decision: Decision | None
) -> None:
    """What nothing dates stays in the month in which it was first seen.

    A decision settles what it was made on: shown by another fact, the item is open again.
    """
    period = dated or item.period
    standing = decision if decision is not None and decision.covers(found.event_ids) else None
    resolution = None if standing is None else Resolution(standing.resolution.value)
    shown = (item.crates, item.event_ids, item.period, item.round_id, item.place_id, item.at_ms)
    now = (found.crates, found.event_ids, period, found.round_id, found.place_id, found.at_ms)
    if (*shown, item.resolution) == (*now, resolution):
        return
    values = {
        **_content(found, period),
        "status": (ItemStatus.OPEN if standing is None else ItemStatus.RESOLVED).value,
        "resolved_ms": None if standing is None else standing.at_ms,
        "resolution": None if resolution is None else resolution.value,
    }
    session.connection().execute(update(_ITEM).where(_ITEM.c.id == item.id).values(values))
    old, wanted = {*item.crates, *item.event_ids}, _subjects(found)
    delete_many(
        session.connection(),
        DiscrepancySubject,
        ("subject", "discrepancy_id"),
        [(subject, item.id) for subject in sorted(old - wanted)],
    )
    _link(session, [(subject, item.id) for subject in sorted(wanted - old)])


def _rest(session: Session, item: WorkItem, decision: Decision | None, now_ms: int) -> None:
    """The facts do not show it, or a decision settled it: resolved by whichever is known."""
    if decision is None:
        if item.resolution is not Resolution.GONE:
            _close(session, item.id, Resolution.GONE, now_ms)
        return
    resolution = Resolution(decision.resolution.value)
    if item.resolution is not resolution:
        _close(session, item.id, resolution, decision.at_ms)


def _close(session: Session, item_id: int, resolution: Resolution, at_ms: int) -> None:
    _write(session, item_id, ItemStatus.RESOLVED, resolution, at_ms)


def _write(
    session: Session, item_id: int, status: ItemStatus, resolution: Resolution | None, at_ms: int | None
) -> None:
    resolved = None if resolution is None else resolution.value
    columns = ("status", "resolved_ms", "resolution")
    row = (status.value, at_ms, resolved, item_id)
    update_many(session.connection(), Discrepancy, columns, ("id",), [row])


def _link(session: Session, rows: Iterable[tuple[str, int]]) -> None:
    insert_many(session.connection(), DiscrepancySubject, ("subject", "discrepancy_id"), list(rows))


def _subjects(found: Found) -> set[str]:
    return {*found.crates, *found.event_ids}


def _content(found: Found, period: str) -> dict[str, str | int | None]:
    return {
        "kind": found.kind.value,
        "blocking": int(found.is_blocking),
        "crates": json.dumps(found.crates),
        "event_ids": json.dumps(found.event_ids),
        "period": period,
        "round_id": found.round_id,
        "place_id": found.place_id,
        "at_ms": found.at_ms,
    }


def _periods(session: Session, found: Iterable[Found]) -> dict[str, str | None]:
    """The month each discrepancy holds up: its instant's, its last event's, its round's; None without any."""
    listed = list(found)
    undated = [each for each in listed if each.at_ms is None]
    event_ids = sorted({event_id for each in undated for event_id in each.event_ids})
    times = queries.effective_times(session, event_ids)
    days = queries.round_days(session, sorted({each.round_id for each in undated if each.round_id}))
    return {each.key: _period(each, times, days) for each in listed}


def _period(found: Found, times: dict[str, int], days: dict[str, str]) -> str | None:
    if found.at_ms is not None:
        return local_period(found.at_ms)
    known_ms = [times[event_id] for event_id in found.event_ids if event_id in times]
    if known_ms:
        return local_period(max(known_ms))
    day = days.get(found.round_id or "")
    return None if day is None else day[:_MONTH_LENGTH]

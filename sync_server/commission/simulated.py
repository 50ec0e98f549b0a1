"""Months tried under a tariff, kept in memory a few minutes: on the same facts it is not valued twice."""

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlmodel import Session

from shared.commission.tariff import Tariff
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission import queries, tables
from sync_server.commission.kept import terms_digest
from sync_server.commission.simulation import MonthSimulated, simulate_month
from sync_server.commission.tariffs import load_tariffs
from sync_server.db.base import table_of
from sync_server.db.tables import FeedHead

KEPT_MAX = 200
KEPT_MS = 10 * 60_000
_HEAD = table_of(FeedHead)
_MARK = table_of(tables.ValueMark)
_LINE = table_of(tables.KeptLine)
_Key = tuple[str, ...]


@dataclass(slots=True)
class MonthsSimulated:
    """The months tried by this process. What comes in between, by phone, import or decision, values anew."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _months: OrderedDict[_Key, tuple[int, MonthSimulated]] = field(
        default_factory=OrderedDict[_Key, tuple[int, MonthSimulated]]
    )

    def month(self, session: Session, period: str, tried: Tariff, now_ms: int) -> MonthSimulated:
        """The month under the tariffs in force and under the one tried."""
        key = (period, json.dumps(tariff_to_json(tried), sort_keys=True), *_state(session))
        with self._lock:
            held = self._months.get(key)
        if held is not None and 0 <= now_ms - held[0] < KEPT_MS:
            return held[1]
        month = simulate_month(session, period, tried)
        with self._lock:
            self._months[key] = (now_ms, month)
            while len(self._months) > KEPT_MAX:
                self._months.popitem(last=False)
        return month


def _state(session: Session) -> _Key:
    """What the valuation rests on, as of this transaction: the feed, what changed since, and the terms.

    The feed moves with every fact, import, decision and row; marks tell of changes that moved no phone's row.
    """
    connection = session.connection()
    head = connection.execute(select(_HEAD.c.seq, _HEAD.c.fh)).one()
    marks = connection.execute(select(func.count(), func.max(_MARK.c.id)).select_from(_MARK)).one()
    lines = connection.execute(select(func.count(), func.max(_LINE.c.id)).select_from(_LINE)).one()
    terms = terms_digest(load_tariffs(session), queries.keeper_book(session))
    return (str(head[0]), bytes(head[1]).hex(), str(tuple(marks)), str(tuple(lines)), terms)

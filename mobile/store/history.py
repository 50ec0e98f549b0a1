"""The log read back: the newest facts for the history, or the facts behind a commission line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from mobile.store.database import Store
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind

_LOGGED = (
    "SELECT f.seq, f.body, f.seq < s.next, v.fact_id IS NOT NULL FROM logged_fact f"
    " JOIN sync_state s LEFT JOIN voided_fact v ON v.fact_id = f.id"
)
_NEWEST = f"{_LOGGED} WHERE f.seq < ? ORDER BY f.seq DESC LIMIT ?"
_BY_ID = f"{_LOGGED} WHERE f.id = ?"
_BEYOND_ANY_SEQ = 2**62


@dataclass(frozen=True, slots=True)
class LoggedFact:
    """A position of the log; `fact` is None where a newer program wrote a kind this one cannot read."""

    seq: int
    body: str
    fact: Fact | None
    is_sent: bool
    is_voided: bool


def newest_facts(store: Store, limit: int, before_seq: int | None = None) -> tuple[LoggedFact, ...]:
    """The log read backwards, at most `limit` positions."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(_NEWEST, (before_seq or _BEYOND_ANY_SEQ, limit)).all()
    return tuple(read_logged(row) for row in rows)


def facts_by_id(store: Store, fact_ids: Iterable[str]) -> tuple[LoggedFact, ...]:
    """Those of the given facts that stand in this phone's log, in log order."""
    with store.reading() as connection:
        rows = [row for fact_id in fact_ids for row in connection.exec_driver_sql(_BY_ID, (fact_id,))]
    return tuple(sorted((read_logged(row) for row in rows), key=lambda logged: logged.seq))


def facts_of_kinds(
    connection: Connection, kinds: Sequence[Kind], round_id: str | None = None
) -> tuple[LoggedFact, ...]:
    """All facts of rare kinds, which pickups and drops are not, or those of one round: the newest first."""
    marks = ",".join("?" * len(kinds))
    asked: list[str] = [kind.value for kind in kinds]
    query = f"{_LOGGED} WHERE f.kind NOT IN ('pickup', 'drop') AND f.kind IN ({marks})"
    if round_id is not None:
        query, asked = f"{query} AND f.round_id = ?", [*asked, round_id]
    rows = connection.exec_driver_sql(f"{query} ORDER BY f.seq DESC", tuple(asked)).all()
    return tuple(read_logged(row) for row in rows)


def read_logged(row: Any) -> LoggedFact:
    """A row of sequence, body, whether it is sent and whether it was withdrawn."""
    fact = read_body(row[1])
    return LoggedFact(row[0], row[1], fact if isinstance(fact, Fact) else None, bool(row[2]), bool(row[3]))

"""What had been told when the power went, and whether the store found afterwards keeps it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from mobile.actions.outcomes import Recorded
from mobile.device.clock import SeededRandomness, SetClock
from mobile.store.database import Store, open_store
from mobile.store.journal import TOUCHING_CRATES
from mobile.store.outbox import chain_holds, log_name, outbox_counts
from shared.custody.bodies import read_body
from shared.custody.events import Fact, Kind
from shared.errors import RelaisError
from tests.builders_phone import FARM, FRIDAY_MORNING_MS, Hands
from tests.reliability.power_loss.steps import Step, Told


class Breach(StrEnum):
    """How a promise may be broken."""

    WILL_NOT_OPEN = "will_not_open"
    CORRUPT = "corrupt"
    LOST = "lost"
    HALF = "half"
    CHAIN = "chain"
    FORGOTTEN = "forgotten"
    WILL_NOT_RECORD = "will_not_record"


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that an image does not keep."""

    breach: Breach
    detail: str


@dataclass(slots=True)
class Promises:
    """Everything told up to some step of a life."""

    head: int = 0
    rows: int = 0
    tokens: list[str] = field(default_factory=list[str])
    log_ids: list[str] = field(default_factory=list[str])

    def hear(self, step: Step) -> None:
        """One more step of the life."""
        if isinstance(step, Told):
            what: dict[str, Any] = json.loads(step.text)
            self.head = what.get("head", self.head)
            self.rows = what.get("rows", self.rows)
            self.tokens += [what["token"]] if "token" in what else []
            self.log_ids += [what["log_id"]] if "log_id" in what else []


@dataclass(frozen=True, slots=True)
class Logged:
    """A position of the log as the life left it, and the (crate, position) pairs laid over the rows."""

    fact_id: str
    body: str
    intent_id: str | None
    movements: frozenset[tuple[str, int]]
    voids: str | None


def whole_log(steps: Sequence[Step]) -> list[Logged]:
    """The log at the end of a life: every image holds a beginning of it."""
    last = next(step for step in reversed(steps) if isinstance(step, Told))
    return [_logged(*row) for row in json.loads(last.text)["log"]]


def _logged(seq: int, fact_id: str, body: str, intent_id: str | None) -> Logged:
    fact = read_body(body)
    assert isinstance(fact, Fact)
    touches = fact.kind in TOUCHING_CRATES
    movements = frozenset((code, seq) for code in fact.crates) if touches else frozenset[tuple[str, int]]()
    return Logged(fact_id, body, intent_id, movements, fact.ref if fact.kind is Kind.VOID else None)


def judge(folder: Path, promises: Promises, log: Sequence[Logged], *, goes_on: bool) -> list[Broken]:
    """Opens the store of an image as the app does and looks for broken promises."""
    try:
        store = open_store(folder)
        try:
            broken = _judge_open(store, promises, log)
            if not broken and goes_on:
                broken = _judge_going_on(store)
        finally:
            store.close()
    except RelaisError as error:
        return [Broken(Breach.WILL_NOT_OPEN, f"{error.code} {error}")]
    return broken


def _judge_open(store: Store, promises: Promises, log: Sequence[Logged]) -> list[Broken]:
    with store.reading() as connection:
        broken = [*_integrity(connection), *_facts(connection, promises, log), *_rows(connection, promises)]
    if store.salvage is not None:
        broken.append(Broken(Breach.CORRUPT, f"set aside, {store.salvage.facts_saved} facts saved"))
    if not chain_holds(store):
        broken.append(Broken(Breach.CHAIN, "a hash does not follow from the one before"))
    if log_name(store) in promises.log_ids[:-1]:
        broken.append(Broken(Breach.FORGOTTEN, "the log is back under an old name"))
    token = store.enrolment.token if store.enrolment else None
    if promises.tokens and (token is None or token in promises.tokens[:-1]):
        broken.append(Broken(Breach.FORGOTTEN, f"credential {token}"))
    return broken


def _integrity(connection: Connection) -> list[Broken]:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if found == ["ok"] else [Broken(Breach.CORRUPT, "; ".join(found))]


def _facts(connection: Connection, promises: Promises, log: Sequence[Logged]) -> list[Broken]:
    rows = connection.exec_driver_sql("SELECT id, body, intent_id FROM logged_fact ORDER BY seq").all()
    found = [(fact_id, body, intent_id) for fact_id, body, intent_id in rows]
    if len(found) < promises.head:
        return [Broken(Breach.LOST, f"{len(found)} facts of {promises.head} told")]
    known = [(logged.fact_id, logged.body, logged.intent_id) for logged in log[: len(found)]]
    if found != known:
        return [Broken(Breach.HALF, "a fact is not as it was recorded")]
    if 0 < len(found) < len(log) and log[len(found) - 1].intent_id == log[len(found)].intent_id is not None:
        return [Broken(Breach.HALF, "one tap, recorded in part")]
    movements = {pair for logged in log[: len(found)] for pair in logged.movements}
    laid = {(code, seq) for code, seq in connection.exec_driver_sql("SELECT code, seq FROM own_movement")}
    voided = {logged.voids for logged in log[: len(found)] if logged.voids}
    withdrawn = {fact_id for (fact_id,) in connection.exec_driver_sql("SELECT fact_id FROM voided_fact")}
    if movements != laid or voided != withdrawn:
        return [Broken(Breach.HALF, "what the facts say of crates is not beside them")]
    return []


def _rows(connection: Connection, promises: Promises) -> list[Broken]:
    cursor = int(connection.exec_driver_sql("SELECT cursor FROM sync_state").scalar_one() or 0)
    generations = {
        json.loads(d)["generation"] for (d,) in connection.exec_driver_sql("SELECT d FROM pulled_row")
    }
    if generations != ({cursor} if cursor else set()):
        return [Broken(Breach.HALF, f"rows of {generations} under cursor {cursor}")]
    return [Broken(Breach.FORGOTTEN, f"cursor {cursor}")] if cursor < promises.rows else []


def _judge_going_on(store: Store) -> list[Broken]:
    """The same store records once more, closes, and is found again."""
    before = outbox_counts(store).head
    with store.reading() as connection:
        can_record = connection.exec_driver_sql("SELECT 1 FROM pulled_row").first() is not None
    if store.enrolment is None or not can_record:
        return []
    hands = Hands(store, SetClock(FRIDAY_MORNING_MS + 10**9), SeededRandomness(before))
    outcome = hands.arrive(FARM)
    store.close()
    again = open_store(store.folder)
    try:
        if (
            not isinstance(outcome, Recorded)
            or outbox_counts(again).head != before + 1
            or not chain_holds(again)
        ):
            return [Broken(Breach.WILL_NOT_RECORD, f"{outcome}")]
        return []
    finally:
        again.close()

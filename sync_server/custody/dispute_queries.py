"""Disputes as people recorded them, with what coordinators decided of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from shared.commission.line_values import due_identity
from shared.custody.bodies import read_body
from shared.custody.decisions import Decision
from shared.custody.details import DisputeDetail, detail_of
from shared.custody.events import SERVER_DEVICE, Fact, Kind
from sync_server.custody.decision_queries import standing_decisions
from sync_server.custody.tables import Event
from sync_server.db.base import table_of
from sync_server.db.bulk import rows_in

_EVENT = table_of(Event)
# The partial index of disputes is used only where its own words are repeated.
_DISPUTES = (
    select(_EVENT.c.body, _EVENT.c.effective_ms)
    .where(text("kind = 'dispute'"))
    .order_by(_EVENT.c.effective_ms, _EVENT.c.id)
)
_VOIDS = select(_EVENT.c.ref, _EVENT.c.actor, _EVENT.c.device).where(_EVENT.c.kind == bindparam("kind"))
_PAYER, _BENEFICIARY = 1, 2


@dataclass(frozen=True, slots=True)
class Dispute:
    """Somebody's word against a line; `identity` is the due line's, None where the key names no line.

    `concerns_author` is false where the author neither pays nor receives the line: then it freezes nothing.
    """

    id: str
    line_key: str
    identity: tuple[str | None, ...] | None
    actor: str
    because: str
    at_ms: int
    is_withdrawn: bool
    concerns_author: bool
    decision: Decision | None

    @property
    def is_open(self) -> bool:
        """Whether a coordinator still has to decide."""
        return self.decision is None and not self.is_withdrawn

    @property
    def freezes(self) -> bool:
        """Whether its line waits for the decision."""
        return self.is_open and self.concerns_author and self.identity is not None


def all_disputes(connection: Connection) -> list[Dispute]:
    """Every dispute ever recorded, the oldest first."""
    read = [(read_body(row.body), row.effective_ms) for row in connection.execute(_DISPUTES)]
    facts = [(fact, at_ms) for fact, at_ms in read if isinstance(fact, Fact)]
    if not facts:
        return []
    ids = sorted(fact.id for fact, _ in facts)
    authors = {fact.id: fact.actor for fact, _ in facts}
    withdrawn = _withdrawn(connection, authors)
    decisions = standing_decisions(connection, ids)
    return [_dispute(fact, at_ms, withdrawn, decisions) for fact, at_ms in facts]


def frozen_identities(connection: Connection) -> frozenset[tuple[str | None, ...]]:
    """The due lines on which nothing moves until a dispute is decided."""
    return frozenset(
        each.identity for each in all_disputes(connection) if each.freezes and each.identity is not None
    )


def disputed_keys(connection: Connection, facts: Iterable[Fact]) -> set[str]:
    """The keys of the lines that these facts dispute, or of which they withdraw a dispute."""
    listed = list(facts)
    keys = {detail_of(fact, DisputeDetail).line or "" for fact in listed if fact.kind is Kind.DISPUTE}
    refs = {fact.ref for fact in listed if fact.kind is Kind.VOID}
    if refs:
        keys |= {each.line_key for each in all_disputes(connection) if each.id in refs}
    return keys - {""}


def _withdrawn(connection: Connection, authors: Mapping[str, str]) -> set[str]:
    voids = rows_in(connection, _VOIDS, _EVENT.c.ref, sorted(authors), kind=Kind.VOID.value)
    return {ref for ref, actor, device in voids if device == SERVER_DEVICE or actor == authors[ref]}


def _dispute(fact: Fact, at_ms: int, withdrawn: set[str], decisions: Mapping[str, Decision]) -> Dispute:
    detail = detail_of(fact, DisputeDetail)
    line_key = detail.line or ""
    identity = due_identity(line_key)
    parties = () if identity is None else (identity[_PAYER], identity[_BENEFICIARY])
    return Dispute(
        id=fact.id,
        line_key=line_key,
        identity=identity,
        actor=fact.actor,
        because=detail.because or "",
        at_ms=at_ms,
        is_withdrawn=fact.id in withdrawn,
        concerns_author=fact.actor in parties,
        decision=decisions.get(fact.id),
    )

"""Fairness per farm: what each carries for others and others for it; and the vote that lets it be shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Text, case, func, insert, select
from sqlmodel import Field, Session

from shared.money import half_away
from sync_server.accounts.tables import Person
from sync_server.custody.tables import Leg
from sync_server.db.base import BIG_INTEGER, ServerTable, table_of
from sync_server.ledger.append_only import make_append_only
from sync_server.network.tables import Consignment

# Fewer than this many farms behind a total would let one of them be worked out.
FEWEST_CONTRIBUTORS = 4


class FairnessVote(ServerTable, table=True):
    """A vote that lets fairness be shown, or its withdrawal; the latest row counts."""

    id: int | None = Field(default=None, primary_key=True)
    what: str
    voted_on: str
    voted_by: str
    minutes_ref: str
    rule: str = Field(sa_type=Text)
    by: str
    at_ms: int = Field(sa_type=BIG_INTEGER)


make_append_only(FairnessVote)
_VOTE, _LEG = table_of(FairnessVote), table_of(Leg)
_CONSIGNMENT, _PERSON = table_of(Consignment), table_of(Person)


class VoteDeed(StrEnum):
    """What was done with the vote."""

    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Vote:
    """What was voted on an ISO day, by whom and where it is written; recorded or withdrawn by whom, when."""

    what: VoteDeed
    voted_on: str
    voted_by: str
    minutes_ref: str
    rule: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class FarmShare:
    """One farm over some months, in crates by proven ways: taken on, received, its own carried by itself."""

    person_id: str
    name: str
    carried_for_others: int
    turnover_carried_cents: int
    carried_by_others: int
    turnover_entrusted_cents: int
    own_carried: int

    @property
    def own_bp(self) -> int | None:
        """The part of its own crates it carried itself, in basis points; None where nothing moved."""
        moved = self.own_carried + self.carried_by_others
        return half_away(self.own_carried * 10_000, moved) if moved else None


def votes(session: Session) -> list[Vote]:
    """Everything recorded about the vote, the latest first."""
    rows = session.connection().execute(select(_VOTE).order_by(_VOTE.c.id.desc()))
    return [
        Vote(VoteDeed(row.what), row.voted_on, row.voted_by, row.minutes_ref, row.rule, row.by, row.at_ms)
        for row in rows
    ]


def vote_in_force(session: Session) -> Vote | None:
    """The vote that lets fairness be shown; None before one, or once it is withdrawn."""
    recorded = votes(session)
    return recorded[0] if recorded and recorded[0].what is VoteDeed.RECORDED else None


def record_vote(session: Session, vote: Vote) -> bool:
    """Records a vote or its withdrawal; False where that is so already. The feed must be locked."""
    now = vote_in_force(session)
    if vote.what is VoteDeed.WITHDRAWN and now is None:
        return False
    if now is not None and vote.what is VoteDeed.RECORDED and _terms(now) == _terms(vote):
        return False
    row: dict[str, Any] = {
        "what": vote.what.value,
        "voted_on": vote.voted_on,
        "voted_by": vote.voted_by,
        "minutes_ref": vote.minutes_ref,
        "rule": vote.rule,
        "by": vote.by,
        "at_ms": vote.at_ms,
    }
    session.connection().execute(insert(_VOTE), [row])
    return True


def farm_shares(session: Session, periods: Sequence[str]) -> list[FarmShare]:
    """Every farm's share over these months, by name: in no order of merit."""
    # By person: crates taken on, their turnover, crates received, their turnover, own crates.
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for carrier_id, producer_id, crates, turnover in session.connection().execute(_carried_for(periods)):
        count, part_cents = int(crates), int(turnover)
        if carrier_id == producer_id:
            sums[producer_id][4] += count
            continue
        sums[carrier_id][0] += count
        sums[carrier_id][1] += part_cents
        sums[producer_id][2] += count
        sums[producer_id][3] += part_cents
    names = select(_PERSON.c.id, _PERSON.c.name).order_by(_PERSON.c.name, _PERSON.c.id)
    return [
        FarmShare(person_id, name, *sums[person_id])
        for person_id, name in session.connection().execute(names)
        if person_id in sums
    ]


def _carried_for(periods: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Crates and turnover by who carried them and whose they are: added up by the database, lot by lot."""
    lot = (_LEG.c.carrier_id, _LEG.c.consignment_pk)
    carried = (
        select(*lot, func.count(_LEG.c.crate_code.distinct()).label("crates"))
        .where(_LEG.c.period.in_(list(periods)), _LEG.c.stage.is_not(None), _LEG.c.proven == 1)
        .group_by(*lot)
        .subquery()
    )
    crates, turnover = carried.c.crates, _CONSIGNMENT.c.turnover_ttc_cents
    # A lot carried in part counts for its part of the turnover, rounded as `shared.money` does, half away
    # from zero; whole numbers divided by one another are cut toward zero on both databases.
    whole = case((crates > _CONSIGNMENT.c.crate_total, crates), else_=_CONSIGNMENT.c.crate_total)
    half = case((turnover < 0, -whole), else_=whole)
    part = (2 * turnover * crates + half) // (2 * whole)
    return (
        select(carried.c.carrier_id, _CONSIGNMENT.c.producer_id, func.sum(crates), func.sum(part))
        .join(_CONSIGNMENT, _CONSIGNMENT.c.pk == carried.c.consignment_pk)
        .group_by(carried.c.carrier_id, _CONSIGNMENT.c.producer_id)
    )


def _terms(vote: Vote) -> tuple[str, ...]:
    return vote.voted_on, vote.voted_by, vote.minutes_ref, vote.rule

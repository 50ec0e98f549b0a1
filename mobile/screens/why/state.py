"""What « pourquoi ? » shows: the line, the steps of its computation, and this phone's own proofs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from mobile.screens.commissions.state import LineShown, line_shown
from mobile.screens.contract import Reading
from mobile.store.database import Store
from mobile.store.history import LoggedFact
from mobile.store.lines import DisputeOutcome, LineRow, commission_line, disputes_of_line, facts_of_line
from mobile.store.reference import person, place, row_content, tariff
from shared.commission.explain import explain
from shared.commission.explain_values import Explanation
from shared.commission.line_json import line_from_json
from shared.commission.tariff import Tariff
from shared.commission.tariff_form import read_tariff
from shared.custody.events import Fact, Kind


@dataclass(frozen=True, slots=True)
class Proof:
    """One fact behind the cents, recorded on this phone."""

    kind: Kind
    place_name: str
    crates: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """« Je conteste », as recorded on this phone: when, why, and the facts that taking it back voids."""

    at_ms: int
    because: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyState:
    """One line; `explanation` is None where this program does not understand the line it was sent."""

    line: LineShown
    period: str
    tariff_version: str
    explanation: Explanation | None
    names: Mapping[str, str]
    codes: tuple[str, ...]
    proofs: tuple[Proof, ...]
    proofs_elsewhere: int
    dispute: Dispute | None
    outcome: DisputeOutcome | None = None
    decided_because: tuple[tuple[str, str], ...] = ()


def load(reading: Reading) -> WhyState | None:
    """The line of the path; None where it is no longer here."""
    store = reading.store
    row = commission_line(store, reading.params["line_key"])
    if row is None:
        return None
    proofs = tuple(
        _proof(store, logged.fact) for logged in facts_of_line(store, row) if isinstance(logged.fact, Fact)
    )
    return WhyState(
        line=line_shown(row),
        period=row.period,
        tariff_version=row.tariff or "",
        explanation=_explanation(store, row),
        names=_names(store, row),
        codes=row.crates,
        proofs=proofs,
        proofs_elsewhere=max(0, len(row.event_ids) - len(proofs)),
        dispute=_dispute(disputes_of_line(store, row.key)),
        outcome=row.outcome,
        decided_because=row.decided_because,
    )


def _dispute(made: tuple[LoggedFact, ...]) -> Dispute | None:
    facts = [logged.fact for logged in made if logged.fact is not None]
    if not facts:
        return None
    last = facts[-1]
    because = str(last.data.get("because") or "")
    return Dispute(last.clock.wall_ms, because, tuple(fact.id for fact in facts))


def _proof(store: Store, fact: Fact) -> Proof:
    found = place(store, fact.place_id) if fact.place_id else None
    return Proof(fact.kind, found.name if found else "", len(fact.crates), fact.clock.wall_ms)


def _explanation(store: Store, row: LineRow) -> Explanation | None:
    with store.reading() as connection:
        content = row_content(connection, "line", row.key)
    enrolment = store.enrolment
    if content is None or enrolment is None:
        return None
    try:
        line = line_from_json({"beneficiary": enrolment.person_id, **json.loads(content)})
    except (KeyError, TypeError, ValueError):
        # A newer server may send kinds of lines this program cannot explain: the amount still shows.
        return None
    return explain(line, _tariff(store, row.tariff))


def _tariff(store: Store, version: str | None) -> Tariff | None:
    text = tariff(store, version) if version else None
    read = read_tariff(text) if text else None
    return read if isinstance(read, Tariff) else None


def _names(store: Store, row: LineRow) -> dict[str, str]:
    mine = store.enrolment.person_id if store.enrolment else ""
    me = person(store, mine)
    names = {row.payer_id: row.payer_name}
    return {**names, mine: me.name} if me else names

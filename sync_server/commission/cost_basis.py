"""What a kilometre, an hour and a litre count for on each day, and what was said of rounds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from shared.commission.round_cost import CostRates
from sync_server.commission.carbon import CarbonFactors
from sync_server.commission.cost_tables import CostBasis, RoundRemark
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.db.feed import LockedFeed
from sync_server.network.cost_rates import cost_rates, put_cost_rates

_BASIS = table_of(CostBasis)
_REMARK = table_of(RoundRemark)


class LegalMode(StrEnum):
    """Under what a round is driven for others."""

    ENTRAIDE = "entraide"
    PRESTATION = "prestation"
    TRANSPORTEUR = "transporteur"


@dataclass(frozen=True, slots=True)
class Basis:
    """What counts from a day on, said by whom and when; `by` is empty for rates older than this record."""

    valid_from: date
    rates: CostRates
    prep_minutes: int
    carbon: CarbonFactors
    by: str = ""
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said of a round: its legal mode, the fuel it took, why, by whom, when."""

    legal_mode: LegalMode | None
    litres_ml: int | None
    because: str
    by: str
    at_ms: int


def bases(session: Session) -> list[Basis]:
    """Every basis, the earliest first; of two that begin on one day, the one said last comes last."""
    ordered = select(_BASIS).order_by(_BASIS.c.valid_from, _BASIS.c.id)
    found = [_basis(row) for row in session.connection().execute(ordered)]
    older = cost_rates(session)
    if not found and older is not None:
        return [Basis(date.min, older, 0, CarbonFactors(None, None, ""))]
    return found


def basis_on(in_order: Sequence[Basis], day: date) -> Basis | None:
    """The basis that counts on a day; None before the first."""
    begun = bisect_right([each.valid_from for each in in_order], day)
    return in_order[begun - 1] if begun else None


def add_basis(session: Session, feed: LockedFeed, basis: Basis, today: date) -> None:
    """Records a basis; phones are told the rates that count today. The same one again changes nothing."""
    known = bases(session)
    last = next((each for each in reversed(known) if each.valid_from == basis.valid_from), None)
    if last is not None and _terms(last) == _terms(basis) and last.by:
        return
    row = {
        "valid_from": basis.valid_from.isoformat(),
        "cents_per_100_km": basis.rates.cents_per_100_km,
        "cents_per_hour": basis.rates.cents_per_hour,
        "prep_minutes": basis.prep_minutes,
        "cost_source": basis.rates.method,
        "g_per_km": basis.carbon.g_per_km,
        "g_per_litre": basis.carbon.g_per_litre,
        "carbon_source": basis.carbon.source,
        "by": basis.by,
        "at_ms": basis.at_ms,
    }
    session.connection().execute(insert(_BASIS), [row])
    now = basis_on(bases(session), today)
    if now is not None:
        put_cost_rates(session, feed, now.rates)


def remarks(session: Session, round_ids: Sequence[str]) -> dict[str, list[Remark]]:
    """What was said of each of these rounds, the earliest first."""
    found: dict[str, list[Remark]] = {}
    for chunk in in_chunks(sorted(round_ids)):
        ordered = select(_REMARK).where(_REMARK.c.round_id.in_(chunk)).order_by(_REMARK.c.id)
        for row in session.connection().execute(ordered):
            mode = LegalMode(row.legal_mode) if row.legal_mode else None
            remark = Remark(mode, row.litres_ml, row.because, row.by, row.at_ms)
            found.setdefault(row.round_id, []).append(remark)
    return found


def add_remark(session: Session, round_id: str, remark: Remark) -> bool:
    """Records what is said of a round now; False where it says nothing new."""
    said = remarks(session, [round_id]).get(round_id, [])
    if said and (said[-1].legal_mode, said[-1].litres_ml) == (remark.legal_mode, remark.litres_ml):
        return False
    row = {
        "round_id": round_id,
        "legal_mode": remark.legal_mode.value if remark.legal_mode else "",
        "litres_ml": remark.litres_ml,
        "because": remark.because,
        "by": remark.by,
        "at_ms": remark.at_ms,
    }
    session.connection().execute(insert(_REMARK), [row])
    return True


def _basis(row: Any) -> Basis:
    rates = CostRates(row.cents_per_100_km, row.cents_per_hour, row.cost_source)
    carbon = CarbonFactors(row.g_per_km, row.g_per_litre, row.carbon_source)
    return Basis(date.fromisoformat(row.valid_from), rates, row.prep_minutes, carbon, row.by, row.at_ms)


def _terms(basis: Basis) -> tuple[object, ...]:
    return basis.rates, basis.prep_minutes, basis.carbon

"""Every commission line that follows from the database: groups of legs first, crate by crate where needed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.commission.line_values import CommissionError, CommissionLine, Computation
from shared.commission.lines import compute_lines
from shared.commission.tariff import Reach, TariffBook
from shared.errors import RelaisError
from sync_server.commission import queries
from sync_server.commission.grouped import LineSum, price_whole_groups, sum_of_line
from sync_server.commission.tariffs import load_tariffs


class ComputationsDisagree(RelaisError):
    """The set-based amount of a line is not the pure function's: nothing may be paid on it."""

    code = "computations-disagree"


@dataclass(frozen=True, slots=True)
class Valuation:
    """All lines due and withheld, without their evidence, and what could not be valued."""

    lines: tuple[LineSum, ...]
    withheld: tuple[LineSum, ...]
    errors: tuple[CommissionError, ...]


def value_all(session: Session) -> Valuation:
    """The lines of all legs: set-based, equal to the pure function to the cent. In no particular order."""
    return value_under(session, load_tariffs(session))


def value_under(
    session: Session, tariffs: TariffBook, consignment_pks: Sequence[int] | None = None
) -> Valuation:
    """The same under any tariffs, also some that nobody voted; of all consignments, or of those named.

    Those named must come in ascending order, and hold all that `tariffs` look at together.
    """
    if not stays_in_consignment(tariffs):
        return _valuation([], compute_exactly(session, consignment_pks, tariffs, has_events=False))
    irregular_pks = queries.consignments_with_unneeded_crates(session, consignment_pks)
    whole = price_whole_groups(
        queries.leg_groups(session, consignment_pks),
        {terms.pk: terms for terms in queries.consignment_terms(session, consignment_pks)},
        tariffs,
        queries.keeper_book(session),
        irregular_pks,
    )
    return _valuation(
        whole.lines, compute_exactly(session, sorted(whole.irregular_pks), tariffs, has_events=False)
    )


def stays_in_consignment(tariffs: TariffBook) -> bool:
    """Whether a consignment's lines depend on nothing but its own legs."""
    return all(tariff.reach is Reach.CONSIGNMENT for tariff in tariffs.tariffs)


def compute_exactly(
    session: Session,
    consignment_pks: Sequence[int] | None = None,
    tariffs: TariffBook | None = None,
    *,
    has_events: bool = True,
) -> Computation:
    """Lines with their crates and events, by the pure function: of all legs, or of some consignments'.

    Without `has_events` they name no event: the same amounts, for less reading. Under the tariffs in the
    database unless others are given. Some consignments alone give their right lines only under tariffs that
    stay in the consignment.
    """
    keepers = queries.keeper_book(session)
    consignments = queries.consignments(session, keepers, consignment_pks)
    id_by_pk = {pk: consignment.id for pk, consignment in consignments.items()}
    legs = queries.crate_legs(session, id_by_pk, consignment_pks, has_events=has_events)
    return compute_lines(tuple(consignments.values()), legs, tariffs or load_tariffs(session), keepers)


def lines_with_evidence(session: Session, sums: Collection[LineSum]) -> list[CommissionLine]:
    """The same lines with their crates and events, in key order.

    Raises: ComputationsDisagree.
    """
    if not sums:
        return []
    pks = None
    if stays_in_consignment(load_tariffs(session)):
        pks = queries.consignment_pks(session, {each.consignment_id for each in sums if each.consignment_id})
    computation = compute_exactly(session, pks)
    exact = {sum_of_line(line).identity: line for line in (*computation.lines, *computation.withheld)}
    for each in sums:
        line = exact.get(each.identity)
        if line is None or line.amount_cents != each.amount_cents:
            raise ComputationsDisagree(line=each, exact=line)
    return sorted((exact[each.identity] for each in sums), key=lambda line: line.key)


def _valuation(whole_lines: list[LineSum], computation: Computation) -> Valuation:
    due = [line for line in whole_lines if line.withheld_reason is None]
    withheld = [line for line in whole_lines if line.withheld_reason is not None]
    return Valuation(
        lines=(*due, *map(sum_of_line, computation.lines)),
        withheld=(*withheld, *map(sum_of_line, computation.withheld)),
        errors=computation.errors,
    )

"""Lines of consignments carried whole: a group of legs pays the stage's amount, no crate need be looked at.

Everything else (a crate missing, a handover, a stage done twice) is left to the pure function in `shared`,
which these lines must equal to the cent.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from shared.commission.keepers import KeeperBook
from shared.commission.legs import Stage, WithheldReason
from shared.commission.line_values import CommissionLine, LineKind, line_key
from shared.commission.tariff import NoTariff, Tariff, TariffBook, TurnoverBase
from shared.money import apply_rate
from sync_server.commission.queries import ConsignmentTerms, LegGroup

_ARRIVALS = frozenset({Stage.DELIVERY.value, Stage.DIRECT.value})
_MONTH_LENGTH = len("2026-11")


class LineSum(NamedTuple):
    """A commission line without its evidence: the first nine fields are its identity."""

    period: str
    payer_id: str
    beneficiary_id: str
    consignment_id: str | None
    stage_or_kind: str
    detail: str
    round_id: str | None
    tariff_version: str
    withheld_reason: str | None
    amount_cents: int
    crate_count: int
    crate_count_total: int
    base_cents: int
    rate_bp: int

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes it the same line from one computation to the next."""
        return self[:9]


class WholeLines(NamedTuple):
    """Lines of the consignments carried whole, and the consignments that must be computed crate by crate."""

    lines: list[LineSum]
    irregular_pks: set[int]


def sum_of_line(line: CommissionLine) -> LineSum:
    """A line computed crate by crate, without its evidence."""
    return LineSum(
        line.period,
        line.payer_id,
        line.beneficiary_id,
        line.consignment_id,
        line.stage_or_kind,
        line.detail,
        line.round_id,
        line.tariff_version,
        line.withheld_reason,
        line.amount_cents,
        len(line.crates),
        line.crate_count_total,
        line.base_cents,
        line.rate_bp,
    )


def key_of_sum(line: LineSum) -> str:
    """The key of the line itself, as `CommissionLine.key`."""
    return line_key(line.identity)


def price_whole_groups(
    groups: Iterable[LegGroup],
    terms_by_pk: Mapping[int, ConsignmentTerms],
    tariffs: TariffBook,
    keepers: KeeperBook,
    irregular_pks: Iterable[int],
) -> WholeLines:
    """The lines of each consignment all of whose stages were carried whole, by one carrier each.

    The groups come in the order of their consignments.
    """
    irregular = set(irregular_pks)
    pricing = _Pricing(tariffs, keepers)
    lines: list[LineSum] = []
    for consignment_pk, of_consignment in groupby(groups, key=itemgetter(0)):
        lot = terms_by_pk[consignment_pk]
        stages = _whole_stages(of_consignment, lot.crate_total)
        priced = None if consignment_pk in irregular or stages is None else pricing.lines_of(lot, stages)
        if priced is None:
            irregular.add(consignment_pk)
        else:
            lines += priced
    return WholeLines(lines, irregular)


def _whole_stages(groups: Iterable[LegGroup], crate_total: int) -> dict[str, LegGroup] | None:
    """The one group of each stage; None where a stage was not carried whole, once, by one carrier."""
    stages: dict[str, LegGroup] = {}
    for group in groups:
        if group.leg_count != crate_total or group.carrier_order or group.stage in stages:
            return None
        stages[group.stage] = group
    return stages


class _Terms(NamedTuple):
    """A tariff laid out for pricing groups."""

    tariff: Tariff
    rate_bp_of_stage: Mapping[str, int]


class _Pricing:
    """Prices groups, looking each day's tariff up once."""

    def __init__(self, tariffs: TariffBook, keepers: KeeperBook) -> None:
        self._tariffs = tariffs
        self._keepers = keepers
        self._in_force: dict[str, _Terms | None] = {}

    def lines_of(self, lot: ConsignmentTerms, stages: Mapping[str, LegGroup]) -> list[LineSum] | None:
        """The lines of a consignment carried whole; None where one of them needs a closer look."""
        if Stage.DELIVERY in stages and Stage.DIRECT in stages:
            return None
        lines: list[LineSum] = []
        for group in stages.values():
            terms = self._terms_on(group.local_date)
            if terms is None:
                return None
            untaxed = terms.tariff.base is TurnoverBase.HT
            base_cents = lot.turnover_ht_cents if untaxed else lot.turnover_ttc_cents
            if base_cents is None:
                return None
            lines += _carriers_lines(lot, group, terms, base_cents)
            if group.stage in _ARRIVALS:
                lines += self._keepers_line(lot, group, terms.tariff, base_cents)
        return lines

    def _terms_on(self, local_date: str) -> _Terms | None:
        if local_date not in self._in_force:
            tariff = self._tariffs.in_force_on(date.fromisoformat(local_date))
            if isinstance(tariff, NoTariff):
                self._in_force[local_date] = None
            else:
                rates = {stage.value: tariff.percent.of(stage) for stage in Stage}
                self._in_force[local_date] = _Terms(tariff, rates)
        return self._in_force[local_date]

    def _keepers_line(
        self, lot: ConsignmentTerms, group: LegGroup, tariff: Tariff, base_cents: int
    ) -> Iterable[LineSum]:
        keeper_id = self._keepers.on(group.to_place_id or "", date.fromisoformat(lot.date))
        if keeper_id is None or keeper_id == lot.producer_id:
            return
        kept_cents = apply_rate(base_cents, tariff.keeper_bp)
        if kept_cents:
            what = (keeper_id, LineKind.KEEPER.value, "")
            yield _line(lot, group, tariff.version, what, (kept_cents, base_cents, tariff.keeper_bp))


def _carriers_lines(
    lot: ConsignmentTerms, group: LegGroup, terms: _Terms, base_cents: int
) -> Iterable[LineSum]:
    if group.carrier_id == lot.producer_id:
        return
    tariff = terms.tariff
    rate_bp = terms.rate_bp_of_stage[group.stage]
    stage_cents = apply_rate(base_cents, rate_bp)
    if stage_cents:
        what = (group.carrier_id, group.stage, "")
        yield _line(lot, group, tariff.version, what, (stage_cents, base_cents, rate_bp))
    flat_cents = tariff.flat_per_crate_cents
    if flat_cents:
        what = (group.carrier_id, LineKind.FLAT_CRATE.value, group.stage)
        yield _line(lot, group, tariff.version, what, (flat_cents * group.leg_count, flat_cents, 0))


def _line(
    lot: ConsignmentTerms,
    group: LegGroup,
    tariff_version: str,
    what: tuple[str, str, str],
    cents: tuple[int, int, int],
) -> LineSum:
    """`what`: beneficiary, kind, detail; `cents`: amount, base, and the rate in basis points."""
    beneficiary_id, kind, detail = what
    amount_cents, base_cents, rate_bp = cents
    return LineSum(
        group.local_date[:_MONTH_LENGTH],
        lot.producer_id,
        beneficiary_id,
        lot.id,
        kind,
        detail,
        group.round_id,
        tariff_version,
        None if group.proven else group.withheld_reason or WithheldReason.END_UNPROVEN.value,
        amount_cents,
        group.leg_count,
        group.leg_count,
        base_cents,
        rate_bp,
    )

"""Lines of consignments carried whole: a group of legs pays the stage's amount, no crate need be looked at.

Everything else (a crate missing, a handover, a stage done twice) is left to the pure function in `shared`,
which these lines must equal to the cent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from shared.commission.legs import Stage, WithheldReason
from shared.commission.line_values import CommissionLine, LineKind
from shared.commission.tariff import NoTariff, Tariff, TariffBook, TurnoverBase
from shared.money import apply_rate
from sync_server.commission.queries import ConsignmentTerms, LegGroup

_ARRIVALS = (Stage.DELIVERY, Stage.DIRECT)


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


def price_whole_groups(
    groups: Iterable[LegGroup],
    terms_by_pk: Mapping[int, ConsignmentTerms],
    tariffs: TariffBook,
    keepers: Mapping[str, str],
    irregular_pks: Iterable[int],
) -> WholeLines:
    """The lines of each consignment all of whose stages were carried whole, by one carrier each."""
    irregular = set(irregular_pks)
    stages_by_pk: dict[int, dict[str, LegGroup]] = defaultdict(dict)
    for group in groups:
        stages = stages_by_pk[group.consignment_pk]
        whole = group.leg_count == terms_by_pk[group.consignment_pk].crate_total
        if not whole or group.carrier_order or group.stage in stages:
            irregular.add(group.consignment_pk)
        stages[group.stage] = group
    pricing = _Pricing(tariffs, keepers)
    lines: list[LineSum] = []
    for consignment_pk, stages in stages_by_pk.items():
        if consignment_pk in irregular:
            continue
        priced = pricing.lines_of(terms_by_pk[consignment_pk], stages)
        if priced is None:
            irregular.add(consignment_pk)
        else:
            lines += priced
    return WholeLines(lines, irregular)


class _Pricing:
    """Prices groups, looking each day's tariff up once."""

    def __init__(self, tariffs: TariffBook, keepers: Mapping[str, str]) -> None:
        self._tariffs = tariffs
        self._keepers = keepers
        self._in_force: dict[str, Tariff | NoTariff] = {}

    def lines_of(self, terms: ConsignmentTerms, stages: Mapping[str, LegGroup]) -> list[LineSum] | None:
        """The lines of a consignment carried whole; None where one of them needs a closer look."""
        if Stage.DELIVERY in stages and Stage.DIRECT in stages:
            return None
        lines: list[LineSum] = []
        for group in stages.values():
            tariff = self._tariff_on(group.local_date)
            if isinstance(tariff, NoTariff):
                return None
            untaxed = tariff.base is TurnoverBase.HT
            base_cents = terms.turnover_ht_cents if untaxed else terms.turnover_ttc_cents
            if base_cents is None:
                return None
            lines += self._lines_of_group(terms, group, tariff, base_cents)
        return lines

    def _tariff_on(self, local_date: str) -> Tariff | NoTariff:
        tariff = self._in_force.get(local_date)
        if tariff is None:
            tariff = self._tariffs.in_force_on(date.fromisoformat(local_date))
            self._in_force[local_date] = tariff
        return tariff

    def _lines_of_group(
        self, terms: ConsignmentTerms, group: LegGroup, tariff: Tariff, base_cents: int
    ) -> Iterable[LineSum]:
        if group.carrier_id != terms.producer_id:
            rate_bp = tariff.percent.of(Stage(group.stage))
            stage_cents = apply_rate(base_cents, rate_bp)
            if stage_cents:
                yield _line(terms, group, tariff, group.stage, stage_cents, base_cents, rate_bp)
            flat_cents = tariff.flat_per_crate_cents
            if flat_cents:
                yield _line(
                    terms, group, tariff, LineKind.FLAT_CRATE, flat_cents * group.leg_count, flat_cents, 0
                )._replace(detail=group.stage)
        if group.stage in _ARRIVALS:
            keeper_id = self._keepers.get(group.to_place_id or "")
            kept_cents = apply_rate(base_cents, tariff.keeper_bp)
            if keeper_id not in (None, terms.producer_id) and kept_cents:
                yield _line(
                    terms, group, tariff, LineKind.KEEPER, kept_cents, base_cents, tariff.keeper_bp
                )._replace(beneficiary_id=keeper_id)


def _line(
    terms: ConsignmentTerms,
    group: LegGroup,
    tariff: Tariff,
    kind: str,
    amount_cents: int,
    base_cents: int,
    rate_bp: int,
) -> LineSum:
    withheld_reason = None if group.proven else group.withheld_reason or WithheldReason.END_UNPROVEN
    return LineSum(
        group.local_date[: len("2026-11")],
        terms.producer_id,
        group.carrier_id,
        terms.id,
        kind,
        "",
        group.round_id,
        tariff.version,
        withheld_reason,
        amount_cents,
        group.leg_count,
        group.leg_count,
        base_cents,
        rate_bp,
    )

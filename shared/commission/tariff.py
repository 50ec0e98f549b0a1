"""Tariffs: versioned, dated, voted values, and the book that says which one is in force on a day."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.commission.legs import Consignment, Stage
from shared.errors import RelaisError


class TurnoverBase(StrEnum):
    """Which turnover the rates apply to: with VAT or without."""

    TTC = "ttc"
    HT = "ht"


class CrateWeights(StrEnum):
    """How an amount is shared over the crates of a consignment."""

    EQUAL = "equal"
    GRAMS = "grams"


class HandoverSplit(StrEnum):
    """How a crate's cents are shared over the carriers of one stage."""

    EQUAL = "equal"
    DISTANCE = "distance"


class PoolKey(StrEnum):
    """What a pool counts to share its pot between helpers."""

    TURNOVER = "turnover"
    CRATES = "crates"
    GRAMS = "grams"
    STOPS = "stops"


class Reach(StrEnum):
    """How far one late leg can move amounts: what has to be computed again together."""

    CONSIGNMENT = "consignment"
    ROUND = "round"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class PercentRates:
    """Rates of the four stages, in basis points of the turnover."""

    collection: int = 0
    transfer: int = 0
    delivery: int = 0
    direct: int = 0

    def of(self, stage: Stage) -> int:
        """The rate of a stage, in basis points."""
        match stage:
            case Stage.COLLECTION:
                return self.collection
            case Stage.TRANSFER:
                return self.transfer
            case Stage.DELIVERY:
                return self.delivery
            case Stage.DIRECT:
                return self.direct


@dataclass(frozen=True, slots=True)
class Pool:
    """A pot for logistics: a part (`logistics_bp`) of the co-op's part (`sales_bp`) of the sales."""

    sales_bp: int
    logistics_bp: int
    key: PoolKey


@dataclass(frozen=True, slots=True)
class Tariff:
    """One version of the tariff, in force from `valid_from` until the next one begins."""

    version: str
    valid_from: date
    base: TurnoverBase = TurnoverBase.TTC
    percent: PercentRates = PercentRates()
    keeper_bp: int = 0
    flat_per_crate_cents: int = 0
    flat_per_stop_cents: int = 0
    round_floor_cents: int | None = None
    round_cap_cents: int | None = None
    crate_weights: CrateWeights = CrateWeights.EQUAL
    handover_split: HandoverSplit = HandoverSplit.EQUAL
    pool: Pool | None = None
    approved_by: str = ""
    minutes_ref: str = ""

    @property
    def reach(self) -> Reach:
        """How far one leg reaches under this tariff: rates stay in the consignment, limits in the round."""
        if self.pool is not None:
            return Reach.PERIOD
        limited = self.round_floor_cents is not None or self.round_cap_cents is not None
        return Reach.ROUND if limited or self.flat_per_stop_cents else Reach.CONSIGNMENT

    def base_cents(self, consignment: Consignment) -> int | None:
        """The turnover the rates apply to; None when it is the untaxed one and the shop did not give it."""
        match self.base:
            case TurnoverBase.TTC:
                return consignment.turnover_ttc_cents
            case TurnoverBase.HT:
                return consignment.turnover_ht_cents


@dataclass(frozen=True, slots=True)
class NoTariff:
    """No tariff was in force on that day; the first one begins on `first_valid_from`, if there is any."""

    day: date
    first_valid_from: date | None


@dataclass(frozen=True, slots=True)
class TariffBook:
    """All versions, in order of their first day. Two that begin on the same day cannot be told apart.

    Raises: RelaisError `tariffs-overlap` or `tariff-version-taken`; ask `clash_with` before adding one.
    """

    tariffs: tuple[Tariff, ...]
    _first_days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        in_order = tuple(sorted(self.tariffs, key=lambda tariff: tariff.valid_from))
        first_days = tuple(tariff.valid_from for tariff in in_order)
        if len(set(first_days)) < len(first_days):
            raise RelaisError("tariffs-overlap", first_days=first_days)
        if len({tariff.version for tariff in in_order}) < len(in_order):
            raise RelaisError("tariff-version-taken", versions=tuple(tariff.version for tariff in in_order))
        object.__setattr__(self, "tariffs", in_order)
        object.__setattr__(self, "_first_days", first_days)

    def in_force_on(self, day: date) -> Tariff | NoTariff:
        """The last tariff to have begun by that local day."""
        begun = bisect_right(self._first_days, day)
        if begun:
            return self.tariffs[begun - 1]
        return NoTariff(day, self._first_days[0] if self._first_days else None)

    def last_day_of(self, tariff: Tariff) -> date | None:
        """The day before the next version begins; None for the last one."""
        following = bisect_right(self._first_days, tariff.valid_from)
        if following == len(self._first_days):
            return None
        return date.fromordinal(self._first_days[following].toordinal() - 1)

    def version(self, version: str) -> Tariff | None:
        """The tariff of that version."""
        return next((tariff for tariff in self.tariffs if tariff.version == version), None)

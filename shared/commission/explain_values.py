"""The steps of an explanation as values: amounts, counts and reasons, no sentence."""

from dataclasses import dataclass
from enum import StrEnum

from shared.commission.legs import Stage, WithheldReason
from shared.commission.line_values import CommissionLine, LineKind
from shared.commission.tariff import CrateWeights, HandoverSplit, PoolKey, Tariff, TurnoverBase


class Rounding(StrEnum):
    """What rounding to the cent did to an amount."""

    EXACT = "exact"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class RateStep:
    """Turnover x rate = amount; `exact_e4` is the product before rounding, in ten-thousandths of a cent."""

    kind: LineKind
    base: TurnoverBase | None
    turnover_cents: int
    rate_bp: int
    exact_e4: int
    amount_cents: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class CrateSplitStep:
    """The amount over all crates of the consignment: `high_count` of them at the higher cents."""

    amount_cents: int
    crate_count: int
    weights: CrateWeights
    low_cents: int
    high_cents: int
    high_count: int


@dataclass(frozen=True, slots=True)
class CratesStep:
    """The crates of this line among all of the consignment, and what they come to before any sharing."""

    crate_count: int
    crate_count_total: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CarriersStep:
    """The part of one carrier where a stage was shared by a handover; `split` is None when unknown here."""

    carrier_count: int
    split: HandoverSplit | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class FlatStep:
    """A flat amount: for each crate of a stage, or for one stop shared between its producers."""

    kind: LineKind
    flat_cents: int
    crate_count: int
    place_id: str | None
    stage: Stage | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class LimitStep:
    """The round's floor or cap: what it came to, the limit, and what this line adds or takes."""

    kind: LineKind
    round_cents: int
    limit_cents: int | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class PoolStep:
    """A payment into the pool or a share of it: the pot, and what the pot is shared by."""

    kind: LineKind
    pot_cents: int
    key: PoolKey | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class WithheldStep:
    """Nothing is paid yet: the reason, and what it would pay."""

    reason: WithheldReason
    amount_cents: int


@dataclass(frozen=True, slots=True)
class AdjustmentStep:
    """What is due now, less what earlier settlements hold."""

    period: str
    due_now_cents: int
    settled_before_cents: int
    amount_cents: int


Step = (
    RateStep
    | CrateSplitStep
    | CratesStep
    | CarriersStep
    | FlatStep
    | LimitStep
    | PoolStep
    | WithheldStep
    | AdjustmentStep
)


@dataclass(frozen=True, slots=True)
class CrateProof:
    """One crate of the line: its part of the stage, this carrier's part of it, and the events that prove it.

    Cents are None where only the line is known, not the other crates and carriers.
    """

    code: str
    crate_cents: int | None
    part_cents: int | None
    carrier_count: int | None
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All there is to say of one line; the last step's amount is the line's."""

    line: CommissionLine
    steps: tuple[Step, ...]
    crates: tuple[CrateProof, ...]
    tariff: Tariff | None

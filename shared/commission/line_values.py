"""What a computation yields: commission lines with their stable keys, and what could not be computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.commission.legs import Stage, WithheldReason

# Parties of a line that are no person; the ledger's accounts bear the same names.
NETWORK = "network"
POOL = "pool"


class LineKind(StrEnum):
    """What a line pays: a stage of the way, or another part of the tariff."""

    COLLECTION = "collection"
    TRANSFER = "transfer"
    DELIVERY = "delivery"
    DIRECT = "direct"
    KEEPER = "keeper"
    FLAT_CRATE = "flat_crate"
    FLAT_STOP = "flat_stop"
    FLOOR = "floor"
    CAP = "cap"
    POOL_IN = "pool_in"
    POOL_OUT = "pool_out"


_KEY_PARTS = 9
PERCENT_KINDS = frozenset({LineKind.COLLECTION, LineKind.TRANSFER, LineKind.DELIVERY, LineKind.DIRECT})
FLAT_KINDS = frozenset({LineKind.FLAT_CRATE, LineKind.FLAT_STOP})


@dataclass(frozen=True, slots=True)
class CommissionLine:
    """What one payer owes one beneficiary for one thing; the payer's debit is the beneficiary's credit.

    `base_cents` is what the amount was computed from: the consignment's turnover for a rate, the flat
    amount for one crate or stop, the round's total for a floor or cap, the pot for a pool.
    `detail` separates lines that are otherwise alike: a second passage over a stage, the stage of a flat
    part, the place of a stop, the line a cap reduces. `carrier_count` is the largest number of carriers
    who shared a crate of the line.
    """

    period: str
    payer_id: str
    beneficiary_id: str
    consignment_id: str | None
    stage_or_kind: LineKind
    round_id: str | None
    tariff_version: str
    crates: tuple[str, ...]
    crate_count_total: int
    base_cents: int
    rate_bp: int
    amount_cents: int
    event_ids: tuple[str, ...]
    detail: str = ""
    carrier_count: int = 1
    withheld_reason: WithheldReason | None = None

    @property
    def key(self) -> str:
        """The line's identity from one computation to the next: everything but what may be recomputed."""
        return line_key(
            (
                self.period,
                self.payer_id,
                self.beneficiary_id,
                self.consignment_id,
                self.stage_or_kind,
                self.detail,
                self.round_id,
                self.tariff_version,
                self.withheld_reason,
            )
        )


def line_key(identity: Iterable[str | None]) -> str:
    """The key of the line with this identity: its nine parts, joined."""
    parts = [part or "" for part in identity]
    key = "|".join(parts)
    if "%" not in key and key.count("|") == _KEY_PARTS - 1:
        return key
    # A separator within an identifier must not make two keys alike.
    return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)


def due_identity(line_key: str) -> tuple[str | None, ...] | None:
    """The identity of the due line a key or a settled row's key names; None where it names none.

    Period, payer, beneficiary, consignment, kind, detail, round, tariff, and no reason to withhold:
    who disputes a line that is withheld disputes it also once it is due.
    """
    parts = line_key.partition("@")[0].split("|")
    if len(parts) != _KEY_PARTS:
        return None
    if any("%" in part for part in parts):
        parts = [part.replace("%7C", "|").replace("%25", "%") for part in parts]
    period, payer_id, beneficiary_id, consignment_id, kind, detail, round_id, tariff, _ = parts
    return (
        period,
        payer_id,
        beneficiary_id,
        consignment_id or None,
        kind,
        detail,
        round_id or None,
        tariff,
        None,
    )


class CommissionErrorCode(StrEnum):
    """Why carriage could not be valued; each is for the coordinator to settle, none is a zero."""

    NO_TARIFF = "no_tariff"
    NO_UNTAXED_TURNOVER = "no_untaxed_turnover"
    UNKNOWN_CONSIGNMENT = "unknown_consignment"
    UNBOUND_CRATE = "unbound_crate"
    POOL_WITHOUT_CARRIER = "pool_without_carrier"


@dataclass(frozen=True, slots=True)
class CommissionError:
    """Carriage that pays nobody until the cause is put right."""

    code: CommissionErrorCode
    consignment_id: str | None
    stage: Stage | None
    local_date: date | None
    crates: tuple[str, ...] = ()
    tariff_version: str | None = None


@dataclass(frozen=True, slots=True)
class UnlabelledPart:
    """Turnover of a consignment whose crates bear no code yet: nobody can prove having carried it."""

    consignment_id: str
    crate_count: int
    crate_count_total: int
    turnover_ttc_cents: int


@dataclass(frozen=True, slots=True)
class Computation:
    """Everything that follows from the facts: lines due, lines withheld, errors, unlabelled turnover."""

    lines: tuple[CommissionLine, ...]
    withheld: tuple[CommissionLine, ...]
    errors: tuple[CommissionError, ...]
    unlabelled: tuple[UnlabelledPart, ...] = ()

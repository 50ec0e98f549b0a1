"""Consignments, legs and tariffs in one line each, for the tests of commissions."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from shared.commission.legs import (
    Consignment,
    CrateLeg,
    CrateUnit,
    Stage,
    WithheldReason,
    local_date,
)
from shared.commission.line_values import CommissionLine
from shared.commission.lines import compute_lines
from shared.commission.tariff import PercentRates, Tariff, TariffBook

FRIDAY = date(2026, 11, 6)


def at_ms(day: date, hour: int = 18, minute: int = 0) -> int:
    """An instant of that day, in UTC."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp() * 1000)


def codes(count: int, letter: str = "C") -> tuple[str, ...]:
    return tuple(f"{letter}{number:02d}" for number in range(1, count + 1))


def a_tariff(**changes: Any) -> Tariff:
    rates: dict[str, int] = {"collection": 200, "transfer": 100, "delivery": 300, "direct": 500}
    rates.update({name: changes.pop(name) for name in tuple(changes) if name in rates})
    fields: dict[str, Any] = {
        "version": "v1",
        "valid_from": date(2026, 1, 1),
        "percent": PercentRates(**rates),
        "approved_by": "AG",
        "minutes_ref": "PV 2026-01",
    }
    return Tariff(**{**fields, **changes})


def a_book(*tariffs: Tariff) -> TariffBook:
    return TariffBook(tariffs or (a_tariff(),))


def a_consignment(
    turnover: int, crates: int = 1, producer: str = "P1", place: str = "R", **changes: Any
) -> Consignment:
    day = changes.pop("day", FRIDAY)
    letter = changes.pop("letter", f"{producer}-{place}-")
    weights = changes.pop("weights", None) or (None,) * crates
    fields: dict[str, Any] = {
        "id": f"c_{day.isoformat()}_{producer}_{place}",
        "producer_id": producer,
        "place_id": place,
        "date": day,
        "turnover_ttc_cents": turnover,
        "turnover_ht_cents": None,
        "crates": tuple(
            CrateUnit(code, weight) for code, weight in zip(codes(crates, letter), weights, strict=True)
        ),
    }
    return Consignment(**{**fields, **changes})


def a_leg(consignment: Consignment, crate: int = 1, by: str = "H", **changes: Any) -> CrateLeg:
    """A proven direct leg of the consignment's n-th crate; say otherwise what differs."""
    code = consignment.crates[crate - 1].code
    ended = changes.pop("ended", at_ms(changes.pop("day", FRIDAY)))
    stage = changes.pop("stage", Stage.DIRECT)
    from_place = "HUB" if stage in (Stage.DELIVERY, Stage.TRANSFER) else f"F-{consignment.producer_id}"
    to_place = "HUB2" if stage in (Stage.COLLECTION, Stage.TRANSFER) else consignment.place_id
    reason = changes.pop("withheld", None)
    fields: dict[str, Any] = {
        "crate": code,
        "consignment_id": consignment.id,
        "stage": stage,
        "stage_index": 0,
        "carrier_id": by,
        "carrier_order": 0,
        "round_id": f"r-{by}",
        "from_place_id": from_place,
        "to_place_id": to_place,
        "distance_m": None,
        "ended_at_ms": ended,
        "local_date": local_date(ended),
        "event_ids": (f"pickup-{code}-{by}", f"drop-{code}-{by}"),
        "proven": reason is None,
        "withheld_reason": reason,
    }
    return CrateLeg(**{**fields, **changes})


def legs_of(consignment: Consignment, by: str = "H", **changes: Any) -> list[CrateLeg]:
    """All crates of the consignment, carried alike."""
    return [
        a_leg(consignment, number, by, **dict(changes)) for number in range(1, len(consignment.crates) + 1)
    ]


def a_handover(consignment: Consignment, crate: int, *carriers: str, **changes: Any) -> list[CrateLeg]:
    """One stage of a crate, shared by carriers in that order."""
    distances = changes.pop("distances", (None,) * len(carriers))
    return [
        a_leg(consignment, crate, carrier, carrier_order=order, distance_m=distance, **dict(changes))
        for order, (carrier, distance) in enumerate(zip(carriers, distances, strict=True))
    ]


def unproven(consignment: Consignment, crate: int = 1, by: str = "H", **changes: Any) -> CrateLeg:
    return a_leg(consignment, crate, by, withheld=WithheldReason.END_UNPROVEN, **changes)


def due(
    consignments: Iterable[Consignment], legs: Iterable[CrateLeg], *tariffs: Tariff
) -> tuple[CommissionLine, ...]:
    """The lines due, when nothing is wrong."""
    computed = compute_lines(tuple(consignments), legs, a_book(*tariffs))
    assert computed.errors == ()
    return computed.lines


def paid(lines: Iterable[CommissionLine]) -> dict[tuple[str, str, str], int]:
    """Cents by payer, beneficiary and kind."""
    totals: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.payer_id, line.beneficiary_id, str(line.stage_or_kind))
        totals[key] = totals.get(key, 0) + line.amount_cents
    return totals

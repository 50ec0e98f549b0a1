"""Tariffs: read with faults that name the field, dated without overlap."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    NoTariff,
    Pool,
    PoolKey,
    Reach,
    Tariff,
    TariffBook,
)
from shared.commission.tariff_faults import TariffFault, TariffFaultCode, TariffRefused
from shared.commission.tariff_form import (
    clash_with,
    read_tariff,
    read_tariff_object,
    tariff_to_json,
)
from shared.errors import RelaisError
from tests.shared.commission.facts import a_tariff

FULL = a_tariff(
    keeper_bp=50,
    round_floor_cents=1_000,
    round_cap_cents=9_000,
    crate_weights=CrateWeights.GRAMS,
    handover_split=HandoverSplit.DISTANCE,
    pool=Pool(1_700, 6_500, PoolKey.STOPS),
)


def faults_of(**changes: Any) -> list[tuple[str, TariffFaultCode]]:
    refused = read_tariff_object({**tariff_to_json(FULL), **changes})
    assert isinstance(refused, TariffRefused)
    return [(fault.field, fault.code) for fault in refused.faults]


def test_a_tariff_written_and_read_back_is_the_same():
    assert read_tariff(json.dumps(tariff_to_json(FULL))) == FULL
    assert type(tariff_to_json(FULL)["base"]) is str


def test_a_tariff_leaves_out_what_it_does_not_pay():
    short = {
        "version": 3,
        "valid_from": "2026-01-01",
        "base": "ttc",
        "percent": {"direct": 500},
        "approved_by": "AG",
        "minutes_ref": "PV 3",
    }
    tariff = read_tariff_object(short)
    assert isinstance(tariff, Tariff)
    assert (tariff.version, tariff.percent.direct, tariff.percent.delivery, tariff.pool) == (
        "3",
        500,
        0,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"keeper_bp": -1}, "keeper_bp", TariffFaultCode.OUT_OF_RANGE),
        ({"keeper_bp": 10_001}, "keeper_bp", TariffFaultCode.OUT_OF_RANGE),
        ({"keeper_bp": 1.5}, "keeper_bp", TariffFaultCode.NOT_WHOLE),
        ({"keeper_bp": "50"}, "keeper_bp", TariffFaultCode.NOT_WHOLE),
        ({"keeper_bp": True}, "keeper_bp", TariffFaultCode.NOT_WHOLE),
        ({"percent": {"delivery": 20_000}}, "percent.delivery", TariffFaultCode.OUT_OF_RANGE),
        ({"percent": {"livraison": 1}}, "percent.livraison", TariffFaultCode.UNKNOWN_FIELD),
        ({"percent": None}, "percent", TariffFaultCode.NOT_AN_OBJECT),
        ({"percent": {"collection": 6_000, "delivery": 6_000}}, "percent", TariffFaultCode.ABOVE_TURNOVER),
        ({"valid_from": "2026-02-30"}, "valid_from", TariffFaultCode.NOT_A_DATE),
        ({"base": "net"}, "base", TariffFaultCode.UNKNOWN_CHOICE),
        ({"version": "v 1|2"}, "version", TariffFaultCode.BAD_VERSION),
        ({"version": ["v1"]}, "version", TariffFaultCode.NOT_TEXT),
        ({"approved_by": "  "}, "approved_by", TariffFaultCode.NOT_TEXT),
        ({"round_floor_cents": 9_001}, "round_floor_cents", TariffFaultCode.FLOOR_ABOVE_CAP),
        ({"pool": {"sales_bp": 1, "logistics_bp": 1}}, "pool.key", TariffFaultCode.MISSING),
    ],
)
def test_a_fault_names_its_field(changes: dict[str, Any], field: str, code: TariffFaultCode):
    assert faults_of(**changes) == [(field, code)]


def test_all_faults_are_told_at_once():
    assert len(faults_of(keeper_bp=-1, base="net", minutes_ref=None)) == 3


def test_text_that_is_no_tariff_at_all_is_refused():
    assert read_tariff("{") == TariffRefused((TariffFault("", TariffFaultCode.NOT_JSON, "{"),))
    assert read_tariff("[]") == TariffRefused((TariffFault("", TariffFaultCode.NOT_AN_OBJECT, "[]"),))


def test_a_rate_written_twice_is_refused_rather_than_chosen():
    text = json.dumps(tariff_to_json(FULL)).replace('"keeper_bp": 50', '"keeper_bp": 50, "keeper_bp": 500')
    assert read_tariff(text) == TariffRefused((TariffFault("keeper_bp", TariffFaultCode.FIELD_TWICE),))


def test_a_tariff_is_in_force_until_the_next_begins():
    first, second = a_tariff(), a_tariff(version="v2", valid_from=date(2026, 7, 1))
    book = TariffBook((second, first))
    assert book.in_force_on(date(2026, 6, 30)) == first
    assert book.in_force_on(date(2026, 7, 1)) == second
    assert (book.last_day_of(first), book.last_day_of(second)) == (date(2026, 6, 30), None)
    assert (book.version("v2"), book.version("v9")) == (second, None)


def test_a_day_before_the_first_tariff_has_none():
    assert TariffBook((a_tariff(),)).in_force_on(date(2025, 12, 31)) == NoTariff(
        date(2025, 12, 31), date(2026, 1, 1)
    )
    assert TariffBook(()).in_force_on(date(2026, 1, 1)) == NoTariff(date(2026, 1, 1), None)


def test_two_tariffs_that_begin_the_same_day_clash():
    book = TariffBook((a_tariff(),))
    refused = clash_with(book, a_tariff())
    assert refused is not None
    assert [fault.code for fault in refused.faults] == [
        TariffFaultCode.SAME_FIRST_DAY,
        TariffFaultCode.VERSION_TAKEN,
    ]
    assert clash_with(book, a_tariff(version="v2", valid_from=date(2027, 1, 1))) is None
    with pytest.raises(RelaisError, match="tariffs-overlap"):
        TariffBook((a_tariff(), a_tariff(version="v2")))
    with pytest.raises(RelaisError, match="tariff-version-taken"):
        TariffBook((a_tariff(), a_tariff(valid_from=date(2027, 1, 1))))


def test_a_tariff_says_how_far_one_leg_reaches():
    assert a_tariff(flat_per_crate_cents=10).reach is Reach.CONSIGNMENT
    assert a_tariff(flat_per_stop_cents=10).reach is Reach.ROUND
    assert a_tariff(round_cap_cents=10).reach is Reach.ROUND
    assert replace(FULL, round_cap_cents=None).reach is Reach.PERIOD

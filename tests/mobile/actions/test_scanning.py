"""The four answers of a scan, offline; what is odd is kept as evidence."""

from dataclasses import replace
from pathlib import Path

import pytest

from mobile.actions.outcomes import Refused
from mobile.actions.scan_code import Scan, ScanCode, scan_code
from mobile.store.history import newest_facts
from mobile.store.outbox import outbox_counts
from shared.custody.codes import CodeFault, crate_payload, print_code
from shared.custody.events import How, Kind
from shared.custody.rules import Act, ScanAnswer
from tests.builders_phone import FARM, HUB, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes

CODES = crate_codes(4)
STRANGER = crate_codes(1, start=900)[0]


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    return an_enrolled_phone(tmp_path, a_small_round(CODES))


def scan(bruno: Hands, text: str, at: str = FARM, act: Act = Act.PICKUP, how: How = How.QR) -> Scan:
    intent = ScanCode(bruno.intent(), ROUND, at, act, text, how)
    answered = scan_code(intent, bruno.store, bruno.clock, bruno.randomness)
    assert not isinstance(answered, Refused)
    return answered


@pytest.mark.parametrize(
    "text",
    [
        crate_payload("relais.example", CODES[0]),
        CODES[0],
        print_code(CODES[0]).lower(),
        CODES[0].replace("0", "O"),
    ],
)
def test_an_expected_crate_is_expected_however_its_code_was_read(bruno: Hands, text: str) -> None:
    assert scan(bruno, text) == Scan(ScanAnswer.EXPECTED, CODES[0], None, None)
    assert outbox_counts(bruno.store).head == 0


def test_labels_of_the_phones_own_server_are_ours_and_another_servers_are_not(bruno: Hands) -> None:
    known = bruno.store.enrolment
    assert known is not None
    bruno.store.save_enrolment(replace(known, server_url="https://relais.vallees.coop:8443"))
    assert scan(bruno, crate_payload("relais.vallees.coop:8443", CODES[0])).answer is ScanAnswer.EXPECTED
    foreign = scan(bruno, crate_payload("relais.collines.coop", CODES[0]))
    assert (foreign.answer, foreign.code) == (ScanAnswer.UNKNOWN, None)


def test_a_crate_of_another_stop_is_told_and_kept(bruno: Hands) -> None:
    answered = scan(bruno, CODES[0], at=HUB)
    assert answered.answer is ScanAnswer.WRONG_STOP
    [logged] = newest_facts(bruno.store, 1)
    assert logged.fact is not None
    assert (logged.fact.kind, logged.fact.id) == (Kind.SCAN_ODD, answered.fact_id)
    assert logged.fact.data["answer"] == "wrong_stop"


def test_a_crate_scanned_twice_was_already_done(bruno: Hands) -> None:
    bruno.pick_up(CODES[0])
    assert scan(bruno, CODES[0]).answer is ScanAnswer.ALREADY_DONE
    bruno.drop(CODES[0])
    assert scan(bruno, CODES[0]).answer is ScanAnswer.ALREADY_DONE
    assert scan(bruno, CODES[0], at=HUB, act=Act.DROP).answer is ScanAnswer.ALREADY_DONE


def test_a_crate_nobody_announced_is_unknown(bruno: Hands) -> None:
    assert scan(bruno, STRANGER).answer is ScanAnswer.UNKNOWN


def test_somebody_elses_code_is_kept_as_it_is(bruno: Hands) -> None:
    answered = scan(bruno, "https://autre.example/promo?x=1")
    assert (answered.answer, answered.code) == (ScanAnswer.UNKNOWN, None)
    [logged] = newest_facts(bruno.store, 1)
    assert logged.fact is not None
    assert logged.fact.data["text"] == "https://autre.example/promo?x=1"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        ("7K2M", CodeFault.WRONG_LENGTH),
        ("7K2M9QX!", CodeFault.WRONG_CHARACTER),
        (CODES[0][:7] + ("A" if CODES[0][7] != "A" else "B"), CodeFault.WRONG_CHECK),
    ],
)
def test_a_mistyped_code_says_what_is_wrong_with_it(bruno: Hands, typed: str, fault: CodeFault) -> None:
    assert scan(bruno, typed, how=How.TYPED).fault is fault


def test_a_hostile_code_of_a_hundred_thousand_characters_is_only_a_foreign_one(bruno: Hands) -> None:
    answered = scan(bruno, "HTTPS://RELAIS.EXAMPLE/C/" + "7" * 100_000 + "\x00'\"; DROP TABLE logged_fact")
    assert answered.answer is ScanAnswer.UNKNOWN
    [logged] = newest_facts(bruno.store, 1)
    assert logged.fact is not None
    assert len(logged.fact.data["text"]) == 64

"""From a code on the coordinator's screen to a token in a phone: once, compared by two people."""

import logging
from hashlib import sha256
from typing import Any

import pytest

from shared.custody.events import Kind
from sync_server.accounts.enrolment import (
    OpenedEnrolment,
    confirm_enrolment,
    open_enrolment,
    refuse_enrolment,
)
from sync_server.db.session import begin
from tests.builders import PhoneByHand, ServerInProcess


@pytest.fixture
def opened(server: ServerInProcess) -> OpenedEnrolment:
    """The coordinator opened « Ajouter un téléphone » for Alice."""
    server.add_person("P001")
    with begin(server.runtime.database) as session:
        return open_enrolment(session, "P001", "C01", server.clock(), server.runtime.random_bytes)


def claim(server: ServerInProcess, code: str, nonce: str = "n1", device: str = "Pixel 6a") -> Any:
    return server.client.post("/v1/enrol", json={"code": code, "device": device, "nonce": nonce})


def only(status: str, claimed: dict[str, str]) -> dict[str, str]:
    """An answer that names the claim it is about, and holds no credential."""
    return {"status": status, "claim_sha256": sha256(claimed["claim"].encode()).hexdigest()}


def poll(server: ServerInProcess, claimed: dict[str, str]) -> dict[str, str]:
    return server.client.post("/v1/enrol/poll", json={"claim": claimed["claim"]}).json()


def confirm(server: ServerInProcess, opened: OpenedEnrolment, digits: str) -> bool:
    with begin(server.runtime.database) as session:
        return confirm_enrolment(session, opened.id, digits, server.clock())


def test_a_phone_is_let_in_once_the_digits_were_compared(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    claimed = claim(server, opened.code).json()
    assert len(claimed["match"]) == 4
    assert claimed["match"].isdecimal()
    assert poll(server, claimed) == only("waiting", claimed)

    assert confirm(server, opened, claimed["match"])
    let_in = poll(server, claimed)
    assert (let_in["status"], let_in["person_id"]) == ("confirmed", "P001")
    phone = PhoneByHand(server, "P001", let_in["device_id"], let_in["token"])
    phone.record(Kind.STOP_ARRIVED, place_id="R001")
    assert phone.push()["quarantined"] == []


def test_the_token_can_be_asked_for_again_for_ten_minutes(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    claimed = claim(server, opened.code).json()
    confirm(server, opened, claimed["match"])
    first = poll(server, claimed)
    server.clock.forward(s=600)
    assert poll(server, claimed) == first
    server.clock.forward(s=1)
    assert poll(server, claimed) == only("refused", claimed)
    assert len(server.rows_of("SELECT 1 FROM device")) == 1


def test_a_claim_whose_reply_was_lost_is_answered_again(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    assert claim(server, opened.code).json() == claim(server, opened.code).json()


def test_wrong_digits_let_nobody_in(server: ServerInProcess, opened: OpenedEnrolment) -> None:
    claimed = claim(server, opened.code).json()
    wrong = f"{(int(claimed['match']) + 1) % 10_000:04d}"

    assert not confirm(server, opened, wrong)
    assert poll(server, claimed) == only("waiting", claimed)


def test_a_refused_claim_is_told_so(server: ServerInProcess, opened: OpenedEnrolment) -> None:
    claimed = claim(server, opened.code).json()
    with begin(server.runtime.database) as session:
        assert refuse_enrolment(session, opened.id)

    assert poll(server, claimed) == only("refused", claimed)
    assert not confirm(server, opened, claimed["match"])


def test_a_second_claimant_kills_both_and_alarms(
    server: ServerInProcess, opened: OpenedEnrolment, caplog: pytest.LogCaptureFixture
) -> None:
    first = claim(server, opened.code, "n1").json()
    with caplog.at_level(logging.ERROR):
        second = claim(server, opened.code, "n2")

    assert second.status_code == 409
    assert second.json()["type"].endswith("enrolment-used")
    assert poll(server, first) == only("refused", first)
    assert not confirm(server, opened, first["match"])
    assert "enrolment_claimed_twice" in caplog.text
    assert opened.code not in caplog.text


def test_a_second_claimant_after_the_confirmation_takes_the_phone_out_again(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    claimed = claim(server, opened.code, "n1").json()
    confirm(server, opened, claimed["match"])
    let_in = poll(server, claimed)
    claim(server, opened.code, "n2")

    phone = PhoneByHand(server, "P001", let_in["device_id"], let_in["token"])
    assert phone.pull()["status"] == "refused"


def test_a_used_code_photographed_long_ago_takes_nobody_out(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    claimed = claim(server, opened.code, "n1").json()
    confirm(server, opened, claimed["match"])
    let_in = poll(server, claimed)
    server.clock.forward(days=7)

    assert claim(server, opened.code, "n2").json()["type"].endswith("enrolment-used")
    phone = PhoneByHand(server, "P001", let_in["device_id"], let_in["token"])
    assert phone.pull()["status"] == "ok"


def test_a_code_lives_ten_minutes(server: ServerInProcess, opened: OpenedEnrolment) -> None:
    server.clock.forward(s=601)
    answer = claim(server, opened.code)
    assert (answer.status_code, answer.json()["title"]) == (410, "enrolment-expired")


def test_an_address_that_guesses_codes_is_stopped_after_ten(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    answers = [claim(server, f"guess {number}").status_code for number in range(1000)]

    assert answers[:10] == [404] * 10
    assert set(answers[10:]) == {429}
    assert claim(server, opened.code).status_code == 429
    server.clock.forward(s=600)
    assert claim(server, "guess again").status_code == 404


def test_the_database_holds_nothing_that_lets_a_thief_in(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    claimed = claim(server, opened.code).json()
    confirm(server, opened, claimed["match"])
    token = poll(server, claimed)["token"]

    dump = repr(server.rows_of("SELECT * FROM enrolment")) + repr(server.rows_of("SELECT * FROM device"))
    for secret in (opened.code, claimed["claim"], token):
        assert secret not in dump


def test_a_phone_enrolled_again_keeps_its_id_so_that_its_facts_are_still_its_own(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    before = server.add_phone("P001")
    claimed = claim(server, opened.code, device=before.device_id).json()
    confirm(server, opened, claimed["match"])

    assert poll(server, claimed)["device_id"] == before.device_id


@pytest.mark.parametrize("person_id", ["P001", "P002"])
def test_what_came_while_its_phone_was_unknown_counts_once_it_is_known_as_the_senders(
    server: ServerInProcess, opened: OpenedEnrolment, person_id: str
) -> None:
    """As after an old backup took the server's place and a clone of the phone was let in first."""
    other = server.add_phone(server.add_person(person_id))
    forgotten = "d_00000000ab"
    other.record_text(other.body(Kind.STOP_ARRIVED, place_id="R001", device=forgotten))
    assert [each["reason"] for each in other.push()["quarantined"]] == ["wrong-device"]

    claimed = claim(server, opened.code, device=forgotten).json()
    confirm(server, opened, claimed["match"])
    assert poll(server, claimed)["device_id"] == forgotten
    assert poll(server, claimed)["device_id"] == forgotten

    own = person_id == "P001"
    assert len(server.rows_of("SELECT 1 FROM event WHERE device = 'd_00000000ab'")) == own
    assert len(server.rows_of("SELECT 1 FROM log_entry WHERE quarantine_reason = 'wrong-device'")) == (
        not own
    )
    items = server.rows_of("SELECT status FROM discrepancy WHERE kind = 'body_unreadable'")
    assert [row[0] for row in items] == ["resolved" if own else "open"]


def test_a_phone_cannot_take_the_id_of_somebody_elses(
    server: ServerInProcess, opened: OpenedEnrolment
) -> None:
    bruno = server.add_phone(server.add_person("P002"))
    claimed = claim(server, opened.code, device=bruno.device_id).json()
    confirm(server, opened, claimed["match"])

    assert poll(server, claimed)["device_id"] != bruno.device_id
    assert bruno.pull()["status"] == "ok"

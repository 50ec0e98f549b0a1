"""A pack is taken in as its own phone's push would be: once, byte for byte, under the same rules."""

import json

import pytest

from shared.custody.events import Kind
from sync_server.accounts.devices import DeviceStatus
from sync_server.backup.queries import raise_safe
from tests.builders import PhoneByHand, ServerInProcess
from tests.sync_server.rescue.carrying import hand_over, post_pack, sealed

TAKEN = {"status": "received", "reason": None, "safe": False, "quarantined": 0}


@pytest.fixture
def lost(alice: PhoneByHand) -> PhoneByHand:
    """Alice's phone: two facts are on the server, three more on the phone alone."""
    for _ in range(2):
        alice.record(Kind.STOP_ARRIVED, place_id="R001")
    alice.push()
    for place in ("R002", "R003", "R004"):
        alice.record(Kind.STOP_ARRIVED, place_id=place)
    return alice


def bodies_held(server: ServerInProcess) -> list[str]:
    """The events in the order of the feed."""
    return [row.body for row in server.rows_of("SELECT body FROM event ORDER BY pk")]


def test_what_a_colleague_brings_is_on_the_server_byte_for_byte(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    assert hand_over(bruno, sealed(lost, first=3)) == TAKEN | {"next": 6}
    assert bodies_held(server) == lost.bodies
    who = server.rows_of("SELECT device, carrier_device, first, facts, status FROM rescue")
    assert [tuple(row) for row in who] == [(lost.device_id, bruno.device_id, 3, 3, "received")]


def test_a_fact_that_came_in_a_pack_is_projected_like_any_other(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    alice.record(Kind.DROP, place_id="R001", crates=["7K2M9QXC"])
    hand_over(bruno, sealed(alice))
    states = server.rows_of("SELECT holder_kind, holder_id FROM crate_state WHERE crate_code = '7K2M9QXC'")
    assert [tuple(row) for row in states] == [("place", "R001")]


def test_when_the_phone_comes_back_it_goes_on_where_its_colleague_left_off(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    hand_over(bruno, sealed(lost, first=3))
    lost.record(Kind.STOP_LEFT, place_id="R004")
    reply = lost.push(first=3)
    assert (reply["status"], reply["next"]) == ("ok", 7)
    assert bodies_held(server) == lost.bodies


def test_a_pack_that_comes_after_its_phone_changes_nothing(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    pack = sealed(lost, first=3)
    lost.push(first=3)
    assert hand_over(bruno, pack) == TAKEN | {"status": "known", "next": 6}
    assert bodies_held(server) == lost.bodies


def test_two_carriers_of_one_pack_bring_it_once_and_both_are_written_down(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    chloe = server.add_phone(server.add_person("P003"))
    pack = sealed(lost, first=3)
    statuses = [hand_over(carrier, pack)["status"] for carrier in (bruno, chloe, bruno)]
    assert statuses == ["received", "known", "known"]
    assert bodies_held(server) == lost.bodies
    carriers = {row.carrier_device for row in server.rows_of("SELECT carrier_device FROM rescue")}
    assert carriers == {bruno.device_id, chloe.device_id}


def test_an_older_pack_after_a_newer_one_brings_nothing_twice(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    older, newer = sealed(lost, first=3, last=4), sealed(lost, first=3)
    assert hand_over(bruno, newer)["status"] == "received"
    assert hand_over(bruno, older) == TAKEN | {"status": "known", "next": 6}
    assert bodies_held(server) == lost.bodies


def test_a_pack_that_leaves_a_gap_is_kept_by_its_carrier_until_what_comes_before_is_there(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    later, sooner = sealed(lost, first=5), sealed(lost, first=3, last=4)
    assert hand_over(bruno, later) == TAKEN | {"status": "gap", "next": 3}
    assert len(bodies_held(server)) == 2
    hand_over(bruno, sooner)
    assert hand_over(bruno, later)["status"] == "received"
    assert bodies_held(server) == lost.bodies


def test_after_a_week_a_pack_is_taken_without_what_should_come_before_it_and_nothing_counts_twice(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    pack = sealed(lost, first=5)
    hand_over(bruno, pack)
    server.clock.forward(days=7)
    assert hand_over(bruno, pack)["status"] == "gap"
    server.clock.forward(s=1)
    assert hand_over(bruno, pack) == TAKEN | {"next": 3}
    assert hand_over(bruno, pack) == TAKEN | {"status": "known", "next": 3}
    assert bodies_held(server) == [*lost.bodies[:2], lost.bodies[4]]
    # Its phone is found under a seat after all.
    assert lost.push(first=3)["next"] == 6
    assert sorted(bodies_held(server)) == sorted(lost.bodies)


def test_a_pack_whose_phone_began_another_history_since_loses_nothing(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    pack = sealed(lost, first=3)
    # The phone was put back to an older copy, and recorded something else at the same positions.
    carried = lost.bodies[2:]
    lost.bodies[2:] = []
    lost.record(Kind.STOP_LEFT, place_id="R009")
    lost.push(first=3)
    assert hand_over(bruno, pack) == TAKEN | {"next": 4}
    assert hand_over(bruno, pack) == TAKEN | {"status": "known", "next": 4}
    assert sorted(bodies_held(server)) == sorted(lost.bodies + carried)


@pytest.mark.parametrize("status", [DeviceStatus.RETIRED, DeviceStatus.STOLEN])
def test_facts_of_a_phone_taken_out_of_service_are_kept_aside_as_if_it_had_pushed_them(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand, status: DeviceStatus
) -> None:
    pack = sealed(lost, first=3)
    server.revoke(lost.device_id, status)
    assert hand_over(bruno, pack) == TAKEN | {"next": 6, "quarantined": 3}
    assert bodies_held(server) == lost.bodies[:2]
    kept = server.rows_of("SELECT body FROM log_entry WHERE quarantine_reason = 'revoked' ORDER BY seq")
    assert [row.body.decode() for row in kept] == lost.bodies[2:]


def test_thirty_days_after_a_phone_was_taken_out_of_service_nothing_of_it_is_taken(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    server.revoke(lost.device_id)
    server.clock.forward(days=30, s=1)
    reply = hand_over(bruno, sealed(lost, first=3))
    assert (reply["status"], reply["reason"]) == ("refused", "revoked")
    assert len(bodies_held(server)) == 2


def test_a_carrier_out_of_service_may_hand_over_for_thirty_days_as_it_may_push(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    server.revoke(bruno.device_id)
    assert hand_over(bruno, sealed(lost, first=3))["status"] == "received"
    assert bodies_held(server) == lost.bodies
    server.clock.forward(days=30, s=1)
    answer = post_pack(bruno, sealed(lost, first=3).raw)
    assert (answer.status_code, answer.json()["title"]) == (403, "revoked")


def test_a_pack_sealed_with_another_secret_or_of_an_unknown_phone_is_refused_in_words(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    token, lost.token = lost.token, bruno.token
    forged = sealed(lost, first=3)
    lost.token, lost.device_id = token, "d_nobody"
    stranger = sealed(lost, first=3)
    for pack, reason in ((forged, "broken-seal"), (stranger, "unknown-device")):
        reply = hand_over(bruno, pack)
        assert (reply["status"], reply["reason"]) == ("refused", reason)
    assert server.rows_of("SELECT * FROM rescue") == []
    assert len(bodies_held(server)) == 2


def test_a_stretch_that_does_not_lead_to_its_own_head_is_not_taken(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    reply = hand_over(bruno, sealed(lost, first=3, head="0" * 64))
    assert (reply["status"], reply["reason"], reply["next"]) == ("refused", "truncated", 3)
    assert len(bodies_held(server)) == 2


def test_facts_in_the_name_of_another_phone_are_kept_aside(
    server: ServerInProcess, alice: PhoneByHand, bruno: PhoneByHand
) -> None:
    alice.record(Kind.STOP_ARRIVED, place_id="R001", device=bruno.device_id)
    assert hand_over(bruno, sealed(alice))["quarantined"] == 1
    assert bodies_held(server) == []


def test_the_carrier_is_told_when_a_backup_holds_the_pack(
    server: ServerInProcess, lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    pack = sealed(lost, first=3)
    hand_over(bruno, pack)
    server.change(lambda session: raise_safe(session, {lost.log_id: 4}))
    assert hand_over(bruno, pack)["safe"] is False
    server.change(lambda session: raise_safe(session, {lost.log_id: 5}))
    assert hand_over(bruno, pack)["safe"] is True


def test_what_is_no_pack_is_refused_as_a_problem_before_any_work(
    lost: PhoneByHand, bruno: PhoneByHand
) -> None:
    raw = sealed(lost, first=3).raw
    answers = {
        "damaged": post_pack(bruno, raw[:-1] + bytes([raw[-1] ^ 1])),
        "not-a-pack": post_pack(bruno, b"{}"),
        "": post_pack(bruno, raw, media_type="application/json"),
    }
    for detail, answer in answers.items():
        assert answer.status_code == (422 if detail else 415)
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.text).get("detail", "") == detail
    assert post_pack(bruno, bytes(300_000)).status_code == 413
    bruno.token = "nobody's"
    assert post_pack(bruno, raw).status_code == 401

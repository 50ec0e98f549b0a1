"""Locker banks: who is behind each door as phones are told, doors out of order, two claims on one door."""

import random
from pathlib import Path
from typing import Any

import pytest

from shared.custody.compartments import KEPT_IN_LOCKER_MS
from shared.custody.events import Kind
from sync_server.custody.compartments import publish_banks
from sync_server.db.feed import lock_feed
from sync_server.network.doors import Door, works_again
from sync_server.upkeep.after_push import project_again
from tests.builders import PhoneByHand, ServerInProcess, a_server
from tests.builders_locker import plan_with_a_bank
from tests.builders_network import CRATES, FARM, HUB, RELAY, TO_THE_HUB, TO_THE_RELAY

ONE, OTHER = CRATES
ITEMS = "SELECT key, kind, blocking, status, crates, event_ids, place_id, at_ms FROM discrepancy ORDER BY key"


@pytest.fixture
def chloe(server: ServerInProcess) -> PhoneByHand:
    """Chloé brings crates to the locker bank."""
    plan_with_a_bank(server, codes=False)
    return server.add_phone("P003")


@pytest.fixture
def bruno(server: ServerInProcess, chloe: PhoneByHand) -> PhoneByHand:
    """Bruno brings one there as well, which nobody planned."""
    return server.add_phone("P002")


def bank(phone: PhoneByHand) -> Any:
    """The row of the bank as a phone that comes by holds it."""
    return phone.pull_all().get(("bank", RELAY))


def deposit(phone: PhoneByHand, crate: str, door: str, **more: Any) -> str:
    """Takes a crate at the hub and leaves it behind a door."""
    phone.record(Kind.PICKUP, crates=[crate], place_id=HUB, round_id=TO_THE_RELAY, **more)
    where: dict[str, Any] = {"place_id": RELAY, "round_id": TO_THE_RELAY, **more}
    return phone.record(Kind.DROP, crates=[crate], data={"compartment": door}, **where)


def claims(server: ServerInProcess) -> list[tuple[str, str]]:
    """Status and crates of each item about a door taken twice."""
    statement = "SELECT status, crates FROM discrepancy WHERE kind = 'compartment_taken' ORDER BY id"
    return [tuple(row) for row in server.rows_of(statement)]


def test_a_deposit_fills_its_door_for_who_comes_by(server: ServerInProcess, chloe: PhoneByHand):
    event_id = deposit(chloe, ONE, "a1")
    chloe.push()
    door = bank(chloe)["doors"]["A1"]
    assert (door["crates"], door["event"]) == ([ONE], event_id)
    assert ("bank", RELAY) not in server.add_phone("P001").pull_all()


def test_a_crate_taken_again_frees_its_door(chloe: PhoneByHand):
    deposit(chloe, ONE, "A1")
    chloe.record(Kind.PICKUP, crates=[ONE], place_id=RELAY, round_id=TO_THE_RELAY)
    chloe.push()
    assert bank(chloe)["doors"] == {}


def test_a_withdrawn_deposit_frees_its_door(chloe: PhoneByHand):
    event_id = deposit(chloe, ONE, "A1")
    chloe.push()
    chloe.record(Kind.VOID, crates=[ONE], place_id=RELAY, ref=event_id)
    chloe.push()
    assert bank(chloe)["doors"] == {}


def test_a_label_of_another_bank_fills_no_door_here(chloe: PhoneByHand):
    deposit(chloe, ONE, "R999:A1")
    chloe.push()
    assert bank(chloe) is None


def test_a_door_reported_broken_is_so_until_its_report_is_withdrawn(
    server: ServerInProcess, chloe: PhoneByHand
):
    data = {"reason": "locker_broken", "compartment": "B2"}
    report = chloe.record(Kind.INCIDENT, place_id=RELAY, round_id=TO_THE_RELAY, data=data)
    chloe.push()
    assert bank(chloe)["broken"]["B2"]["event"] == report
    chloe.record(Kind.VOID, ref=report)
    chloe.push()
    assert bank(chloe)["broken"] == {}


def test_a_void_that_came_first_withdraws_the_report_too(chloe: PhoneByHand):
    data = {"reason": "locker_broken", "compartment": "B2"}
    body = chloe.body(Kind.INCIDENT, place_id=RELAY, data=data, id="01a2b3c4-0000-7000-8000-000000000001")
    chloe.record(Kind.VOID, ref="01a2b3c4-0000-7000-8000-000000000001")
    chloe.push()
    chloe.record_text(body)
    chloe.push()
    assert bank(chloe)["broken"] == {}


def test_a_broken_door_works_once_somebody_used_it_or_a_coordinator_says_so(
    server: ServerInProcess, chloe: PhoneByHand
):
    for door in ("A1", "B2"):
        data = {"reason": "locker_broken", "compartment": door}
        chloe.record(Kind.INCIDENT, place_id=RELAY, data=data)
    deposit(chloe, ONE, "A1")
    chloe.push()
    assert set(bank(chloe)["broken"]) == {"B2"}
    server.clock.forward(s=60)

    def repair(session: Any) -> None:
        assert works_again(session, Door(RELAY, "B2"), server.clock())
        publish_banks(session, lock_feed(session), [RELAY])

    server.change(repair)
    assert bank(chloe)["broken"] == {}


def test_two_helpers_behind_one_door_are_one_item_whoever_syncs_first(
    server: ServerInProcess, chloe: PhoneByHand, bruno: PhoneByHand
):
    deposit(chloe, ONE, "A1")
    deposit(bruno, OTHER, "A1")
    bruno.push()
    assert claims(server) == []
    chloe.push()
    assert len(claims(server)) == 1
    assert claims(server)[0][0] == "open"
    withheld = server.rows_of("SELECT withheld_reason FROM leg WHERE crate_code = '" + ONE + "'")
    assert [tuple(row) for row in withheld] == [(None,)]


def test_the_item_goes_by_itself_when_one_of_them_withdraws_his_word(
    server: ServerInProcess, chloe: PhoneByHand, bruno: PhoneByHand
):
    deposit(chloe, ONE, "A1")
    chloe.push()
    wrong = deposit(bruno, OTHER, "A1")
    bruno.push()
    assert [status for status, _ in claims(server)] == ["open"]
    bruno.record(Kind.VOID, crates=[OTHER], place_id=RELAY, ref=wrong)
    deposit(bruno, OTHER, "A2")
    bruno.push()
    assert [status for status, _ in claims(server)] == ["resolved"]
    behind = {door: each["crates"] for door, each in bank(chloe)["doors"].items()}
    assert behind == {"A1": [ONE], "A2": [OTHER]}


def test_a_door_filled_last_week_is_no_contradiction(
    server: ServerInProcess, chloe: PhoneByHand, bruno: PhoneByHand
):
    deposit(chloe, ONE, "A1")
    chloe.push()
    server.clock.at_ms += KEPT_IN_LOCKER_MS
    deposit(bruno, OTHER, "A1")
    bruno.push()
    assert claims(server) == []
    assert bank(chloe) is None


def stories(phones: list[PhoneByHand], *, is_withdrawn: bool) -> None:
    """Both leave a crate behind one door and report another; perhaps one takes his word back."""
    ids = iter(f"01a2b3c4-0000-7000-8000-{n:012d}" for n in range(99))
    for phone, crate in zip(phones, (ONE, OTHER), strict=True):
        phone.record(Kind.PICKUP, id=next(ids), crates=[crate], place_id=FARM, round_id=TO_THE_HUB)
        left = {"place_id": RELAY, "data": {"compartment": "A1"}}
        drop = phone.record(Kind.DROP, id=next(ids), crates=[crate], **left)
        report = {"reason": "locker_broken", "compartment": "B1"}
        phone.record(Kind.INCIDENT, id=next(ids), place_id=RELAY, data=report)
        if is_withdrawn and crate == OTHER:
            phone.record(Kind.VOID, id=next(ids), crates=[crate], ref=drop)


def push_in_some_order(phones: list[PhoneByHand], chance: random.Random) -> None:
    """Each phone's facts in its own order, a few at a time, the phones taking turns by chance."""
    sent = [0] * len(phones)
    while waiting := [n for n, phone in enumerate(phones) if sent[n] < len(phone.bodies)]:
        n = chance.choice(waiting)
        last = chance.randint(sent[n] + 1, len(phones[n].bodies))
        phones[n].push(sent[n] + 1, last)
        sent[n] = last


def computed(server: ServerInProcess) -> tuple[Any, ...]:
    """All that is computed about the bank."""
    statements = (
        ITEMS,
        "SELECT d, stamp FROM pull_row WHERE t = 'bank'",
        "SELECT * FROM compartment_stay ORDER BY crate_code, event_id",
    )
    return tuple([tuple(row) for row in server.rows_of(statement)] for statement in statements)


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_the_same_facts_in_any_order_give_the_same_items_and_rows(tmp_path: Path, is_withdrawn: bool):  # noqa: FBT001
    found: list[Any] = []
    for seed in range(4):
        with a_server(tmp_path / str(seed)) as server:
            plan_with_a_bank(server, codes=False)
            phones = [server.add_phone(person_id) for person_id in ("P003", "P002")]
            stories(phones, is_withdrawn=is_withdrawn)
            push_in_some_order(phones, random.Random(seed))
            before = computed(server)
            project_again(server.runtime, everything=True)
            assert computed(server) == before
            items, rows, stays = before
            found.append(({row for row in items if row[3] == "open"}, [row[0] for row in rows], stays))
    assert all(each == found[0] for each in found)
    kinds = [row[1] for row in found[0][0]]
    assert kinds.count("compartment_taken") == (0 if is_withdrawn else 1)

"""Rounds, stops and crates nobody planned, with the real server: taken in, told, shown by the phone alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.outcomes import Recorded
from mobile.actions.start_unplanned_round import StartUnplannedRound, start_unplanned_round
from mobile.store.cargo import cargo_of_round
from mobile.store.outbox import outbox_counts
from mobile.store.rounds import RoundStatus, round_plan, rounds_known
from mobile.store.stops import stop_plan
from mobile.sync.outcome import Synced
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin as begin_writing
from sync_server.upkeep.adopt_round import AdoptedRound, adopt_round
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import FARM, HUB, RELAY, ROUND, crate_codes
from tests.mobile.sync.world import CARRIER, DELIVERY, Phone, a_co_op, a_phone

OPEN = "SELECT kind, round_id, place_id FROM discrepancy WHERE status = 'open' ORDER BY kind"
ELSEWHERE = "own_marche"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server", syncs_a_minute=100_000) as running:
        yield running


@pytest.fixture
def codes(server: ServerInProcess) -> tuple[str, ...]:
    return a_co_op(server)


@pytest.fixture
def bruno(server: ServerInProcess, codes: tuple[str, ...], tmp_path: Path) -> Phone:
    """Bruno, whose phone knows the co-op; then the network is gone."""
    phone = a_phone(server, tmp_path / "bruno")
    assert isinstance(phone.sync(), Synced)
    return phone


def begin(phone: Phone, title: str = "Dépannage de Claire") -> tuple[str, Recorded]:
    intent = StartUnplannedRound(phone.intent(), title)
    outcome = start_unplanned_round(intent, phone.store, phone.clock, phone.randomness)
    assert isinstance(outcome, Recorded)
    return intent.round_id, outcome


def adopt(server: ServerInProcess, round_id: str) -> AdoptedRound | None:
    """The coordinator writes a round into the plan."""
    with begin_writing(server.runtime.database) as session:
        return adopt_round(session, lock_feed(session), round_id, server.clock())


def stop_at(phone: Phone, round_id: str, place_id: str, name: str | None = None) -> None:
    intent = ArriveAtStop(phone.intent(), round_id, place_id, place_name=name)
    assert isinstance(arrive_at_stop(intent, phone.store, phone.clock, phone.randomness), Recorded)


def carry(phone: Phone, round_id: str, crates: tuple[str, ...]) -> None:
    """From the farm to the relay point, in no plan of anybody."""
    stop_at(phone, round_id, FARM)
    assert isinstance(phone.pick_up(*crates, at=FARM, round_id=round_id, even_if_odd=True), Recorded)
    stop_at(phone, round_id, RELAY)
    assert isinstance(phone.drop(*crates, at=RELAY, round_id=round_id, even_if_odd=True), Recorded)


def test_an_unplanned_round_is_shown_alike_before_and_after_it_is_sent(server: ServerInProcess, bruno: Phone):
    strangers = crate_codes(3, start=700)
    round_id, _ = begin(bruno)
    carry(bruno, round_id, strangers[:2])
    bruno.pick_up(strangers[2], at=RELAY, round_id=round_id, even_if_odd=True)
    before = (round_plan(bruno.store, round_id), stop_plan(bruno.store, round_id, RELAY))
    cargo = cargo_of_round(bruno.store, round_id)
    assert before[0] is not None
    assert (before[0].summary.title, before[0].summary.is_planned) == ("Dépannage de Claire", False)
    assert [stop.place_name for stop in before[0].stops] == ["Ferme des Ajoncs", "Épicerie du bourg"]
    assert before[0].carried == (strangers[2],)
    assert before[1] is not None
    assert {task.code for task in before[1].drops} == set(strangers[:2])

    assert isinstance(bruno.sync(), Synced)
    assert outbox_counts(bruno.store).pending == 0
    assert (round_plan(bruno.store, round_id), stop_plan(bruno.store, round_id, RELAY)) == before
    assert cargo_of_round(bruno.store, round_id) == cargo
    assert round_id in {one.round_id for one in rounds_known(bruno.store)}


def test_the_server_takes_it_all_and_the_coordinator_is_told(
    server: ServerInProcess, bruno: Phone, codes: tuple[str, ...]
):
    [stranger] = crate_codes(1, start=700)
    round_id, _ = begin(bruno)
    stop_at(bruno, round_id, ELSEWHERE, "Marché de Blain")
    bruno.pick_up(stranger, at=ELSEWHERE, round_id=round_id, even_if_odd=True)
    bruno.drop(stranger, at=HUB, round_id=round_id, even_if_odd=True)
    close_round(CloseRound(bruno.intent(), round_id, 12_000), bruno.store, bruno.clock, bruno.randomness)
    assert isinstance(bruno.sync(), Synced)
    [(stored,)] = server.rows_of(f"SELECT count(*) FROM event WHERE round_id = '{round_id}'")
    [(aside,)] = server.rows_of("SELECT count(*) FROM log_entry WHERE quarantine_reason IS NOT NULL")
    assert (stored, aside) == (5, 0)
    told = [(row.kind, row.round_id) for row in server.rows_of(OPEN)]
    assert ("unplanned_round", round_id) in told
    assert {kind for kind, _ in told} == {"unplanned_round", "unknown_crate", "unknown_place"}
    plan = round_plan(bruno.store, round_id)
    assert plan is not None
    assert plan.summary.status is RoundStatus.CLOSED
    assert plan.stops[0].place_name == "Marché de Blain"


def test_a_delivery_nobody_planned_is_paid_by_the_same_rules(
    server: ServerInProcess, bruno: Phone, codes: tuple[str, ...]
):
    """Straight from the farm to the relay point: a proven leg of stage `direct`, whatever round it names."""
    round_id, _ = begin(bruno)
    carry(bruno, round_id, codes)
    assert isinstance(bruno.sync(), Synced)
    legs = server.rows_of("SELECT DISTINCT stage, proven, round_id FROM leg")
    assert [tuple(row) for row in legs] == [("direct", 1, round_id)]


def test_an_unplanned_round_withdrawn_is_nowhere_any_more(server: ServerInProcess, bruno: Phone):
    round_id, begun = begin(bruno)
    assert isinstance(bruno.sync(), Synced)
    assert [row.kind for row in server.rows_of(OPEN)] == ["unplanned_round"]
    bruno.undo(begun)
    assert round_plan(bruno.store, round_id) is None
    assert isinstance(bruno.sync(), Synced)
    assert server.rows_of(OPEN) == []

    # Begun and undone before anything was sent: nobody is troubled.
    _, again = begin(bruno)
    bruno.undo(again)
    assert isinstance(bruno.sync(), Synced)
    assert server.rows_of(OPEN) == []


def test_an_unplanned_crate_at_a_planned_stop_is_shown_there_done(
    server: ServerInProcess, bruno: Phone, codes: tuple[str, ...]
):
    [stranger] = crate_codes(1, start=700)
    bruno.pick_up(stranger, at=FARM, even_if_odd=True)
    for _ in range(2):
        plan = stop_plan(bruno.store, ROUND, FARM)
        assert plan is not None
        assert {task.code for task in plan.pickups} == {stranger, *codes}
        assert isinstance(bruno.sync(), Synced)
    of_round = round_plan(bruno.store, ROUND)
    assert of_round is not None
    assert of_round.carried == (stranger,)


def test_what_one_helper_left_is_due_for_the_next_after_both_synced(
    server: ServerInProcess, bruno: Phone, codes: tuple[str, ...], tmp_path: Path
):
    """Seven of eight brought to the hub: the next helper sees seven to take there, one still to come."""
    chloe = a_phone(server, tmp_path / "chloe", CARRIER, seed=8)
    assert isinstance(chloe.sync(), Synced)
    bruno.pick_up(*codes[:7])
    left = stop_plan(bruno.store, ROUND, FARM)
    assert left is not None
    assert [task.code for task in left.pickups if task.state.value == "todo"] == [codes[7]]
    bruno.drop(*codes[:7])
    assert isinstance(bruno.sync(), Synced)
    assert isinstance(chloe.sync(), Synced)
    chloe.clock.now_ms = bruno.clock.now_ms
    assert isinstance(chloe.pick_up(*codes[:4], at=HUB, round_id=DELIVERY), Recorded)
    assert isinstance(chloe.sync(), Synced)
    due = stop_plan(chloe.store, DELIVERY, HUB)
    assert due is not None
    assert {task.code for task in due.pickups if task.state.value == "todo"} == set(codes[4:])
    still_at_the_farm = stop_plan(bruno.store, ROUND, FARM)
    assert still_at_the_farm is not None
    assert [task.code for task in still_at_the_farm.pickups if task.state.value == "todo"] == [codes[7]]


def test_the_coordinator_writes_it_into_the_plan_and_the_phone_sees_no_other_round(
    server: ServerInProcess, bruno: Phone, codes: tuple[str, ...]
):
    round_id, _ = begin(bruno)
    carry(bruno, round_id, codes)
    stop_at(bruno, round_id, ELSEWHERE, "Marché de Blain")
    assert isinstance(bruno.sync(), Synced)
    before = round_plan(bruno.store, round_id)
    legs = server.rows_of("SELECT * FROM leg ORDER BY pk")
    adopted = adopt(server, round_id)
    assert adopted is not None
    assert (adopted.title, adopted.stops, adopted.helper_id) == ("Dépannage de Claire", 2, bruno_of(bruno))
    assert "unplanned_round" not in [row.kind for row in server.rows_of(OPEN)]
    assert server.rows_of("SELECT * FROM leg ORDER BY pk") == legs
    assert adopt(server, round_id) is None

    assert isinstance(bruno.sync(), Synced)
    after = round_plan(bruno.store, round_id)
    assert before is not None
    assert after is not None
    assert after.summary.is_planned
    assert [stop.place_name for stop in after.stops] == [stop.place_name for stop in before.stops]
    assert (after.summary.title, after.summary.status) == (before.summary.title, before.summary.status)


def test_a_round_that_was_never_begun_so_is_not_adopted(server: ServerInProcess, bruno: Phone):
    assert adopt(server, ROUND) is None
    assert adopt(server, "own_nobody") is None
    round_id, begun = begin(bruno)
    bruno.undo(begun)
    assert isinstance(bruno.sync(), Synced)
    assert adopt(server, round_id) is None


def bruno_of(phone: Phone) -> str:
    """Whose phone it is."""
    assert phone.store.enrolment is not None
    return phone.store.enrolment.person_id

"""One tap or ten, one process or two: an intent is one act."""

from pathlib import Path

import pytest

from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.crate_acts import CrateException
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.device.clock import SeededRandomness
from mobile.store.database import open_store
from mobile.store.history import newest_facts
from mobile.store.outbox import outbox_counts
from shared.custody.codes import print_code
from shared.custody.events import How, IncidentReason, Kind
from tests.builders_phone import FARM, HUB, ROUND, Hands, a_small_round, an_enrolled_phone, crate_codes

CODES = crate_codes(130)


@pytest.fixture
def bruno(tmp_path: Path) -> Hands:
    return an_enrolled_phone(tmp_path, a_small_round(CODES))


def a_pickup(bruno: Hands, *crates: str) -> RecordPickup:
    return RecordPickup(bruno.intent(), ROUND, FARM, crates)


def test_a_double_tap_is_one_pickup(bruno: Hands) -> None:
    intent = a_pickup(bruno, *CODES[:8])
    first = record_pickup(intent, bruno.store, bruno.clock, bruno.randomness)
    second = record_pickup(intent, bruno.store, bruno.clock, bruno.randomness)
    assert isinstance(first, Recorded)
    assert second == Recorded(first.ids, repeated=True)
    assert outbox_counts(bruno.store).head == 1


def test_a_tap_repeated_after_a_restart_is_still_one_pickup(bruno: Hands, tmp_path: Path) -> None:
    intent = a_pickup(bruno, *CODES[:8])
    first = record_pickup(intent, bruno.store, bruno.clock, bruno.randomness)
    bruno.store.close()
    again = Hands(open_store(tmp_path), bruno.clock, SeededRandomness(99))
    second = record_pickup(intent, again.store, again.clock, again.randomness)
    assert isinstance(first, Recorded)
    assert second == Recorded(first.ids, repeated=True)


def test_a_hundred_and_thirty_crates_are_facts_of_sixty_at_most(bruno: Hands) -> None:
    recorded = bruno.pick_up(*CODES)
    assert isinstance(recorded, Recorded)
    facts = [logged.fact for logged in newest_facts(bruno.store, 10) if logged.fact]
    assert sorted(len(fact.crates) for fact in facts) == [10, 60, 60]
    bruno.undo(recorded)
    assert isinstance(bruno.pick_up(*CODES), Recorded)


def test_a_fact_says_who_what_where_when_and_how(bruno: Hands) -> None:
    intent = RecordDrop(
        bruno.intent(), ROUND, HUB, CODES[:1], how=How.QR, temp_dc=35, compartment="B4", even_if_odd=True
    )
    record_drop(intent, bruno.store, bruno.clock, bruno.randomness)
    [logged] = newest_facts(bruno.store, 1)
    assert logged.fact is not None
    fact = logged.fact
    assert (fact.kind, fact.actor, fact.device, fact.round_id, fact.place_id) == (
        Kind.DROP,
        "P003",
        "d_0000000001",
        ROUND,
        HUB,
    )
    assert (fact.crates, fact.how, fact.n) == (CODES[:1], "qr", 1)
    assert fact.data == {"temp_dc": 35, "compartment": "B4", "intent": intent.intent_id}
    assert fact.clock.wall_ms == bruno.clock.now_ms


def test_what_cannot_be_a_record_is_refused_with_its_reason(bruno: Hands) -> None:
    assert bruno.pick_up() == Refused(RefusalReason.NOTHING_TO_RECORD)
    assert bruno.pick_up("7K2M9QX!") == Refused(RefusalReason.BAD_CODE, ("7K2M9QX!",))
    assert bruno.pick_up(CODES[0], round_id="r_none") == Refused(RefusalReason.UNKNOWN_ROUND)
    assert bruno.pick_up(CODES[0], at="R999") == Refused(RefusalReason.UNKNOWN_PLACE)
    stranger = crate_codes(1, start=900)[0]
    assert bruno.pick_up(stranger) == Refused(RefusalReason.UNKNOWN_CRATE, (stranger,))
    assert bruno.pick_up(CODES[0], at=HUB) == Refused(RefusalReason.WRONG_STOP, (CODES[0],))
    assert outbox_counts(bruno.store).head == 0


def test_an_unknown_crate_is_recorded_when_the_person_says_it_is_so(bruno: Hands) -> None:
    stranger = crate_codes(1, start=900)[0]
    assert isinstance(bruno.pick_up(stranger, even_if_odd=True), Recorded)


def test_nothing_is_recorded_on_a_phone_that_is_nobodys(tmp_path: Path) -> None:
    nobody = Hands(open_store(tmp_path / "new"))
    assert nobody.pick_up(CODES[0]) == Refused(RefusalReason.NOT_ENROLLED)


def test_a_note_too_long_to_travel_is_refused_before_it_is_recorded(bruno: Hands) -> None:
    too_long = RecordIncident(bruno.intent(), IncidentReason.BROKEN, note="é" * 2001)
    assert record_incident(too_long, bruno.store, bruno.clock, bruno.randomness) == Refused(
        RefusalReason.TEXT_TOO_LONG
    )
    longest = RecordIncident(bruno.intent(), IncidentReason.BROKEN, note="é" * 2000)
    assert isinstance(record_incident(longest, bruno.store, bruno.clock, bruno.randomness), Recorded)


def test_exceptions_are_grouped_by_their_reason(bruno: Hands) -> None:
    bruno.pick_up(
        *CODES[:6],
        exceptions=(
            CrateException(CODES[4], IncidentReason.BROKEN),
            CrateException(CODES[5], IncidentReason.BROKEN),
            CrateException(CODES[6], IncidentReason.MISSING, "pas sur le quai"),
        ),
    )
    facts = [logged.fact for logged in newest_facts(bruno.store, 10) if logged.fact]
    told = {(fact.kind, fact.data.get("reason"), fact.data.get("note"), fact.crates) for fact in facts}
    assert told == {
        (Kind.PICKUP, None, None, CODES[:4]),
        (Kind.INCIDENT, "broken", None, CODES[4:6]),
        (Kind.INCIDENT, "missing", "pas sur le quai", CODES[6:7]),
    }


def test_a_code_typed_in_small_letters_with_its_dash_is_the_same_crate(bruno: Hands) -> None:
    assert isinstance(bruno.pick_up(print_code(CODES[0]).lower()), Recorded)
    assert bruno.pick_up(CODES[0]) == Refused(RefusalReason.ALREADY_DONE, (CODES[0],))


def test_a_number_no_server_would_read_is_refused_and_nothing_is_kept(bruno: Hands) -> None:
    absurd = CloseRound(bruno.intent(), ROUND, distance_m=10**15)
    outcome = close_round(absurd, bruno.store, bruno.clock, bruno.randomness)
    assert outcome == Refused(RefusalReason.UNRECORDABLE)
    assert outbox_counts(bruno.store).head == 0


@pytest.mark.parametrize("wall_ms", [-5, 10**17])
def test_an_absurd_clock_does_not_stop_a_person_from_recording(bruno: Hands, wall_ms: int) -> None:
    intent = a_pickup(bruno, *CODES[:2])
    bruno.clock.now_ms, bruno.clock.booted_ms = wall_ms, wall_ms - 1_000
    assert isinstance(record_pickup(intent, bruno.store, bruno.clock, bruno.randomness), Recorded)

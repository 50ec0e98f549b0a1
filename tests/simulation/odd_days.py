"""Days that go otherwise than planned: rounds, stops and crates nobody planned, positions joined later."""

from collections.abc import Callable

from sqlmodel import Session

from mobile.actions.arrive_at_stop import ArriveAtStop, arrive_at_stop
from mobile.actions.close_round import CloseRound, close_round
from mobile.actions.join_position import JoinPosition, join_position
from mobile.actions.outcomes import Recorded
from mobile.actions.propose_place import ProposePlace, propose_place
from mobile.actions.record_drop import RecordDrop, record_drop
from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.start_unplanned_round import StartUnplannedRound, start_unplanned_round
from mobile.store.history import newest_facts
from shared.custody.events import Kind
from shared.custody.evidence import Position
from sync_server.db.feed import LockedFeed
from sync_server.upkeep.adopt_round import adopt_round
from tests.simulation.acts import bind_label_in, some_crates, tap
from tests.simulation.phone import SimPhone
from tests.simulation.rare import Rare
from tests.simulation.times import DAY_MS, MINUTE_MS

UNPLANNED = (
    "SELECT DISTINCT round_id FROM event WHERE kind = 'round_started'"
    " AND json_extract(body, '$.data.unplanned') AND round_id NOT IN (SELECT id FROM round) ORDER BY 1"
)


def drive_unplanned(rare: Rare) -> None:
    """A round nobody planned is driven with no network, to places known and not; it may sync later."""
    phone = _somebody(rare, _drive)
    if phone is not None and rare.chance.random() < 0.5:
        rare.co_op.sync(phone)


def adopt(rare: Rare) -> None:
    """A coordinator writes such a round into the plan."""
    driven = [row[0] for row in rare.co_op.server.rows(UNPLANNED)]
    if not driven:
        return
    round_id, now_ms = rare.chance.choice(driven), rare.co_op.time.at_ms

    def act(session: Session, feed: LockedFeed) -> bool:
        return adopt_round(session, feed, round_id, now_ms) is not None

    if rare.coordinate(act):
        rare.met("round_adopted")


def join_later(rare: Rare) -> None:
    """Where somebody was is joined to what he recorded a while ago."""
    _somebody(rare, _join)


def _somebody(rare: Rare, act: Callable[[Rare, SimPhone], None]) -> SimPhone | None:
    """Anybody who can record does this; None where nobody can."""
    phones = rare.enrolled()
    if not phones:
        return None
    phone = rare.chance.choice(phones)
    with rare.hands(phone):
        phone.run(lambda: act(rare, phone))
    return phone


def _drive(rare: Rare, phone: SimPhone) -> None:
    start_id = phone.intent()
    start = StartUnplannedRound(start_id, rare.chance.choice(("", "Dépannage", "Marché de Noël")))
    started = phone.record(
        start_id, lambda store: start_unplanned_round(start, store, phone.clock, phone.randomness)
    )
    if not isinstance(started, Recorded):
        return
    rare.met("unplanned_round")
    round_id = start.round_id
    places = [row[0] for row in phone.rows("SELECT k FROM pulled_row WHERE t = 'place' ORDER BY k")]
    calls = phone.chance.sample(places, k=min(len(places), phone.chance.randint(1, 3)))
    aboard: tuple[str, ...] = ()
    for place_id in calls:
        where = _arrive(rare, phone, round_id, place_id)
        if aboard and phone.chance.random() < 0.7:
            left, aboard = aboard, ()
            _drop(phone, round_id, where, left)
        aboard = _take(phone, round_id, where) or aboard
    if phone.chance.random() < 0.5:
        tap(phone, lambda id_: CloseRound(id_, round_id, distance_m=9_000), close_round)


def _arrive(rare: Rare, phone: SimPhone, round_id: str, place_id: str) -> str:
    if phone.chance.random() < 0.3:
        own_id = f"own_{phone.intent()}"
        if isinstance(
            tap(phone, lambda id_: ArriveAtStop(id_, round_id, own_id, "Chez la voisine"), arrive_at_stop),
            Recorded,
        ):
            rare.met("unplanned_stop")
            tap(phone, lambda id_: ProposePlace(id_, round_id, own_id, "au fond de la cour"), propose_place)
        return own_id
    tap(phone, lambda id_: ArriveAtStop(id_, round_id, place_id), arrive_at_stop)
    return place_id


def _take(phone: SimPhone, round_id: str, place_id: str) -> tuple[str, ...]:
    bound = bind_label_in(phone, round_id, place_id) if phone.chance.random() < 0.5 else None
    if bound is not None:
        return (bound,)
    crates = some_crates(phone, 3)
    if crates:
        tap(phone, lambda id_: RecordPickup(id_, round_id, place_id, crates, even_if_odd=True), record_pickup)
    return crates


def _drop(phone: SimPhone, round_id: str, place_id: str, crates: tuple[str, ...]) -> None:
    tap(phone, lambda id_: RecordDrop(id_, round_id, place_id, crates, even_if_odd=True), record_drop)


def _join(rare: Rare, phone: SimPhone) -> None:
    read = (each.fact for each in newest_facts(phone.store, 6))
    ids = [fact.id for fact in read if fact is not None and fact.kind is not Kind.CLOCK]
    if not ids:
        return
    chosen = tuple(phone.chance.sample(ids, k=min(len(ids), 2)))
    true_ms = phone.clock.time.at_ms
    told_ms = phone.chance.choice((true_ms, true_ms, true_ms - MINUTE_MS, true_ms - 40 * DAY_MS))
    position = Position(473_000_000, -16_000_000, phone.chance.randrange(5, 60), told_ms)
    joined = tap(phone, lambda id_: JoinPosition(id_, chosen, position), join_position)
    if isinstance(joined, Recorded):
        rare.met("position_joined_later")

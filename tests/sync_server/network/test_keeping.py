"""A new keeper from a day on: what is known of before, whatever the order in which it is told."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from sync_server.commission.queries import keeper_book
from sync_server.db.session import Database
from sync_server.network.keeping import note_new_keeper
from sync_server.network.tables import Place

FIRST = date(2026, 10, 30)
DAYS = [FIRST + timedelta(days=n) for n in range(8)]
keepers = st.sampled_from((None, "K1", "K2", "K3"))


@given(first=keepers, changes=st.lists(st.tuples(keepers, st.sampled_from(DAYS[1:])), max_size=6))
def test_what_was_told_last_holds_from_its_day_on_and_nothing_before_it_moves(
    lasting: Database, first: str | None, changes: list[tuple[str | None, date]]
) -> None:
    with Session(lasting.writer) as session:
        place = Place(id="R1", name="Gare", role="relay", lat=47.2, lon=-1.5, keeper_person_id=first)
        session.add(place)
        session.flush()
        expected = dict.fromkeys(DAYS, first)
        for keeper, since in changes:
            note_new_keeper(session, place, keeper, since)
            place.keeper_person_id = keeper
            session.flush()
            expected |= {day: keeper for day in DAYS if day >= since}
        book = keeper_book(session)
        assert {day: book.on("R1", day) for day in DAYS} == expected
        session.rollback()

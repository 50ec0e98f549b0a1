"""What a phone shows from its own facts is what the shared fold of them tells. Whatever was done."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings

from mobile.actions.outcomes import Recorded
from mobile.store.history import newest_facts
from mobile.store.outbox import outbox_counts
from mobile.store.pulled import PulledPage, RowChange, keep_page
from shared.custody.chain import AtPlace, CarriedBy, fold_chain
from shared.custody.standing import TimedFact, movements_of_crate, standing_facts
from tests.builders_phone import FARM, HUB, RELAY, ROUND, Hands, a_crate, a_small_round, an_enrolled_phone
from tests.mobile.stories import CODES, Act, Send, carry_out, shown, stories

WAY = [(ROUND, FARM, HUB), ("r_2026-11-06_02", HUB, RELAY)]


def tell_by_rows(bruno: Hands) -> None:
    """The rows a server sends that holds every fact of this phone: the shared fold says what is in them."""
    facts = [logged.fact for logged in newest_facts(bruno.store, 1_000) if logged.fact]
    standing = standing_facts([TimedFact(fact, fact.clock.wall_ms) for fact in facts])
    rows = [crate_as_folded(code, standing.facts) for code in CODES]
    head = outbox_counts(bruno.store).head
    with bruno.store.writing() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET next = ?", (head + 1,))
        keep_page(connection, PulledPage(tuple(rows), "later", has_more=False, is_reset=False), head + 1)


def crate_as_folded(code: str, facts: Sequence[TimedFact]) -> RowChange:
    match fold_chain(movements_of_crate(code, facts)).holder:
        case AtPlace(place_id, since_ms, event_id):
            return a_crate(code, WAY, state={"at": place_id}, since_ms=since_ms, event=event_id)
        case CarriedBy(person_id, since_ms, event_id):
            return a_crate(code, WAY, state={"by": person_id}, since_ms=since_ms, event=event_id)
        case _:
            return a_crate(code, WAY)


@settings(max_examples=100)
@given(stories)
def test_the_screen_does_not_change_when_the_rows_tell_the_same(story: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bruno = an_enrolled_phone(Path(folder), a_small_round(CODES))
        tell_by_rows(bruno)
        done: list[Recorded] = []
        for act in story:
            if isinstance(act, Send):
                tell_by_rows(bruno)
            carry_out(bruno, act, done)
        before = shown(bruno)
        tell_by_rows(bruno)
        assert shown(bruno) == before
        bruno.store.close()

"""Whatever a server sends as a row's content, the screens still open."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.store.lines import lines_of_period, period_totals
from mobile.store.pulled import RowChange
from mobile.store.reference import me, notices, person, places
from mobile.store.rounds import round_plan, rounds_known, rounds_today
from mobile.store.stops import stop_plan
from tests.builders_phone import (
    FARM,
    HELPER,
    HUB,
    PRODUCER,
    ROUND,
    a_small_round,
    an_enrolled_phone,
    crate_codes,
    give_rows,
)

CODES = crate_codes(2)
anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from([ROUND, FARM, HUB, PRODUCER, *CODES, "2026-11-06", "farm", "due"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    "name",
    "role",
    "lat",
    "compartments",
    "farm",
    "roles",
    "date",
    "title",
    "helper",
    "status",
    "stops",
    "n",
    "place",
    "planned_at",
    "producer",
    "crates",
    "cls",
    "label",
    "cons",
    "rank",
    "of",
    "moves",
    "round",
    "from",
    "to",
    "state",
    "at",
    "by",
    "since_ms",
    "event",
    "period",
    "payer",
    "what",
    "amount_cents",
    "events",
    "text_code",
    "args",
]
fields = st.dictionaries(st.sampled_from(NAMES), anything)
contents = st.dictionaries(st.sampled_from(NAMES), anything | st.lists(fields), max_size=12)
keys = st.sampled_from([ROUND, FARM, HUB, PRODUCER, HELPER, "c_2026-11-06_P001_R002", *CODES, "l1"])
tables = st.sampled_from(["place", "person", "me", "round", "cons", "crate", "line", "notice", "new_kind"])
changes = st.builds(RowChange, tables, keys, st.none() | contents)


@settings(max_examples=150)
@given(st.lists(changes, max_size=8))
def test_no_row_keeps_a_screen_from_opening(sent: list[RowChange]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bruno = an_enrolled_phone(Path(folder), a_small_round(CODES))
        bruno.pick_up(CODES[0])
        give_rows(bruno.store, sent)
        store = bruno.store
        rounds_today(store, date(2026, 11, 6))
        rounds_known(store)
        round_plan(store, ROUND)
        for place_id in (FARM, HUB):
            stop_plan(store, ROUND, place_id)
        period_totals(store)
        lines_of_period(store, "2026-11")
        places(store)
        person(store, PRODUCER)
        me(store)
        notices(store)
        store.close()

"""What pages show from kept values is what all legs come to, whatever was written in between, by whomever."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.tariff import CrateWeights, PercentRates
from sync_server.commission.kept import (
    changed_since_kept,
    keep_many_values,
    keep_values,
    open_values,
    open_values_of_all_legs,
)
from sync_server.commission.round_sums import cents_by_round
from sync_server.commission.settled import settled_sums
from sync_server.commission.simulation import side_of
from sync_server.commission.tariffs import load_tariffs
from sync_server.db.migrate import migrate
from sync_server.db.session import Database, open_database
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.closing import CloseRequest, close
from sync_server.settlement.preview import (
    MonthSums,
    net_of_person,
    preview,
    preview_of,
    sums_of_month,
)
from tests.sync_server.commission.changes import (
    DAYS,
    MONTHS,
    PEOPLE,
    PLACES,
    REASONS,
    STAGES,
    Act,
    Carried,
    Coop,
    Decided,
    Gone,
    Kept,
    Labelled,
    Moved,
    Priced,
    Refolded,
    Relabelled,
    Renamed,
    Unlabelled,
    Voided,
    Voted,
    Withdrawn,
)
from tests.sync_server.commission.settled_sums import own_as_previewed, settled_as_summed, stands_as_previewed
from tests.sync_server.money_world import World, a_tariff, noon_ms
from tests.sync_server.postgres import a_database


@dataclass(frozen=True)
class Disputed:
    """Somebody contests a settled or an open line: it waits at the next closing."""

    number: int

    def happen(self, coop: Coop) -> None:
        session = coop.world.session
        known = sorted({each.line.identity for each in open_values_of_all_legs(session).unsettled})
        known += sorted(settled_sums(session), key=repr)
        if known:
            identity = known[self.number % len(known)]
            key = "|".join(part or "" for part in identity)
            _dispute(coop.world, key, str(identity[2]))


@dataclass(frozen=True)
class Closed:
    """The next month is closed, whatever the calendar says."""

    def happen(self, coop: Coop) -> None:
        if coop.closed < len(MONTHS):
            month = MONTHS[coop.closed]
            reasons = Overrides(silent_reason="Vus", early_reason="Fin de saison")
            close(
                coop.world.session, CloseRequest(month, "C01", noon_ms("2027-03-01"), coop.data_dir, reasons)
            )
            coop.closed += 1


def _dispute(world: World, line_key: str, actor: str) -> None:
    pk = world.event("dispute", actor, None, (), noon_ms("2027-02-01"))
    body = select(text("body")).select_from(text("event")).where(text(f"pk = {pk}"))
    fact = json.loads(world.session.connection().execute(body).scalar_one())
    fact.pop("how")
    fact["data"] = {"line": line_key, "because": "Ce n'était pas moi."}
    statement = text("UPDATE event SET body = :body WHERE pk = :pk")
    world.session.connection().execute(statement, {"body": json.dumps(fact), "pk": pk})


class Keeping(Enum):
    """Whether the server keeps values after an act: all that changed, what has gathered, or not now."""

    ALL = "all"
    GATHERED = "gathered"
    NOT_NOW = "not now"

    def happen(self, session: Session) -> None:
        if self is Keeping.ALL:
            keep_values(session)
        elif self is Keeping.GATHERED:
            keep_many_values(session, marks_left=0)


lot = st.integers(0, 5)
crate = st.integers(0, 3)
person = st.sampled_from(PEOPLE)
place = st.sampled_from(PLACES)
day = st.sampled_from(DAYS)
turnover = st.integers(-500, 90_000)
carried = st.builds(
    Carried, lot,  st.sampled_from(PEOPLE[:2]), place, turnover, st.integers(1, 4),
    st.integers(1, 4), st.lists(person, min_size=1, max_size=2, unique=True).map(tuple),
    st.sampled_from(STAGES), day, st.sampled_from(REASONS), st.booleans(),
)  # fmt: skip
acts = st.one_of(
    carried,
    carried,
    st.builds(Priced, lot, turnover, st.one_of(st.none(), turnover)),
    st.builds(Moved, lot, place, day, st.integers(0, 5)),
    st.builds(Voided, lot, crate),
    st.builds(Decided, lot, st.sampled_from((None, *WithheldReason))),
    st.builds(Refolded, lot, crate, person, day, place, lot),
    st.builds(
        Relabelled, lot, crate, lot, st.sampled_from((None, 900, 5000)),
        st.sampled_from(("active", "unneeded")), st.sampled_from((None, "e1")),
    ),
    st.builds(
        Kept, place, st.one_of(st.none(), person), st.one_of(st.none(), day),
        st.sampled_from(("relay", "locker", "hub")),
    ),
    st.builds(
        Voted, st.sampled_from((0, 333, 700)), st.sampled_from((0, 50)), st.sampled_from((0, 0, 7)),
        st.sampled_from(CrateWeights), st.sampled_from((False, False, False, True)),
    ),
    st.just(Withdrawn()),
    st.builds(Renamed, lot),
    st.builds(Gone, lot),
    st.builds(Disputed, st.integers(0, 20)),
    st.just(Closed()),
    st.just(Closed()),
    st.builds(Labelled, lot, st.sampled_from((None, 900)), st.sampled_from((None, "e1"))),
    st.builds(Unlabelled, lot, crate),
)  # fmt: skip
# Some goods carried to begin with; then most acts meet values that were kept just before.
histories = st.tuples(
    st.lists(carried, min_size=2, max_size=3),
    st.lists(
        st.tuples(acts, st.sampled_from((Keeping.ALL, Keeping.ALL, Keeping.GATHERED, Keeping.NOT_NOW))),
        min_size=3, max_size=8,
    ),
)  # fmt: skip
History = tuple[list[Carried], list[tuple[Act, Keeping]]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'relais.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Database]:
    with a_database("postgresql") as url:
        opened = open_database(url)
        migrate(opened)
        yield opened
        opened.close()


@settings(max_examples=25)
@given(history=histories)
def test_kept_values_are_those_of_all_legs_after_every_act(
    database: Database, tmp_path_factory: pytest.TempPathFactory, history: History
) -> None:
    live(database, tmp_path_factory.mktemp("files"), history)


@pytest.mark.postgres
@settings(max_examples=8)
@given(history=histories)
def test_they_are_on_postgresql_too(
    postgres: Database, tmp_path_factory: pytest.TempPathFactory, history: History
) -> None:
    live(postgres, tmp_path_factory.mktemp("files"), history)


EACH_ALONE: tuple[Act, ...] = (
    Carried(0, "P1", "R001", 0, 4, 2, ("H2",), "collection", DAYS[1], None, is_new=False),
    Carried(0, "P2", "R002", 10_000, 2, 2, ("H2",), "direct", DAYS[1], None, is_new=True),
    Priced(0, 55_700, None),
    Moved(0, "R001", DAYS[0], 5),
    Voided(0, 0),
    Decided(0, WithheldReason.DISCREPANCY),
    Refolded(0, 0, "H2", DAYS[0], "R001", 0),
    Refolded(0, 0, "H1", DAYS[0], "R001", 1),
    Relabelled(0, 0, 1, None, "active", None),
    Relabelled(0, 3, 1, None, "active", "e1"),
    Labelled(0, None, "e1"),
    Unlabelled(0, 0),
    Kept("R001", "H1", None, "relay"),
    Kept("R001", "P2", DAYS[1], "relay"),
    Kept("R001", "P2", None, "hub"),
    Voted(700, 50, 0, CrateWeights.EQUAL, is_pooled=False),
    Renamed(0),
    Gone(0),
)


@pytest.mark.parametrize("act", EACH_ALONE, ids=lambda act: repr(act).partition("(")[0].lower())
def test_each_change_alone_is_seen_where_all_was_kept_and_settled(
    database: Database, tmp_path: Path, act: Act
) -> None:
    with Session(database.writer) as session:
        coop = a_coop(session, tmp_path)
        # The last crate of the first is not carried: what binds one more makes a difference.
        Carried(0, "P1", "R001", 57_700, 4, 3, ("H1",), "direct", DAYS[0], None, is_new=True).happen(coop)
        shared = Carried(0, "P2", "R002", 30_000, 2, 2, ("H1", "H2"), "direct", DAYS[3], None, is_new=True)
        shared.happen(coop)
        keep_values(session)
        Closed().happen(coop)
        before = Counter(open_values(session).unsettled)
        assert changed_since_kept(session, load_tariffs(session)) == []
        act.happen(coop)
        agree(session, MONTHS[1])
        assert Counter(open_values(session).unsettled) != before
        session.rollback()


def a_coop(session: Session, data_dir: Path) -> Coop:
    """A tariff and two relay points, one of them kept; nothing carried yet."""
    coop = Coop(World(session), data_dir)
    coop.world.tariff(a_tariff(percent=PercentRates(direct=500, delivery=300, collection=200), keeper_bp=50))
    for place_id, keeper in zip(PLACES, ("P2", None), strict=True):
        coop.world.place(place_id, "relay", keeper)
    return coop


def live(database: Database, data_dir: Path, history: History) -> None:
    """The acts one after the other, each followed by a look at a month, both ways."""
    # Each history is written in a transaction that is undone: a database for each would take minutes.
    with Session(database.writer) as session:
        coop = a_coop(session, data_dir)
        first, then = history
        for act in first:
            act.happen(coop)
        keep_values(session)
        for (act, keeping), month in zip(then, cycle(MONTHS), strict=False):
            act.happen(coop)
            agree(session, month)
            keeping.happen(session)
        session.rollback()


def agree(session: Session, month: str) -> None:
    """What a page is made of, line by line and to the cent, and the page's own sums."""
    whole = open_values_of_all_legs(session)
    shown = open_values(session)
    assert Counter(shown.unsettled) == Counter(whole.unsettled)
    assert Counter(shown.withheld) == Counter(whole.withheld)
    assert shown.errors == whole.errors
    at_ms = noon_ms(DAYS[-1])
    seen = preview_of(session, month, whole, at_ms)
    assert preview(session, month, at_ms) == seen
    sums = MonthSums(len(seen.differences), seen.due_cents, seen.withheld_cents)
    assert sums_of_month(session, month) == sums
    stands_as_previewed(session, seen, at_ms)
    settled_as_summed(session)
    own_as_previewed(session, seen)
    told = (net_of_person(session, month, person_id) for person_id in PEOPLE)
    assert [each for each in told if each] == sorted(seen.nets, key=lambda each: PEOPLE.index(each.person_id))
    earned = {
        round_: cents
        for round_, cents in side_of(session, month, load_tariffs(session)).by_round.items()
        if cents
    }
    assert {round_: cents for round_, cents in cents_by_round(session, month).items() if cents} == earned

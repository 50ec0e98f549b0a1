"""Voids and corrections: facts are never edited, and not everybody may amend everything."""

from typing import Any

from shared.custody.events import ClockMark, Fact, Kind
from shared.custody.standing import TimedFact, standing_facts


def told(number: int, kind: Kind, actor: str, coordinator: str = "", **fields: Any) -> TimedFact:
    fact = Fact(f"e{number}", kind, actor, "d_1", "1", ClockMark(number, number, "b"), number, **fields)
    return TimedFact(fact, number * 1000, bool(coordinator))


PICKUP = told(1, Kind.PICKUP, "alice", place_id="F001", crates=("A",))


def test_the_author_voids_his_own_fact():
    standing = standing_facts([PICKUP, told(2, Kind.VOID, "alice", ref="e1")])
    assert standing.facts == ()
    assert standing.ignored_ids == ()


def test_somebody_else_may_not_void_it():
    standing = standing_facts([PICKUP, told(2, Kind.VOID, "bruno", ref="e1")])
    assert [each.fact.id for each in standing.facts] == ["e1"]
    assert standing.ignored_ids == ("e2",)


def test_a_coordinator_may():
    assert standing_facts([PICKUP, told(2, Kind.VOID, "C01", "yes", ref="e1")]).facts == ()


def test_the_latest_correction_wins_and_the_fact_itself_is_untouched():
    corrections = [
        told(2, Kind.CORRECTION, "alice", ref="e1", data={"place": "F002"}),
        told(3, Kind.CORRECTION, "alice", ref="e1", data={"place": "F003", "crates": ["A", "B"]}),
    ]
    standing = standing_facts([*corrections, PICKUP])
    assert [(each.fact.place_id, each.fact.crates) for each in standing.facts] == [("F003", ("A", "B"))]
    assert PICKUP.fact.place_id == "F001"


def test_a_void_of_a_void_or_of_nothing_is_listed_as_ignored():
    facts = [
        PICKUP,
        told(2, Kind.VOID, "alice", ref="e1"),
        told(3, Kind.VOID, "alice", ref="e2"),
        told(4, Kind.VOID, "alice", ref="e9"),
    ]
    assert standing_facts(facts).ignored_ids == ("e3", "e4")

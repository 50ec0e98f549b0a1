"""Rounds of a day in the database: their rows for the phones, planning again, rounds that have begun."""

from collections import Counter
from itertools import pairwise

import pytest

from shared.custody.codes import CodeOk, read_code
from tests.sync_server.coop import FRIDAY_45, CoOp, a_template, orders_of_week


@pytest.fixture
def week(coop: CoOp) -> CoOp:
    """The co-op with week 45 imported and planned."""
    coop.taken(orders_of_week(45))
    coop.plan()
    return coop


def moves_in_force(coop: CoOp) -> dict[str, list[tuple[str, str, str]]]:
    """The moves of every crate in order: (round, from, to)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for code, *move in coop.select(
        "SELECT crate_code, round_id, from_place_id, to_place_id FROM crate_move ORDER BY crate_code, step"
    ):
        found.setdefault(code, []).append((move[0], move[1], move[2]))
    return found


def ends_of_crates(coop: CoOp) -> dict[str, tuple[str, str]]:
    """Farm and place of every active crate."""
    found = coop.select(
        "SELECT code, farm_place_id, place_id FROM crate JOIN consignment ON consignment.pk = consignment_pk "
        "JOIN person ON person.id = producer_id WHERE crate.status = 'active'"
    )
    return {code: (farm, place) for code, farm, place in found}


def start(coop: CoOp, round_id: str) -> None:
    """The round's helper has said that it began."""
    coop.execute("UPDATE round SET status = 'started' WHERE id = :id", id=round_id)


def test_week_45_is_planned_with_eight_helpers_over_two_hubs(week: CoOp) -> None:
    rounds = week.rows("round")
    kinds = Counter(kind for (kind,) in week.select("SELECT kind FROM round"))
    assert kinds == {"collection": 8, "transfer": 2, "delivery": 8}
    assert len({row["helper"] for row in rounds.values()}) == 8
    assert all(len(row["stops"]) <= 30 for row in rounds.values())
    assert all(stop["planned_at"] for row in rounds.values() for stop in row["stops"])


def test_the_moves_of_every_crate_lead_from_its_farm_to_its_place(week: CoOp) -> None:
    ends, moves = ends_of_crates(week), moves_in_force(week)
    assert moves.keys() == ends.keys()
    for code, way in moves.items():
        assert (way[0][1], way[-1][2]) == ends[code]
        assert all(before[2] == after[1] for before, after in pairwise(way))


def test_a_phone_learns_of_a_crate_what_its_round_asks(week: CoOp) -> None:
    moves = moves_in_force(week)
    code = next(code for code, way in moves.items() if len(way) == 3)
    row = week.rows("crate")[code]
    assert [(move["round"], move["from"], move["to"]) for move in row["moves"]] == moves[code]
    assert (row["state"], row["since_ms"], row["event"]) == (None, None, None)
    consignment = week.rows("cons")[row["cons"]]
    assert row["of"] == consignment["crates"]
    assert isinstance(read_code(code), CodeOk)
    everyone = {f"round:{move[0]}" for move in moves[code]} | {f"person:{consignment['producer']}"}
    assert week.audiences("crate", code) == everyone
    assert everyone <= week.audiences("cons", row["cons"])


def test_the_counts_of_a_stop_are_those_of_its_crates(week: CoOp) -> None:
    moves = [move for way in moves_in_force(week).values() for move in way]
    taken = Counter((round_id, place) for round_id, place, _ in moves)
    left = Counter((round_id, place) for round_id, _, place in moves)
    for round_id, row in week.rows("round").items():
        for stop in row["stops"]:
            at = (round_id, stop["place"])
            assert (stop["pickups"], stop["drops"]) == (taken[at], left[at])
        assert week.audiences("round", round_id) == {f"round:{round_id}"}


def test_planning_again_changes_nothing(week: CoOp) -> None:
    before = week.feed_seq()
    outcome = week.plan()
    assert not outcome.is_changed
    assert week.feed_seq() == before


def test_planning_again_keeps_what_custody_says_of_a_crate(week: CoOp) -> None:
    code = next(code for code, way in moves_in_force(week).items() if len(way) == 2)
    week.execute(
        "UPDATE pull_row SET d = replace(d, :nobody, :somebody) WHERE t = 'crate' AND k = :k",
        nobody='"since_ms":null,"state":null',
        somebody='"since_ms":5,"state":{"by":"P013"}',
        k=code,
    )
    week.execute("UPDATE person SET roles = 'producer' WHERE id = 'P015'")
    assert week.plan().is_changed
    row = week.rows("crate")[code]
    assert (row["state"], row["since_ms"]) == ({"by": "P013"}, 5)


def test_a_started_round_is_never_touched_by_planning_again(week: CoOp) -> None:
    started = "r_2026-11-06_04"
    start(week, started)
    mine = (
        "SELECT crate_code, step, from_place_id, to_place_id FROM crate_move WHERE round_id = :id ORDER BY 1"
    )
    before = week.select(mine, id=started), week.rows("round")[started]
    week.taken(
        a_template(
            "P001;R001;06/11/2026;Z9;Panier;grand;9;99,00", "P075;R001;06/11/2026;Z9;Panier;grand;9;99,00"
        )
    )
    outcome = week.plan()
    assert outcome.is_changed
    assert outcome.kept == 1
    assert (week.select(mine, id=started), week.rows("round")[started]) == before
    ends, moves = ends_of_crates(week), moves_in_force(week)
    assert moves.keys() == ends.keys()
    assert all((way[0][1], way[-1][2]) == ends[code] for code, way in moves.items())


def test_a_round_somebody_recorded_in_counts_as_begun(week: CoOp) -> None:
    week.execute(
        "INSERT INTO event (pk, id, kind, actor, device, round_id, n, wall_ms, boot_ms, boot_key, "
        "effective_ms, time_source, time_known, received_ms, log_pk, body) "
        "VALUES (999999, 'e', 'scan_odd', 'P112', 'd', :round_id, 1, 1, 1, 'b', 1, 'wall', 0, 1, 1, '{}')",
        round_id="r_2026-11-06_04",
    )
    assert week.plan().kept == 1


def test_a_crate_added_by_a_later_import_joins_the_rounds_of_its_fellows(coop: CoOp) -> None:
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;2;20,00"))
    coop.plan()
    [first] = moves_in_force(coop).values()
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;6;60,00"))
    assert list(moves_in_force(coop).values()) == [first, first]
    round_id = first[0][0]
    assert coop.rows("round")[round_id]["stops"][0]["pickups"] == 2
    assert not coop.plan().is_changed


def test_a_crate_no_longer_needed_leaves_the_rounds_not_yet_started(coop: CoOp) -> None:
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;6;60,00"))
    coop.plan()
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;1;10,00"))
    [kept] = moves_in_force(coop)
    assert ends_of_crates(coop).keys() == {kept}
    assert coop.rows("crate").keys() == {kept}


def test_a_crate_no_longer_needed_stays_in_a_round_that_has_begun(coop: CoOp) -> None:
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;6;60,00"))
    coop.plan()
    planned = moves_in_force(coop)
    for round_id in coop.rows("round"):
        start(coop, round_id)
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;1;10,00"))
    assert moves_in_force(coop) == planned
    assert coop.rows("crate").keys() == planned.keys()


def test_a_day_whose_orders_are_gone_has_no_rounds_left(coop: CoOp) -> None:
    coop.taken(a_template("P001;R034;06/11/2026;A1;Panier;moyen;6;60,00"))
    coop.plan()
    coop.execute("UPDATE crate SET status = 'unneeded'")
    outcome = coop.plan()
    assert (outcome.crates, outcome.round_ids) == (0, ())
    assert coop.rows("round") == {}


def test_replanning_sends_rows_anew_to_those_who_lose_a_round(week: CoOp) -> None:
    generations = dict(week.select("SELECT name, generation FROM audience"))
    week.execute("UPDATE person SET roles = 'producer' WHERE id = 'P015'")
    week.plan()
    assert "P015" not in {row["helper"] for row in week.rows("round").values()}
    after = dict(week.select("SELECT name, generation FROM audience"))
    assert any(after[name] > generation for name, generation in generations.items())


def test_a_helper_who_farms_nothing_sets_out_from_a_hub(week: CoOp) -> None:
    week.execute("INSERT INTO person (id, name, roles) VALUES ('P900', 'Chauffeuse', 'helper')")
    assert week.plan().is_changed
    assert "P900" in {row["helper"] for row in week.rows("round").values()}
    ends, moves = ends_of_crates(week), moves_in_force(week)
    assert {code: (way[0][1], way[-1][2]) for code, way in moves.items()} == ends


def test_nothing_is_planned_on_another_day(week: CoOp) -> None:
    assert week.plan("2026-11-13").crates == 0
    assert {row["date"] for row in week.rows("round").values()} == {FRIDAY_45}

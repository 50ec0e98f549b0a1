"""« Tournées »: pages of whole days, and counts that are those of each round's crates."""

import re
from html import unescape

import pytest
from sqlmodel import select

from sync_server.console import rounds
from sync_server.custody.round_progress import RoundCounts, counts_of_rounds, moves_of_round
from sync_server.db.session import begin, read
from sync_server.network.tables import Round
from tests.sync_server.console.conftest import Coordinator
from tests.sync_server.console.world import MILL, Friday


def a_round(id_: str, day: str) -> Round:
    return Round(id=id_, date=day, title=id_, kind="delivery", helper_person_id=MILL, status="closed")


def test_rounds_of_many_days_are_turned_to_and_none_is_lost(
    friday: Friday, camille: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUNDS_SHOWN_AT_ONCE", 1)
    with begin(friday.server.runtime.database) as session:
        held = {row.id for row in session.exec(select(Round)).all()}
        session.add(a_round("r_old", "2026-10-30"))
        session.add(a_round("r_older", "2026-10-23"))
    seen: list[str] = []
    path: str | None = "/tournees?tri=titre&q="
    while path is not None:
        html = camille.read(path)
        seen += re.findall(r'<th scope="row"><a href="/console/tournees/([^"]+)"', html)
        assert ("Derniers jours" in html) == (path != "/tournees?tri=titre&q=")
        onward = re.search(r'href="/console([^"]+)">Jours plus anciens', html)
        path = unescape(onward[1]) if onward else None
        assert path is None or "tri=titre" in path
    assert sorted(seen) == sorted({*held, "r_old", "r_older"})
    assert "Derniers jours" in camille.read("/tournees?avant=2026-01-01")


def test_the_counts_of_rounds_are_those_of_their_crates_one_by_one(friday: Friday) -> None:
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    with read(friday.server.runtime.database) as session:
        ids = sorted(session.exec(select(Round.id)).all())
        one_by_one = {round_id: moves_of_round(session, round_id) for round_id in ids}
        counts = counts_of_rounds(session, ids)
    assert counts == {
        round_id: RoundCounts(
            len(moves),
            sum(1 for move in moves if move.picked_ms is not None),
            sum(1 for move in moves if move.dropped_ms is not None),
        )
        for round_id, moves in one_by_one.items()
        if moves
    }
    assert any(each.dropped < each.picked for each in counts.values())

"""The matrix that the database sums up is the one the pure function tells from the facts alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.custody.chain import NotSeen
from shared.custody.events import Kind
from sync_server.db.session import read
from sync_server.reconciliation.counts import trace_of
from sync_server.reconciliation.matrix import rows_of_traces
from sync_server.reconciliation.matrix_queries import MatrixScope, matrix_rows, traces_of
from tests.builders import a_server
from tests.sync_server.postgres import DATABASES, a_database
from tests.sync_server.reconciliation.matrix_world import (
    FARMS,
    HELPERS,
    HUBS,
    PLANS,
    POINTS,
    ROLES,
    Ground,
    Lot,
)

Act = tuple[str, Kind, str, int]
_SMALL = st.integers(0, 4)
_MOVES = (Kind.PICKUP, Kind.DROP, Kind.HANDOVER_GIVEN, Kind.HANDOVER_TAKEN)


class Drawn(NamedTuple):
    """A lot to be made; `halves` of its planned way are driven."""

    farm: str
    point: str
    plan: str
    crates: int
    ordered: int
    halves: int
    active: bool


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Drawn], list[Act]]:
    """Lots driven as planned up to some point, and then odd acts about some of all their crates."""
    cells = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(FARMS)), st.sampled_from(POINTS)),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    lots = [
        Drawn(*cell, *draw(st.tuples(st.sampled_from(sorted(PLANS)), _SMALL, _SMALL, _SMALL, st.booleans())))
        for cell in cells
    ]
    acts: list[Act] = draw(
        st.lists(
            st.tuples(
                st.sampled_from(HELPERS),
                st.sampled_from(_MOVES),
                st.sampled_from(sorted(ROLES)),
                st.integers(1, 511),
            ),
            max_size=6,
        )
    )
    return lots, list(acts)


@pytest.fixture(scope="module", params=DATABASES)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    with a_database(request.param) as url, a_server(folder, database_url=url) as server:
        yield Ground(server)


@given(days())
@settings(max_examples=40, deadline=None)
def test_whatever_was_recorded_the_sums_are_those_of_the_facts(
    ground: Ground, drawn: tuple[list[Drawn], list[Act]]
) -> None:
    lots = [
        Lot(each.farm, each.point, each.plan, ground.codes(each.crates), each.ordered, each.active)
        for each in drawn[0]
    ]
    day = ground.a_day(lots)
    for lot, each in zip(lots, drawn[0], strict=True):
        ground.drives(day, lot, each.halves)
    codes = [code for lot in lots for code in lot.codes]
    for helper, kind, place, some in drawn[1]:
        named = [code for n, code in enumerate(codes) if some >> n & 1]
        ground.acts(helper, kind, day, place if kind in (Kind.PICKUP, Kind.DROP) else None, named)
    ground.syncs()
    with read(ground.server.runtime.database) as session:
        told = ground.told_by_facts(session, day)
        needed = {code for lot in lots if lot.active for code in lot.codes}
        traces = [
            trace_of(each, HUBS)
            for each in told
            if each.code in needed or not isinstance(each.holder, NotSeen)
        ]
        ordered = {(lot.producer_id, lot.place_id): lot.ordered for lot in lots if lot.active}
        assert matrix_rows(session, MatrixScope(day)) == rows_of_traces(ordered, traces, {})
        assert traces_of(session, MatrixScope(day)) == sorted(traces, key=lambda each: each.code)

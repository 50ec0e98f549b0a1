"""What phones are shown of commissions: a helper's own lines, due or withheld, kept up as facts come in."""

import json
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from shared.commission.tariff import PercentRates
from sync_server.commission.open_rows import refresh_lines
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.feed import lock_feed
from sync_server.db.tables import Audience, PullRow
from sync_server.network.tables import Consignment
from tests.sync_server.money_world import World, a_tariff

DIRECT_500 = a_tariff(percent=PercentRates(direct=500, delivery=300))


def refresh(world: World, *consignment_ids: str) -> int:
    pks = [world.consignment_pks[id_] for id_ in consignment_ids]
    return refresh_lines(world.session, lock_feed(world.session), pks)


def line_rows(session: Session) -> dict[str, dict[str, Any]]:
    row = table_of(PullRow)
    statement = select(row.c.k, row.c.d).where(row.c.t == "line", row.c.deleted == 0)
    return {key: json.loads(d) for key, d in session.connection().execute(statement)}


def test_a_helper_sees_what_is_due_and_what_is_withheld_with_the_reason(world: World) -> None:
    world.tariff(DIRECT_500)
    world.person("P1", "Ferme du Bourg")
    lot = world.consignment("P1", "R001", 57_700, 8)
    *seven, last = world.codes[lot]
    world.carry(lot, "H", crates=seven)
    world.carry(lot, "H", crates=[last], withheld="start_unproven")
    refresh(world, lot)
    due, withheld = sorted(line_rows(world.session).values(), key=lambda row: row["status"])
    assert (due["amount_cents"], due["status"], due["reason"]) == (2_525, "due", None)
    assert (withheld["amount_cents"], withheld["status"]) == (360, "withheld")
    assert withheld["reason"] == "start_unproven"
    assert due["payer_name"] == "Ferme du Bourg"
    assert (due["crates"], due["of"]) == (seven, 8)
    assert due["events"] == sorted(world.event_ids[:2])
    audience = table_of(Audience)
    audiences = world.session.connection().execute(select(audience.c.name)).scalars().all()
    assert set(audiences) == {"all", "person:H"}


def test_a_line_that_no_longer_follows_from_the_facts_is_taken_off_the_phone(world: World) -> None:
    world.tariff(DIRECT_500)
    lot = world.consignment("P1", "R001", 57_700, 8)
    world.carry(lot, "H")
    refresh(world, lot)
    world.session.connection().execute(delete(table_of(Leg)))
    assert refresh(world, lot) == 1
    assert line_rows(world.session) == {}


def test_refreshing_what_has_not_changed_takes_no_feed_number(world: World) -> None:
    world.tariff(DIRECT_500)
    lot = world.consignment("P1", "R001", 57_700, 8)
    world.carry(lot, "H")
    assert refresh(world, lot) == 1
    before = lock_feed(world.session).seq
    assert refresh(world, lot) == 0
    assert lock_feed(world.session).seq == before


def test_lines_kept_up_step_by_step_are_those_computed_from_zero(world: World) -> None:
    world.tariff(DIRECT_500)
    first = world.consignment("P1", "R001", 57_700, 3)
    second = world.consignment("P2", "R001", 30_001, 2)
    world.carry(first, "H", crates=world.codes[first][:1])
    refresh(world, first)
    world.carry(second, ["H", "P1"], "delivery")
    refresh(world, second)
    world.carry(first, "P2", crates=world.codes[first][1:], withheld="discrepancy")
    refresh(world, first)
    consignment = table_of(Consignment)
    connection = world.session.connection()
    connection.execute(update(consignment).values(turnover_ttc_cents=20_000))
    refresh(world, first)
    refresh(world, second)
    step_by_step = line_rows(world.session)
    connection.execute(delete(table_of(PullRow)))
    refresh(world, first, second)
    assert line_rows(world.session) == step_by_step
    assert len(step_by_step) == 4


def test_a_tariff_that_looks_at_whole_rounds_computes_all_lines_again(world: World) -> None:
    world.tariff(a_tariff(percent=PercentRates(direct=500), round_floor_cents=5_000))
    first = world.consignment("P1", "R001", 20_000, 2)
    second = world.consignment("P2", "R001", 40_000, 2)
    world.carry(first, "H")
    refresh(world, first)
    assert sorted(row["amount_cents"] for row in line_rows(world.session).values()) == [1_000, 4_000]
    world.carry(second, "H")
    refresh(world, second)
    assert sorted(row["amount_cents"] for row in line_rows(world.session).values()) == [1_000, 2_000, 2_000]

"""A rehearsed day reaches the real server through the phones' own code, mistakes included."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mobile.rehearsal.__main__ import main
from mobile.rehearsal.mistakes import DoubleClaim, Mistakes, WrongPlace, choose_mistakes
from mobile.rehearsal.visits import Visit, instant_ms
from sync_server.accounts.devices import add_device
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import HELPER
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.world import CARRIER, DAY, a_co_op


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server") as running:
        yield running


def phones_file(server: ServerInProcess, folder: Path) -> Path:
    phones: list[dict[str, str]] = []
    for person_id in (HELPER, CARRIER):
        with begin(server.runtime.database) as session:
            device = add_device(session, person_id, server.clock.at_ms, server.runtime.random_bytes)
        phones.append(
            {
                "folder": str(folder / person_id),
                "device_id": device.id,
                "person_id": person_id,
                "token": device.token,
            }
        )
    path = folder / "phones.json"
    path.write_text(json.dumps(phones))
    return path


def test_a_faultless_day_proves_every_leg(
    server: ServerInProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = a_co_op(server)
    phones = phones_file(server, tmp_path)
    server.clock.forward(days=3)
    with over_loopback(server) as address:
        assert main(["--server", address, "--date", DAY, "--phones", str(phones)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[-1]["step"] == "done"
    [(legs, days, periods)] = server.rows_of(
        "SELECT count(*), count(DISTINCT local_date), min(period) FROM leg WHERE proven = 1"
    )
    assert (legs, days, periods) == (2 * len(codes), 1, "2026-11")
    [(last_ms,)] = server.rows_of("SELECT max(effective_ms) FROM event WHERE kind = 'drop'")
    assert last_ms < instant_ms(date(2026, 11, 7), 0)
    assert server.rows_of("SELECT * FROM discrepancy") == []


def test_planted_mistakes_are_found_by_the_server(server: ServerInProcess, tmp_path: Path) -> None:
    a_co_op(server)
    phones = phones_file(server, tmp_path)
    server.clock.forward(days=3)
    with over_loopback(server) as address:
        assert main(["--server", address, "--date", DAY, "--phones", str(phones), "--mistakes"]) == 0
    kinds = [row[0] for row in server.rows_of("SELECT kind FROM discrepancy")]
    assert kinds == ["not_picked"]


def a_visit(at_ms: int, person: str, round_id: str, place: str, drops: str = "", pickups: str = "") -> Visit:
    return Visit(
        at_ms,
        person,
        round_id,
        place,
        is_first=False,
        is_last=False,
        drops=tuple(drops.split()),
        pickups=tuple(pickups.split()),
    )


def test_each_mistake_is_made_on_another_crate() -> None:
    visits = [
        a_visit(1, "P1", "r1", "farm", pickups="a b c d e f"),
        a_visit(2, "P1", "r1", "hub", drops="a b c d e f"),
        a_visit(3, "P1", "r2", "hub", pickups="a b c"),
        a_visit(4, "P2", "r3", "hub", pickups="d e f"),
        a_visit(5, "P1", "r2", "relay-1", drops="a"),
        a_visit(6, "P1", "r2", "relay-2", drops="b c"),
    ]
    assert choose_mistakes(visits) == Mistakes(
        missing="f",
        wrong_place=WrongPlace("b", "r2", "relay-1"),
        double_claim=DoubleClaim("d", "r2", "hub"),
    )

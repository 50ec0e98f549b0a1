"""Blank codes given out on paper: written down first, never given out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from shared.custody.codes import CodeOk, new_code, read_code
from shared.custody.events import Kind
from sync_server.db.base import table_of
from sync_server.db.session import begin
from sync_server.labels.queries import codes_of_batch
from sync_server.labels.service import BLANKS_AT_ONCE, BlankOrder, issue_blanks
from sync_server.network.crates import fresh_codes
from sync_server.network.tables import Crate
from tests.builders import ServerInProcess, a_server
from tests.sync_server.console.world import COLLECTION, FARM_OAKS, MILL, Friday

FORM = "0199c1f2-0000-7000-8000-000000000001"
OTHER = "0199c1f2-0000-7000-8000-000000000002"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path) as started:
        yield started


class Drawn:
    """Randomness that a test lays down number by number, then goes on counting."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = list(numbers)
        self._next = 10_000_000

    def __call__(self, size: int) -> bytes:
        if not self._numbers:
            self._next += 1
            self._numbers.append(self._next)
        return self._numbers.pop(0).to_bytes(size, "big")


def issue(server: ServerInProcess, form: str, count: int, random: Drawn | None = None) -> list[str]:
    order = BlankOrder(form, count, "rouleau", "C01", server.clock.at_ms)
    with begin(server.runtime.database) as session:
        batch = issue_blanks(session, order, random or server.runtime.random_bytes)
        return codes_of_batch(session, batch.id)


def good(number: int) -> int:
    """The first number from here on that may be a code."""
    while new_code(number) is None:
        number += 1
    return number


def test_codes_are_fresh_good_and_as_many_as_asked(server: ServerInProcess) -> None:
    codes = issue(server, FORM, 50)
    assert len(set(codes)) == 50
    assert all(read_code(code) == CodeOk(code) for code in codes)


def test_the_same_form_sent_twice_gives_the_same_codes(server: ServerInProcess) -> None:
    assert issue(server, FORM, 5) == issue(server, FORM, 5)
    assert len(server.rows_of("SELECT code FROM blank_label")) == 5


def test_two_forms_never_share_a_code_even_when_chance_repeats_itself(server: ServerInProcess) -> None:
    number = good(1_000)
    first = issue(server, FORM, 1, Drawn(number))
    second = issue(server, OTHER, 1, Drawn(number))
    assert first == [new_code(number)]
    assert second != first


def test_a_crate_never_gets_the_code_of_a_blank_label(server: ServerInProcess) -> None:
    number = good(2_000)
    issue(server, FORM, 1, Drawn(number))
    with begin(server.runtime.database) as session:
        (code,) = fresh_codes(session, 1, Drawn(number))
    assert code != new_code(number)


def test_a_blank_label_never_gets_the_code_of_a_crate(server: ServerInProcess) -> None:
    Friday(server)
    number = good(3_000)
    crate = {"code": new_code(number), "consignment_pk": 1, "rank": 99, "status": "unneeded"}
    with begin(server.runtime.database) as session:
        session.connection().execute(insert(table_of(Crate)), [crate])
    assert new_code(number) not in issue(server, FORM, 3, Drawn(number))


def test_a_code_that_only_a_fact_knows_is_not_given_out_either(server: ServerInProcess) -> None:
    friday = Friday(server)
    number = good(4_000)
    phone = friday.phones[MILL]
    phone.record(Kind.PICKUP, round_id=COLLECTION, place_id=FARM_OAKS, crates=[new_code(number)], how="qr")
    phone.push()
    assert new_code(number) not in issue(server, FORM, 3, Drawn(number))


@pytest.mark.parametrize("count", [0, -1, BLANKS_AT_ONCE + 1])
def test_a_count_nobody_may_ask_for_gives_nothing(server: ServerInProcess, count: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the number itself is the message
        issue(server, FORM, count)
    assert server.rows_of("SELECT code FROM blank_label") == []

"""The drill: an old backup put back, and real phones over real HTTP bring back every fact and every cent."""

import json
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced
from shared.commission.tariff_form import tariff_to_json
from sync_server.backup.chains import ProvenContent, prove
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.settlement.blocking import PhoneNotBackSinceRestore
from sync_server.settlement.closing import Closed, CloseRefused, CloseRequest, close
from sync_server.settlement.preview import preview
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import HELPER, HUB, RELAY
from tests.mobile.loopback import over_loopback
from tests.mobile.sync.world import CARRIER, DELIVERY, Phone, a_co_op, a_phone
from tests.sync_server.backup.conftest import Operator
from tests.sync_server.money_world import noon_ms
from tests.sync_server.settlement.rounds import TARIFF

PERIOD = "2026-11"
CLOSED_ON_MS = noon_ms("2026-12-15")


@dataclass(frozen=True)
class Held:
    """What a server holds, however it came by it."""

    bodies: frozenset[str]
    crate_states: frozenset[tuple[Any, ...]]
    legs: frozenset[tuple[Any, ...]]
    cents: tuple[tuple[Any, ...], ...]


def held_by(server: ServerInProcess) -> Held:
    with read(server.runtime.database) as session:
        seen = preview(session, PERIOD, CLOSED_ON_MS)
    lines = (each.line for each in seen.differences)
    return Held(
        frozenset(row[0] for row in server.rows_of("SELECT body FROM event")),
        frozenset(tuple(row) for row in server.rows_of("SELECT * FROM crate_state")),
        frozenset(
            tuple(row)
            for row in server.rows_of(
                "SELECT crate_code, stage, carrier_id, started_ms, ended_ms, proven, withheld_reason FROM leg"
            )
        ),
        tuple(
            sorted(
                (line.payer_id, line.beneficiary_id, str(line.stage_or_kind), line.amount_cents)
                for line in lines
            )
        ),
    )


@contextmanager
def listening(folder: Path, phones: list[Phone]) -> Generator[ServerInProcess]:
    """The server on the database in `folder`; the phones reach it through sockets."""
    with ExitStack() as stack:
        server = stack.enter_context(a_server(folder, syncs_a_minute=100_000))
        address = stack.enter_context(over_loopback(server))
        client = stack.enter_context(open_http_client())
        for phone in phones:
            phone.peer = HttpPeer(client, address)
        yield server


def vote_the_tariff(server: ServerInProcess) -> None:
    with begin(server.runtime.database) as session:
        add_tariff(session, lock_feed(session), json.dumps(tariff_to_json(TARIFF)), 0)


def sync_all(phones: list[Phone]) -> None:
    for phone in phones:
        outcome = phone.sync()
        assert isinstance(outcome, Synced), outcome
        assert outcome.pending == 0


def try_to_close(server: ServerInProcess) -> Closed | CloseRefused:
    folder = server.runtime.settings.data_dir
    with begin(server.runtime.database) as session:
        return close(session, CloseRequest(PERIOD, "C01", CLOSED_ON_MS, folder))


def awaited(server: ServerInProcess) -> list[str]:
    """Whose phones closing waits for since the restore."""
    with read(server.runtime.database) as session:
        points = preview(session, PERIOD, CLOSED_ON_MS).blocking
    return [point.person_id for point in points if isinstance(point, PhoneNotBackSinceRestore)]


def drive_the_day(operator: Operator, bruno: Phone, chloe: Phone, codes: Sequence[str]) -> Path:
    """A whole day's carriage, synced; the backup made when only its first pickup was."""
    phones = [bruno, chloe]
    sync_all(phones)
    bruno.pick_up(*codes)
    sync_all(phones)
    backup = operator.back_up()
    bruno.drop(*codes)
    sync_all(phones)
    # Chloe comes once Bruno has left the crates at the hub.
    chloe.clock.advance(60_000)
    chloe.pick_up(*codes, at=HUB, round_id=DELIVERY)
    chloe.undo(chloe.drop(*codes[:2], at=RELAY, round_id=DELIVERY))
    chloe.drop(*codes, at=RELAY, round_id=DELIVERY)
    sync_all(phones)
    return backup


def the_evening_of_the_restore(server: ServerInProcess, at_ms: int) -> None:
    """The command went by the machine's clock, the story goes by its own."""

    def note(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE rewind SET restored_ms = ?", (at_ms,))

    server.change(note)
    server.clock.at_ms = at_ms + 60_000


def test_phones_refill_a_server_restored_from_an_old_backup_to_the_cent(
    operator: Operator, tmp_path: Path
) -> None:
    with a_server(operator.folder) as server:
        codes = a_co_op(server)
        vote_the_tariff(server)
        bruno = a_phone(server, tmp_path / "bruno", HELPER, seed=7)
        chloe = a_phone(server, tmp_path / "chloe", CARRIER, seed=8)
    with listening(operator.folder, [bruno, chloe]) as server:
        backup = drive_the_day(operator, bruno, chloe, codes)
        before, evening_ms = held_by(server), server.clock.at_ms + 3_600_000
    assert [line[2:] for line in before.cents] == [("collection", 1_154), ("delivery", 1_731)]

    operator.answer_of("restore", str(backup))

    with listening(operator.folder, [bruno, chloe]) as server:
        the_evening_of_the_restore(server, evening_ms)
        assert (len(held_by(server).bodies) < len(before.bodies), held_by(server).cents) == (True, ())
        assert awaited(server) == [HELPER, CARRIER]
        assert isinstance(try_to_close(server), CloseRefused)
        sync_all([chloe])
        assert awaited(server) == [HELPER]
        sync_all([bruno])
        assert awaited(server) == []
        assert held_by(server) == before
        with read(server.runtime.database) as session:
            assert isinstance(prove(session.connection()), ProvenContent)
        outcome = try_to_close(server)
        assert isinstance(outcome, Closed)
        assert sorted(each.net_cents for each in outcome.statements) == [-2_885, 1_154, 1_731]

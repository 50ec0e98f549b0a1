"""Three stores to look at the console with: empty, the demonstration's week, and one where all is many.

The crowded one is no co-op's truth: its older months are the week's legs said again for other days.
"""

import os
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlmodel import SQLModel

from sync_server.accounts.console_sessions import SESSION_MAX_MS, note_factor, open_console_session
from sync_server.accounts.passwords import hash_password
from sync_server.accounts.tables import Coordinator, Person
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.db.session import begin, read
from sync_server.demo import week
from sync_server.demo.programs import free_port
from sync_server.network.tables import Consignment, Crate, Place, Round
from sync_server.reconciliation.tables import Discrepancy
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.closing import Closed, CloseRequest, close
from tests.builders import ServerInProcess
from tests.sync_server.console.world import crate_codes

# Sunday 8 November 2026, 18:00 in France: the week is driven, the next one is being prepared.
SUNDAY_MS = 1_794_157_200_000
OLDER_MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 11))
CLOSED_MONTHS = OLDER_MONTHS[:-2]
DISCREPANCIES = 200
LONG = " d'Œuvre à l'Étang-Bréhéret <b>&amp; Fils</b> « réunis » "
LONG_NAME = 60


def say(sentence: str) -> None:
    """A line on the terminal."""
    sys.stdout.write(f"{sentence}\n")


def drive_week(folder: Path) -> None:
    """The demonstration's week, driven through phones' own code; about a minute."""
    driven = week.found_week(folder, say)
    server, _ = week.drive_first_week(driven, free_port())
    server.stop()
    week.prepare_next_week(driven)
    driven.runtime.database.close()


def copy_week(demo: Path, to: Path) -> None:
    """The week's server on a folder of its own."""
    shutil.copytree(demo / week.SERVER_FOLDER, to)


def sign_in(server: ServerInProcess, account_id: str = "C01") -> str:
    """An account, the coordinator's unless another is asked, whose second factor stays fresh; its cookie."""
    server.clock.at_ms = SUNDAY_MS
    with begin(server.runtime.database) as session:
        if session.get(Coordinator, "C01") is None:
            secret = hash_password("le-panier-est-plein")
            session.add(Coordinator(id="C01", name="Camille Durand", login="camille", password_argon2=secret))
            session.flush()
        token = open_console_session(session, account_id, os.urandom, SUNDAY_MS, is_factor_shown=True)
        note_factor(session, token, SUNDAY_MS + SESSION_MAX_MS)
    return token


def crowd(server: ServerInProcess) -> None:
    """Long names everywhere, a year of periods, hundreds of discrepancies."""
    with begin(server.runtime.database) as session:
        for table, column in ((Person, "name"), (Place, "name"), (Round, "title")):
            mapped = table_of(table)
            for id_, name in session.connection().execute(select(mapped.c.id, mapped.c[column])).all():
                longer = (name + LONG * 3)[: max(LONG_NAME, len(name))].strip()
                session.connection().execute(
                    update(mapped).where(mapped.c.id == id_).values({column: longer})
                )
    for month in OLDER_MONTHS:
        _say_again(server, month)
    _discrepancies(server)
    for month in CLOSED_MONTHS:
        with begin(server.runtime.database) as session:
            request = CloseRequest(month, "C01", SUNDAY_MS, server.runtime.settings.data_dir,
                                   Overrides("Rentré à la main", "Fin de saison"))  # fmt: skip
            outcome = close(session, request)
        if not isinstance(outcome, Closed):
            say(f"{month} stays open: {str(outcome)[:300]}")


def _rows(server: ServerInProcess, statement: str) -> list[dict[str, Any]]:
    with read(server.runtime.database) as session:
        return [dict(row) for row in session.connection().execute(text(statement)).mappings()]


def _put(server: ServerInProcess, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    with begin(server.runtime.database) as session:
        session.connection().execute(insert(table_of(table)), list(rows))


def _say_again(server: ServerInProcess, month: str) -> None:
    day = f"{month}-06"
    first = server.rows_of("SELECT max(pk) FROM consignment")[0][0]
    lots = _rows(server, "SELECT * FROM consignment WHERE date = '2026-11-06' ORDER BY pk LIMIT 90")
    as_new = {lot["pk"]: first + n for n, lot in enumerate(lots, start=1)}
    _put(server, Consignment, [
        lot | {"pk": as_new[lot["pk"]], "id": lot["id"].replace("2026-11-06", day), "date": day}
        for lot in lots
    ])  # fmt: skip
    legs = _rows(server, "SELECT * FROM leg WHERE local_date = '2026-11-06'")
    crates = [
        crate
        for crate in _rows(server, "SELECT * FROM crate WHERE status = 'active' ORDER BY pk")
        if crate["consignment_pk"] in as_new
    ]
    start = 40_000_000 + 11_000_000 * OLDER_MONTHS.index(month)
    codes = dict(zip((crate["code"] for crate in crates), crate_codes(len(crates), start), strict=True))
    _put(server, Crate, [
        {key: value for key, value in crate.items() if key != "pk"}
        | {"code": codes[crate["code"]], "consignment_pk": as_new[crate["consignment_pk"]]}
        for crate in crates
    ])  # fmt: skip
    said = [
        {key: value for key, value in leg.items() if key != "pk"}
        | {"consignment_pk": as_new[leg["consignment_pk"]], "period": month, "local_date": day}
        | {"crate_code": codes[leg["crate_code"]]}
        for leg in legs
        if leg["crate_code"] in codes and leg["consignment_pk"] in as_new
    ]
    _put(server, Leg, said)


def _discrepancies(server: ServerInProcess) -> None:
    held = _rows(server, "SELECT * FROM discrepancy WHERE status = 'open' ORDER BY id")
    if not held:
        return
    chance = random.Random(7)
    more: list[dict[str, Any]] = []
    for n in range(DISCREPANCIES):
        like = chance.choice(held)
        more.append({key: value for key, value in like.items() if key != "id"}
                    | {"key": f"{like['key']}#{n}", "opened_ms": like["opened_ms"] + n * 60_000})  # fmt: skip
    _put(server, Discrepancy, more)

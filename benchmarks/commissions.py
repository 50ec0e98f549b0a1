"""Commission lines of many crate-legs in the server's database, against one plain scan of the same rows."""

import random
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from benchmarks.measure import RUNS, Timing, ratio, timed
from shared.commission.line_values import CommissionLine
from shared.commission.local_time import DAY_MS, local_date
from shared.commission.tariff import PercentRates, Tariff
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission.compute import Valuation, compute_exactly, value_all
from sync_server.commission.tariffs import add_tariff
from sync_server.custody.tables import Leg
from sync_server.db.bulk import insert_many
from sync_server.db.feed import lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.rows import row_text
from sync_server.db.session import Database, begin, open_database, read
from sync_server.network.tables import Consignment, Crate, Place
from sync_server.settlement.preview import preview

PRODUCERS, POINTS, HELPERS = 200, 40, 8
FIRST_DAY_MS = 1_790_000_000_000
PERIOD = local_date(FIRST_DAY_MS).isoformat()[:7]
SEED = 20_261_106
_LEG_COLUMNS = (
    "crate_code", "consignment_pk", "stage", "stage_index", "carrier_id", "carrier_order", "round_id",
    "from_place_id", "to_place_id", "start_event_pk", "end_event_pk", "started_ms", "ended_ms", "local_date",
    "period", "proven", "withheld_reason",
)  # fmt: skip


def measure_commissions(legs: int = 100_000, runs: int = RUNS) -> dict[str, Any]:
    """Seconds for one scan of the legs, for all lines from them, for a preview, and what they are apart.

    One consignment in fifty is not whole, and goes through the pure function crate by crate. The lines are
    checked against the pure function, to the cent, before anything is measured.
    """
    with _world(legs) as database, read(database) as session:
        _check(session)
        scan = timed(lambda: _scan(session), runs)
        compute = timed(lambda: value_all(session), runs)
        seen = timed(lambda: preview(session, PERIOD, FIRST_DAY_MS), runs)
    return {
        "legs": legs,
        "scan_s": scan.median_s,
        "compute_s": compute.median_s,
        "preview_s": seen.median_s,
        "ratio": ratio(compute, scan),
        "preview_ratio": ratio(seen, scan),
        **{name: timing.as_json() for name, timing in _named(scan, compute, seen)},
    }


def _named(scan: Timing, compute: Timing, seen: Timing) -> tuple[tuple[str, Timing], ...]:
    return ("scan", scan), ("compute", compute), ("preview", seen)


def _scan(session: Session) -> int:
    return session.connection().execute(text("SELECT SUM(ended_ms) FROM leg NOT INDEXED")).scalar_one()


def _check(session: Session) -> None:
    valuation, exact = value_all(session), compute_exactly(session)
    if _totals(valuation) != (_cents(exact.lines), _cents(exact.withheld)):
        raise AssertionError("the set-based lines are not those of the pure function")


def _totals(valuation: Valuation) -> tuple[int, int]:
    return (
        sum(line.amount_cents for line in valuation.lines),
        sum(line.amount_cents for line in valuation.withheld),
    )


def _cents(lines: tuple[CommissionLine, ...]) -> int:
    return sum(line.amount_cents for line in lines)


@contextmanager
def _world(legs: int) -> Generator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'relais.db'}")
        migrate(database)
        with begin(database) as session:
            _write(session, legs)
        with database.writer.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
        yield database
        database.close()


def _write(session: Session, legs: int) -> None:
    tariff = Tariff(
        "1",
        date(2020, 1, 1),
        percent=PercentRates(200, 100, 300, 500),
        keeper_bp=50,
        approved_by="AG",
        minutes_ref="PV",
    )
    add_tariff(session, lock_feed(session), row_text(tariff_to_json(tariff)), FIRST_DAY_MS)
    connection = session.connection()
    session.add_all(
        Place(
            id=f"R{n:03d}", name=f"Point {n}", role="relay", lat=47.2, lon=-1.5, keeper_person_id=f"P{n:03d}"
        )
        for n in range(POINTS)
    )
    session.flush()
    consignments, crates, leg_rows = _rows(legs)
    insert_many(
        connection,
        Consignment,
        (
            "pk", "id", "producer_id", "place_id", "date", "turnover_ttc_cents", "volume_ml", "cls", "label",
            "crate_total", "status",
        ),
        consignments,
    )  # fmt: skip
    insert_many(connection, Crate, ("code", "consignment_pk", "rank", "status"), crates)
    insert_many(connection, Leg, _LEG_COLUMNS, leg_rows)


def _rows(legs: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Consignments of 5 to 15 crates, collected to a hub then delivered, every fiftieth lacking one."""
    chance = random.Random(SEED)
    consignments: list[tuple[Any, ...]] = []
    crates: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    while len(rows) < legs:
        pk = len(consignments) + 1
        producer, point = pk % PRODUCERS, pk // PRODUCERS % POINTS
        ended_ms = FIRST_DAY_MS + pk * DAY_MS // (PRODUCERS * POINTS)
        day = local_date(ended_ms).isoformat()
        count = chance.randint(5, 15)
        turnover_cents = chance.randint(500, 90_000)
        lot = (pk, f"c_{pk}", f"P{producer:03d}", f"R{point:03d}", day, turnover_cents)
        consignments.append((*lot, 0, "ambiant", "", count, "active"))
        codes = [f"{chance.randrange(32**7):07X}{rank:X}" for rank in range(count)]
        crates += [(code, pk, rank, "active") for rank, code in enumerate(codes, start=1)]
        for index, stage in enumerate(("collection", "delivery")):
            carrier = f"P{(producer + index) % HELPERS:03d}"
            carried = codes[1:] if pk % 50 == 0 and index else codes
            to_place = f"R{point:03d}" if index else "R900"
            way = (f"r_{day}_{producer % HELPERS:02d}", "F001", to_place)
            ends = (pk, pk + 1, ended_ms - 1, ended_ms + index, day, day[:7], 1, None)
            rows += [(code, pk, stage, index, carrier, 0, *way, *ends) for code in carried]
    return consignments, crates, rows

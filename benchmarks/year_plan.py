"""A co-op's network and one week of it: 200 farms, 40 points, 1,000 lots of five crates, 20 rounds."""

import json
import random
from datetime import date

from sqlmodel import Session

from shared.custody.codes import new_code
from shared.network import PlaceRole
from sync_server.accounts.people import PersonFields, Role, put_people
from sync_server.accounts.tables import Coordinator
from sync_server.commission.tariffs import add_tariff
from sync_server.db.bulk import Rows, insert_many
from sync_server.db.feed import LockedFeed, lock_feed
from sync_server.imports.tables import ImportFile, ImportScope, OrderLine
from sync_server.network.publish import publish_consignments, publish_places, publish_rounds
from sync_server.network.rows import NOT_SEEN, publish_crates
from sync_server.network.status import ConsignmentStatus, CrateStatus, RoundKind, RoundStatus
from sync_server.network.tables import Consignment, Crate, CrateMove, Place, Round, RoundStop

FARMS, POINTS, POINTS_OF_A_FARM, CRATES_OF_A_LOT, LINES_OF_A_LOT = 200, 40, 5, 5, 3
CREWS = 10
# Codes of different weeks begin so far apart that they never meet.
CODES_BETWEEN = 100_000
HUB = "R900"
COORDINATOR, OWNER = "C01", "P011"
TARIFF = {
    "version": "1",
    "valid_from": "2020-01-01",
    "base": "ttc",
    "percent": {"collection": 200, "transfer": 100, "delivery": 300, "direct": 500},
    "keeper_bp": 50,
    "approved_by": "Assemblée générale",
    "minutes_ref": "PV 4",
}
_LOT = (
    "pk", "id", "producer_id", "place_id", "date", "turnover_ttc_cents", "volume_ml", "cls", "label",
    "crate_total", "status",
)  # fmt: skip
_IMPORT = (
    "id", "name", "sha256", "profile", "raw", "imported_at_ms", "imported_by", "order_count", "line_count",
    "amount_ttc_cents", "reject_count",
)  # fmt: skip
_SCOPE = (
    "id", "source", "scope_key", "group_key", "import_id", "content_sha256", "order_count", "line_count",
    "amount_ttc_cents",
)  # fmt: skip
_ORDER_LINE = (
    "scope_id", "import_id", "row_no", "line_key", "producer_id", "place_id", "pickup_date", "product",
    "quantity_thousandths", "amount_ttc_cents", "volume_ml",
)  # fmt: skip


def farm(n: int) -> str:
    """The place of a producer."""
    return f"F{n:03d}"


def point(n: int) -> str:
    """A relay point."""
    return f"R{n:03d}"


def collector(crew: int) -> str:
    """Who collects from the farms of a crew."""
    return f"P{crew:03d}"


def deliverer(crew: int) -> str:
    """Who delivers to the points of a crew."""
    return f"P{CREWS + crew:03d}"


def collection(day: str, crew: int) -> str:
    """The round from twenty farms to the hub."""
    return f"r_{day}_{crew + 1:02d}"


def delivery(day: str, crew: int) -> str:
    """The round from the hub to four points."""
    return f"r_{day}_{CREWS + crew + 1:02d}"


def found(session: Session, now_ms: int) -> None:
    """People, places, tariff, and the coordinator's account, which is also a producer's and a keeper's."""
    feed = lock_feed(session)
    helpers = {*map(collector, range(CREWS)), *map(deliverer, range(CREWS))}
    people: list[PersonFields] = []
    for n in range(FARMS):
        id_ = f"P{n:03d}"
        roles = {Role.PRODUCER}
        if id_ in helpers:
            roles.add(Role.HELPER)
        if n < POINTS:
            roles.add(Role.KEEPER)
        people.append(PersonFields(id_, f"Ferme {n:03d}", frozenset(roles), farm(n)))
    put_people(session, feed, people)
    chance = random.Random("places")
    at = [(47 + chance.random() / 2, -1.9 + chance.random()) for _ in range(FARMS + POINTS + 1)]
    places = [_place(farm(n), f"Ferme {n:03d}", PlaceRole.FARM, at[n]) for n in range(FARMS)]
    places += [
        _place(point(n), f"Point {n:02d}", PlaceRole.RELAY, at[FARMS + n], f"P{n:03d}") for n in range(POINTS)
    ]
    session.add_all([*places, _place(HUB, "Plateforme", PlaceRole.HUB, at[-1])])
    session.flush()
    publish_places(session, feed)
    add_tariff(session, feed, json.dumps(TARIFF).encode(), now_ms)
    session.add(
        Coordinator(
            id=COORDINATOR,
            name="Camille Durand",
            login="camille",
            password_argon2="",
            roles="coordinator,treasurer,keeper,producer",
            person_id=OWNER,
        )
    )


def _place(
    id_: str, name: str, role: PlaceRole, at: tuple[float, float], keeper_id: str | None = None
) -> Place:
    lat, lon = at
    return Place(id=id_, name=name, role=role.value, lat=lat, lon=lon, keeper_person_id=keeper_id)


def plan_week(session: Session, day: date, now_ms: int) -> list[tuple[int, int, str]]:
    """The week's lots and rounds as orders and planning leave them; (farm, point, code) of each crate."""
    feed = lock_feed(session)
    chance = random.Random("week")
    pairs = [
        (n, (n * POINTS_OF_A_FARM + step) % POINTS) for n in range(FARMS) for step in range(POINTS_OF_A_FARM)
    ]
    iso = day.isoformat()
    lots: Rows = [
        (
            pk, f"c_{iso}_P{n:03d}_{point(to)}", f"P{n:03d}", point(to), iso, chance.randint(1_500, 60_000),
            90_000, "ambiant", "Légumes", CRATES_OF_A_LOT, ConsignmentStatus.ACTIVE.value,
        )
        for pk, (n, to) in enumerate(pairs, start=1)
    ]  # fmt: skip
    codes = codes_from(1, len(pairs) * CRATES_OF_A_LOT)
    crates = [(*pairs[rank // CRATES_OF_A_LOT], code) for rank, code in enumerate(codes)]
    connection = session.connection()
    insert_many(connection, Consignment, _LOT, lots)
    rows: Rows = [
        (code, rank // CRATES_OF_A_LOT + 1, rank % CRATES_OF_A_LOT + 1, CrateStatus.ACTIVE.value)
        for rank, code in enumerate(codes)
    ]
    insert_many(connection, Crate, ("code", "consignment_pk", "rank", "status"), rows)
    _order_lines(session, lots, now_ms)
    _rounds(session, iso, crates)
    _publish(session, feed, iso, lots, codes)
    return crates


def codes_from(number: int, count: int) -> list[str]:
    """`count` codes that pass the check, none of them for two starting numbers far enough apart."""
    codes: list[str] = []
    while len(codes) < count:
        code = new_code(number)
        number += 1
        if code is not None:
            codes.append(code)
    return codes


def _order_lines(session: Session, lots: Rows, now_ms: int) -> None:
    connection = session.connection()
    day = lots[0][4]
    total = sum(lot[5] for lot in lots)
    counts = (len(lots), len(lots) * LINES_OF_A_LOT, total)
    insert_many(
        connection, ImportFile, _IMPORT, [(1, f"commandes_{day}.csv", "0" * 64, "generic", b"", now_ms,
                                           COORDINATOR, *counts, 0)],
    )  # fmt: skip
    insert_many(connection, ImportScope, _SCOPE, [(1, "generic", day, day, 1, "0" * 64, *counts)])
    rows: Rows = []
    for lot in lots:
        shares = [lot[5] // LINES_OF_A_LOT] * LINES_OF_A_LOT
        shares[0] += lot[5] - sum(shares)
        for n, cents in enumerate(shares):
            line = len(rows) + 1
            rows.append(
                (1, 1, line, f"{lot[1]}-{n}", lot[2], lot[3], day, f"Produit {n}", 1_000, cents, 30_000)
            )
    insert_many(connection, OrderLine, _ORDER_LINE, rows)


def _rounds(session: Session, day: str, crates: list[tuple[int, int, str]]) -> None:
    connection = session.connection()
    rounds: Rows = []
    stops: Rows = []
    for crew in range(CREWS):
        planned = RoundStatus.PLANNED.value
        come, go = collection(day, crew), delivery(day, crew)
        rounds.append((come, day, f"Collecte {crew}", RoundKind.COLLECTION.value, collector(crew), planned))
        rounds.append((go, day, f"Livraison {crew}", RoundKind.DELIVERY.value, deliverer(crew), planned))
        farms = [farm(n) for n in range(FARMS) if n % CREWS == crew]
        points = [point(n) for n in range(POINTS) if n % CREWS == crew]
        stops += [(come, n, place, None) for n, place in enumerate([*farms, HUB], start=1)]
        stops += [(go, n, place, None) for n, place in enumerate([HUB, *points], start=1)]
    insert_many(connection, Round, ("id", "date", "title", "kind", "helper_person_id", "status"), rounds)
    insert_many(connection, RoundStop, ("round_id", "n", "place_id", "planned_at"), stops)
    moves: Rows = []
    for n, to, code in crates:
        moves.append((collection(day, n % CREWS), code, 1, farm(n), HUB))
        moves.append((delivery(day, to % CREWS), code, 2, HUB, point(to)))
    columns = ("round_id", "crate_code", "step", "from_place_id", "to_place_id")
    insert_many(connection, CrateMove, columns, moves)


def _publish(session: Session, feed: LockedFeed, day: str, lots: Rows, codes: list[str]) -> None:
    crews = range(CREWS)
    publish_rounds(session, feed, [*(collection(day, n) for n in crews), *(delivery(day, n) for n in crews)])
    publish_consignments(session, feed, [lot[1] for lot in lots])
    publish_crates(session, feed, {code: NOT_SEEN for code in codes})

"""Files of orders amid the days: new lines, other lines, none, taken back; and places that change keepers."""

import csv
import io
from datetime import date, timedelta

from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.db.feed import LockedFeed
from sync_server.imports.confirm import Confirmation, Outcome, confirm
from sync_server.imports.layouts import TEMPLATE_TITLES
from sync_server.imports.prepare import Asking, Prepared, prepare
from sync_server.imports.undo import UndoOutcome, undo_import
from sync_server.network.correcting import By, PlaceFields, edit_place
from sync_server.network.rounds import plan_rounds
from sync_server.network.tables import Place
from sync_server.upkeep.after_planning import follow_consignments, follow_places, follow_plan
from tests.simulation.co_op import COORDINATOR
from tests.simulation.rare import Rare

BEGUN = "SELECT DISTINCT round_id FROM event WHERE round_id IS NOT NULL ORDER BY 1"


def import_orders(rare: Rare) -> None:
    """A shop's file of one day comes, again and again, with other lines each time."""
    network, now_ms = rare.co_op.network, rare.co_op.time.at_ms
    day, is_whole = rare.chance.choice(network.days), rare.chance.random() < 0.5
    raw, plans = _file(rare, day), rare.chance.random() < 0.6
    begun = [row[0] for row in rare.co_op.server.rows(BEGUN)]
    random_bytes = rare.co_op.server.runtime.random_bytes

    def act(session: Session, feed: LockedFeed) -> Outcome:
        prepared = prepare(session, Asking("commandes.csv", raw, is_whole_cycle=is_whole))
        assert isinstance(prepared, Prepared), prepared
        confirmed = confirm(session, feed, prepared, Confirmation(COORDINATOR, now_ms), random_bytes)
        if confirmed.consignments is not None:
            follow_consignments(session, feed, confirmed.consignments.changed_pks, now_ms)
            if plans:
                follow_plan(session, feed, plan_rounds(session, feed, day, begun).replanned, now_ms)
        return confirmed.outcome

    outcome = rare.coordinate(act)
    if outcome is not None:
        assert outcome in (Outcome.IMPORTED, Outcome.UNCHANGED), outcome
        rare.met(f"orders_{outcome.value}" + ("_whole" if is_whole else ""))


def undo_orders(rare: Rare) -> None:
    """An import is taken back."""
    imports = [row[0] for row in rare.co_op.server.rows("SELECT id FROM import_file ORDER BY id")]
    if not imports:
        return
    import_id, now_ms = rare.chance.choice(imports), rare.co_op.time.at_ms
    random_bytes = rare.co_op.server.runtime.random_bytes

    def act(session: Session, feed: LockedFeed) -> UndoOutcome:
        confirmation = Confirmation(COORDINATOR, now_ms)
        undone = undo_import(session, feed, import_id, "mauvais fichier", confirmation, random_bytes)
        if undone.consignments is not None:
            follow_consignments(session, feed, undone.consignments.changed_pks, now_ms)
        return undone.outcome

    if rare.coordinate(act) is UndoOutcome.UNDONE:
        rare.met("import_taken_back")


def change_keeper(rare: Rare) -> None:
    """A place is kept by somebody else, or by nobody, from a day on: one gone, today, or to come."""
    network, now_ms = rare.co_op.network, rare.co_op.time.at_ms
    place_id = rare.chance.choice(network.relays)
    keeper_id = rare.chance.choice((*network.producers, None))
    since: date = network.first_day + timedelta(days=rare.chance.randrange(14))

    def act(session: Session, feed: LockedFeed) -> bool:
        held = session.get_one(Place, place_id)
        said = (held.name, PlaceRole(held.role), held.lat, held.lon, held.area or "", held.note or "")
        wanted = PlaceFields(*said, keeper_id, held.phone or "", since)
        edit_place(session, feed, place_id, wanted, By(COORDINATOR, now_ms))
        follow_places(session, feed, [place_id], now_ms)
        return True

    if rare.coordinate(act):
        rare.met("keeper_changed")


def _file(rare: Rare, day: str) -> bytes:
    network, text = rare.co_op.network, io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(TEMPLATE_TITLES)
    told = date.fromisoformat(day).strftime("%d/%m/%Y")
    for number in range(rare.chance.randint(1, 6)):
        farm, place = rare.chance.choice(network.producers), rare.chance.choice(network.relays)
        cents = rare.chance.randrange(200, 30_000)
        amounts = [f"{each // 100},{each % 100:02d}" for each in (cents, cents * 948 // 1000)]
        ordered = (f"Ferme {farm}", f"Épicerie {place}", told, f"C-{number}", "Carottes", "botte", "2")
        writer.writerow((*ordered, *amounts, "5,5"))
    return text.getvalue().encode("utf-8-sig")

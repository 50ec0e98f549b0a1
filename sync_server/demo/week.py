"""The demonstration's week: founded, driven through real phones and HTTP, then counted."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.words.format import format_amount, format_whole
from shared.words.language import Language
from sync_server.config import Settings
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import open_database, read
from sync_server.demo import co_op
from sync_server.demo.co_op import DRIVEN_DAY, NEXT_DAY, DemoPhone
from sync_server.demo.figures import figures_of_week
from sync_server.demo.programs import Program, rehearse, start_server
from sync_server.imports.preview import Preview

FR = Language.FRENCH
PHONES_FOLDER = "phones"
SERVER_FOLDER = "server"

Say = Callable[[str], None]


@dataclass(slots=True)
class Week:
    """A week under way in a folder: the server's runtime, and who has a phone."""

    folder: Path
    runtime: Runtime
    say: Say
    started_s: float
    phones: tuple[DemoPhone, ...] = ()

    @property
    def server_folder(self) -> Path:
        """Where the server keeps its database."""
        return self.folder / SERVER_FOLDER

    @property
    def phones_folder(self) -> Path:
        """Where each phone has its own folder, named after the person."""
        return self.folder / PHONES_FOLDER

    def tell(self, sentence: str) -> None:
        """One line of progress, with the seconds since the start."""
        self.say(f"[{time.monotonic() - self.started_s:4.0f} s] {sentence}")


def found_week(folder: Path, say: Say) -> Week:
    """A co-op on a fresh database below `folder`, which must not hold one."""
    data_dir = folder / SERVER_FOLDER
    data_dir.mkdir(parents=True)
    # The environment may name a real co-op's database: the demonstration never looks at it.
    settings = Settings(data_dir=data_dir, database_url="", demo=True)
    database = open_database(settings.effective_database_url)
    migrate(database)
    week = Week(folder, Runtime(settings, database), say, time.monotonic())
    co_op.found_co_op(week.runtime)
    week.tell("Réseau de Loire-Atlantique : 121 fermes, 101 points, 374 livraisons réelles.")
    return week


def prepare_day(week: Week, day: str) -> Preview:
    """Orders in, crates made, rounds planned, and a phone for whoever drives and has none."""
    orders = co_op.take_orders(week.runtime, day)
    count, lines = format_whole(orders.order_count, FR), format_whole(orders.line_count, FR)
    amount = format_amount(orders.amount_ttc_cents, FR)
    week.tell(f"Commandes du {day} : {count} commandes, {lines} lignes, {amount}.")
    plan = co_op.plan(week.runtime, day)
    week.tell(f"Plan du {day} : {plan.crates} caisses, {len(plan.round_ids)} tournées.")
    known = {phone.person_id for phone in week.phones}
    new = [person_id for person_id in co_op.drivers_of(week.runtime, day) if person_id not in known]
    week.phones += tuple(co_op.add_phones(week.runtime, new))
    return orders


def drive_first_week(week: Week, port: int) -> tuple[Program, dict[str, int]]:
    """Week 45 from orders to commissions; the server that took it in goes on. Raises: DemoStopped."""
    orders = prepare_day(week, DRIVEN_DAY)
    server = start_server(week.server_folder, port)
    try:
        week.tell(f"{len(week.phones)} téléphones partent en tournée, chacun sur sa base, sans réseau.")
        rehearse(server.url, DRIVEN_DAY, week.phones, week.phones_folder, lambda news: _tell_news(week, news))
        with read(week.runtime.database) as session:
            figures = figures_of_week(session, orders)
    except BaseException:
        server.stop()
        raise
    week.tell(
        f"{format_whole(figures['legs_proven'], FR)} trajets de caisse prouvés, "
        f"{format_amount(figures['commission_cents'], FR)} de commissions en {figures['lines']} lignes, "
        f"{figures['discrepancies']} écarts à voir."
    )
    return server, figures


def prepare_next_week(week: Week) -> str:
    """Week 46 imported and planned; the helper whose phone is shown: the one with the longest day."""
    prepare_day(week, NEXT_DAY)
    return co_op.busiest_helper(week.runtime, NEXT_DAY)


def _tell_news(week: Week, news: Mapping[str, Any]) -> None:
    match news.get("step"):
        case "round":
            crates, stops = news["crates_dropped"], news["stops"]
            week.tell(f"Tournée {news['round']} finie : {crates} caisses déposées en {stops} arrêts.")
        case "synced" if news["pushed"] > 1:
            week.tell(f"Téléphone de {news['person']} : {news['pushed']} mouvements envoyés.")
        case "sync_failed" | "stopped":
            week.tell(f"Arrêt de la répétition : {dict(news)}")
        case _:
            pass

"""A co-op with the demonstration network: importing orders and planning rounds as its coordinator does."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from sync_server.cli.imports import take_orders
from sync_server.cli.network import DEMO_NETWORK
from sync_server.cli.rounds import plan_rounds_of
from sync_server.config import Settings
from sync_server.db.feed import lock_feed
from sync_server.db.migrate import migrate
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, open_database, read
from sync_server.imports.aliases import confirm_alias
from sync_server.imports.confirm import Confirmed
from sync_server.imports.faults import FileRefused
from sync_server.imports.naming import AliasKind
from sync_server.imports.prepare import Asking, Prepared
from sync_server.imports.preview import Preview
from sync_server.network.folder import NetworkFolder, read_folder
from sync_server.network.network_import import NetworkTaken, take_network
from sync_server.network.rounds import PlanOutcome
from tests.builders import CountedBytes, HandClock

DATABASE_FILE = "relais.db"
FRIDAY_45 = "2026-11-06"
TEMPLATE_HEADER = "producteur;point;date_retrait;commande;produit;variante;quantite;montant_ttc\n"


def orders_of_week(week: int) -> bytes:
    """The orders of week 45 or 46 as Open Food Network exports them in French."""
    return (DEMO_NETWORK / f"ofn_totaux_cycle_de_vente_par_acheteur_2026-W{week}.csv").read_bytes()


def a_template(*lines: str) -> str:
    """A file of the generic template."""
    return TEMPLATE_HEADER + "".join(f"{line}\n" for line in lines)


@dataclass(slots=True)
class CoOp:
    """The database of a co-op whose network is known."""

    runtime: Runtime

    def take_network(self, folder: Path = DEMO_NETWORK) -> NetworkTaken:
        """Imports a network."""
        wanted = read_folder(folder)
        assert isinstance(wanted, NetworkFolder), wanted
        with begin(self.runtime.database) as session:
            return take_network(session, lock_feed(session), wanted)

    def take(
        self,
        raw: bytes | str,
        *,
        cycles: Mapping[str, date] | None = None,
        day: date | None = None,
        whole_cycle: bool = False,
        accept_rejects: bool = False,
    ) -> tuple[Prepared | FileRefused, Confirmed | None]:
        """Imports a file of orders with the command's options."""
        content = raw.encode() if isinstance(raw, str) else raw
        asking = Asking("commandes.csv", content, cycles or {}, day, whole_cycle)
        return self.take_asking(asking, accept_rejects=accept_rejects)

    def take_asking(
        self, asking: Asking, *, accept_rejects: bool = False
    ) -> tuple[Prepared | FileRefused, Confirmed | None]:
        """Imports a file with all that is said beside it."""
        return take_orders(self.runtime, asking, are_rejects_accepted=accept_rejects)

    def taken(self, raw: bytes | str, **options: Any) -> tuple[Preview, Confirmed]:
        """Imports a file that can be read."""
        prepared, confirmed = self.take(raw, **options)
        assert isinstance(prepared, Prepared), prepared
        assert confirmed is not None
        return prepared.preview, confirmed

    def refused(self, raw: bytes | str) -> FileRefused:
        """Imports a file of which nothing can be read."""
        prepared, confirmed = self.take(raw)
        assert isinstance(prepared, FileRefused), prepared
        assert confirmed is None
        return prepared

    def map_name(self, kind: AliasKind, name: str, target: str) -> bool:
        """Confirms what a name means."""
        with begin(self.runtime.database) as session:
            return confirm_alias(session, kind, name, target, "C01", 0)

    def plan(self, day: str = FRIDAY_45) -> PlanOutcome:
        """Plans the rounds of a day."""
        return plan_rounds_of(self.runtime, day)

    def select(self, statement: str, **values: Any) -> Sequence[Any]:
        """What the database answers."""
        with read(self.runtime.database) as session:
            return session.connection().execute(text(statement), values).all()

    def value(self, statement: str, **values: Any) -> Any:
        """The one value the database answers."""
        return self.select(statement, **values)[0][0]

    def execute(self, statement: str, **values: Any) -> None:
        """Changes the database under the program's feet."""
        with begin(self.runtime.database) as session:
            session.connection().execute(text(statement), values)

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """The rows phones hold of one table, by key."""
        held = self.select("SELECT k, d FROM pull_row WHERE t = :t AND deleted = 0", t=table)
        return {k: json.loads(d) for k, d in held}

    def audiences(self, table: str, key: str) -> set[str]:
        """Who receives a row."""
        statement = (
            "SELECT audience.name FROM row_audience JOIN audience ON audience.id = audience_id "
            "JOIN pull_row ON pull_row.id = row_id WHERE t = :t AND k = :k"
        )
        return {name for (name,) in self.select(statement, t=table, k=key)}

    def feed_seq(self) -> int:
        """How far the feed is: it moves with every change of any row."""
        return int(self.value("SELECT seq FROM feed_head"))


@cache
def _file_with_the_network() -> bytes:
    """A database with the demonstration network, made once for all tests of this process."""
    with TemporaryDirectory() as folder:
        made = a_coop(Path(folder))
        made.take_network()
        made.runtime.database.close()
        return (Path(folder) / DATABASE_FILE).read_bytes()


def a_coop_with_its_network(folder: Path) -> CoOp:
    """A co-op on the demonstration network, without orders."""
    (folder / DATABASE_FILE).write_bytes(_file_with_the_network())
    return a_coop(folder)


def a_coop(folder: Path, database_url: str = "") -> CoOp:
    """A co-op on the SQLite file of this folder or on another database; a fresh one has no network."""
    settings = Settings(data_dir=folder, database_url=database_url)
    runtime = Runtime(settings, open_database(settings.effective_database_url), HandClock(), CountedBytes())
    migrate(runtime.database)
    return CoOp(runtime)

"""The demonstration's co-op on a fresh database: network, tariff, orders, rounds, phones, a coordinator."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from shared.commission.tariff import Tariff
from shared.errors import RelaisError
from sync_server.accounts.console_sessions import open_sign_in_link
from sync_server.accounts.devices import add_device
from sync_server.accounts.passwords import hash_password
from sync_server.accounts.secrets import new_secret
from sync_server.accounts.tables import Coordinator
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.runtime import Runtime
from sync_server.db.session import begin, read
from sync_server.imports.confirm import Confirmation, Outcome, confirm
from sync_server.imports.faults import FileRefused
from sync_server.imports.prepare import Asking, prepare
from sync_server.imports.preview import Preview
from sync_server.network.doors import door_seal
from sync_server.network.folder import read_folder
from sync_server.network.network_import import take_door_codes, take_network
from sync_server.network.plan_queries import rounds_of_day, stops_by_round
from sync_server.network.rounds import PlanOutcome, plan_rounds
from sync_server.upkeep.after_planning import follow_plan

NETWORK_FOLDER = Path(__file__).parent.parent / "demo_network"
DRIVEN_DAY, NEXT_DAY = "2026-11-06", "2026-11-13"
ORDERS_OF_DAY = {DRIVEN_DAY: "2026-W45", NEXT_DAY: "2026-W46"}
COORDINATOR_ID = "C01"
TARIFF = {
    "version": "2026-1",
    "valid_from": "2026-01-01",
    "base": "ttc",
    "percent": {"collection": 200, "transfer": 100, "delivery": 300, "direct": 500},
    "keeper_bp": 50,
    "approved_by": "Assemblée générale",
    "minutes_ref": "PV du 12 décembre 2025, résolution 4",
}


class DemoStopped(RelaisError):
    """A step of the demonstration did not end as it must."""

    code = "demo-stopped"


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """A phone with its token; its store is a folder named after the person."""

    person_id: str
    device_id: str
    token: str


def found_co_op(runtime: Runtime) -> None:
    """Network and tariff. Raises: DemoStopped."""
    folder = read_folder(NETWORK_FOLDER)
    if isinstance(folder, tuple):
        raise DemoStopped(step="network", faults=len(folder))
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        take_network(session, feed, folder)
        seal = door_seal(runtime.settings.data_dir, runtime.random_bytes)
        take_door_codes(session, feed, folder, seal)
        added = add_tariff(session, feed, json.dumps(TARIFF).encode(), runtime.now_ms())
    if not isinstance(added, Tariff):
        raise DemoStopped(step="tariff", answer=repr(added))


def take_orders(runtime: Runtime, day: str) -> Preview:
    """Imports the day's orders, as a coordinator would after having looked. Raises: DemoStopped."""
    name = f"ofn_totaux_cycle_de_vente_par_acheteur_{ORDERS_OF_DAY[day]}.csv"
    asking = Asking(name, (NETWORK_FOLDER / name).read_bytes())
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        prepared = prepare(session, asking)
        if isinstance(prepared, FileRefused):
            raise DemoStopped(step="orders", answer=repr(prepared))
        # The same codes each time: who gets an odd cent goes by code, and the figures are to be the same.
        codes = random.Random(day).randbytes
        taken = confirm(session, feed, prepared, Confirmation(COORDINATOR_ID, runtime.now_ms()), codes)
    if taken.outcome is not Outcome.IMPORTED:
        raise DemoStopped(step="orders", answer=taken.outcome.value)
    return prepared.preview


def plan(runtime: Runtime, day: str) -> PlanOutcome:
    """Plans the day's rounds."""
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        outcome = plan_rounds(session, feed, day)
        follow_plan(session, feed, outcome.replanned, runtime.now_ms())
        return outcome


def drivers_of(runtime: Runtime, day: str) -> list[str]:
    """Whoever drives a round that day."""
    with read(runtime.database) as session:
        return sorted({one.helper_person_id for one in rounds_of_day(session, day)})


def busiest_helper(runtime: Runtime, day: str) -> str:
    """Whoever picks up most crates that day: the phone with most to show. Raises: DemoStopped."""
    carried: dict[str, int] = {}
    with read(runtime.database) as session:
        rounds = rounds_of_day(session, day)
        stops = stops_by_round(session, (one.id for one in rounds))
    for one in rounds:
        crates = sum(stop.pickups for stop in stops.get(one.id, ()))
        carried[one.helper_person_id] = carried.get(one.helper_person_id, 0) + crates
    if not carried:
        raise DemoStopped(step="plan", day=day)
    return max(sorted(carried), key=lambda person_id: carried[person_id])


def add_phones(runtime: Runtime, people: list[str]) -> list[DemoPhone]:
    """A phone with a token for each person."""
    with begin(runtime.database) as session:
        added = [
            (person_id, add_device(session, person_id, runtime.now_ms(), runtime.random_bytes, model="demo"))
            for person_id in people
        ]
    return [DemoPhone(person_id, device.id, device.token) for person_id, device in added]


def add_coordinator(runtime: Runtime) -> str:
    """A coordinator nobody knows the password of; the token of the one link that lets in."""
    with begin(runtime.database) as session:
        password = hash_password(new_secret(runtime.random_bytes))
        session.add(
            Coordinator(id=COORDINATOR_ID, name="Camille Durand", login="camille", password_argon2=password)
        )
        session.flush()
        return open_sign_in_link(session, COORDINATOR_ID, runtime.random_bytes, runtime.now_ms())

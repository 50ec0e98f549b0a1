"""`python -m mobile.rehearsal`: drive a date's rounds with the real phone code, and sync them over HTTP.

Each phone is `{"folder": …, "device_id": …, "person_id": …, "token": …}`; a JSON list of them is read from
`--phones FILE`, or from standard input. Progress is told as one JSON object a line.
"""

import argparse
import json
import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from mobile.device.clock import SeededRandomness, SetClock, SystemClock, SystemRandomness
from mobile.rehearsal.day import Day
from mobile.rehearsal.helper import Helper, RehearsalStoppedError
from mobile.rehearsal.mistakes import FAULTLESS, choose_mistakes
from mobile.rehearsal.visits import instant_ms, visits_of_day
from mobile.store.database import Store, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import outbox_counts
from mobile.sync.engine import sync_once
from mobile.sync.http_peer import HttpPeer, open_http_client
from mobile.sync.outcome import Synced

FIVE_IN_THE_MORNING_MINUTES = 5 * 60


class PhoneGiven(BaseModel):
    """A phone with a token, and the folder its store is in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    folder: Path
    device_id: str
    person_id: str
    token: str


def main(arguments: list[str] | None = None) -> int:
    """Rehearse, and answer 0 where every fact of the day reached the server."""
    asked = _parse(arguments)
    text = asked.phones.read_text() if asked.phones else sys.stdin.read()
    phones = TypeAdapter(list[PhoneGiven]).validate_json(text)
    stores = [(phone.person_id, _open(phone, asked.server)) for phone in phones]
    try:
        return _rehearse(stores, asked)
    except RehearsalStoppedError as stopped:
        tell({"step": "stopped", "code": stopped.code, **stopped.context})
        return 1
    finally:
        for _, store in stores:
            store.close()


def tell(progress: dict[str, Any]) -> None:
    """One line of progress."""
    sys.stdout.write(json.dumps(progress, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _rehearse(stores: list[tuple[str, Store]], asked: argparse.Namespace) -> int:
    if not _sync_all(stores, asked.server):
        return 1
    visits = visits_of_day(stores, asked.date)
    mistakes = choose_mistakes(visits) if asked.mistakes else FAULTLESS
    helpers = {person_id: _helper(person_id, store, asked) for person_id, store in stores}
    Day(helpers, mistakes, random.Random(asked.seed), tell).drive(visits)
    if not _sync_all(stores, asked.server):
        return 1
    tell(
        {
            "step": "done",
            "visits": len(visits),
            "facts": sum(helper.facts for helper in helpers.values()),
            "missing": mistakes.missing,
            "wrong_place": mistakes.wrong_place.code if mistakes.wrong_place else None,
            "claimed_twice": mistakes.double_claim.code if mistakes.double_claim else None,
        }
    )
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mobile.rehearsal", description=__doc__)
    parser.add_argument("--server", required=True, help="address of the server")
    parser.add_argument("--date", required=True, type=date.fromisoformat, help="distribution day, 2026-11-06")
    parser.add_argument("--phones", type=Path, help="JSON file of phones; standard input without it")
    parser.add_argument("--seed", type=int, default=1, help="which small incidents happen")
    parser.add_argument(
        "--mistakes", action="store_true", help="plant a missing, a misplaced and a doubled crate"
    )
    return parser.parse_args(arguments)


def _open(phone: PhoneGiven, server_url: str) -> Store:
    store = open_store(phone.folder)
    store.save_enrolment(Enrolment(server_url, phone.device_id, phone.person_id, phone.token))
    return store


def _helper(person_id: str, store: Store, asked: argparse.Namespace) -> Helper:
    """The day's clock sees satellites: they date the facts, as the evening's sync happens another day."""
    morning_ms = instant_ms(asked.date, FIVE_IN_THE_MORNING_MINUTES)
    key = f"rehearsal-{asked.date}-{asked.seed}"
    clock = SetClock(morning_ms, morning_ms - 3_600_000, key=key, sees_satellites=True)
    return Helper(person_id, store, clock, SeededRandomness(f"{asked.seed} {person_id}"))


def _sync_all(stores: list[tuple[str, Store]], server_url: str) -> bool:
    with open_http_client() as client:
        peer = HttpPeer(client, server_url)
        for person_id, store in stores:
            outcome = sync_once(store, peer, SystemClock(), SystemRandomness())
            if not isinstance(outcome, Synced) or outcome.pending:
                tell({"step": "sync_failed", "person": person_id, "outcome": repr(outcome)})
                return False
            tell(
                {
                    "step": "synced",
                    "person": person_id,
                    "pushed": outcome.pushed,
                    "rows": outcome.rows,
                    "recorded": outbox_counts(store).head,
                }
            )
    return True


if __name__ == "__main__":
    sys.exit(main())

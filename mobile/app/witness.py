"""Reads where the phone is when something was just recorded, if its person agreed: then, and never else."""

import asyncio
from collections.abc import Callable

from mobile.actions.arrive_at_stop import ArriveAtStop
from mobile.actions.bind_crate import BindCrate
from mobile.actions.close_round import CloseRound
from mobile.actions.depart_round import DepartRound
from mobile.actions.give_handover import GiveHandover
from mobile.actions.join_position import JoinPosition
from mobile.actions.leave_stop import LeaveStop
from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_empties import RecordEmpties
from mobile.actions.record_incident import RecordIncident
from mobile.actions.record_pickup import RecordPickup
from mobile.actions.record_temperature import RecordTemperature
from mobile.actions.recording import new_intent_id
from mobile.actions.start_round import StartRound
from mobile.actions.start_unplanned_round import StartUnplannedRound
from mobile.actions.take_handover import TakeHandover
from mobile.app.errands import Located
from mobile.app.phones import Phone
from mobile.device.location import Location
from mobile.store.consent import joins_position

# What happens at a place. Undoing, disputing and looking do not: they may be done at the kitchen table.
EVENTS = (
    ArriveAtStop,
    BindCrate,
    CloseRound,
    DepartRound,
    GiveHandover,
    LeaveStop,
    RecordDrop,
    RecordEmpties,
    RecordIncident,
    RecordPickup,
    RecordTemperature,
    StartRound,
    StartUnplannedRound,
    TakeHandover,
)


def joining(located: Located, phone: Phone) -> JoinPosition:
    """The intent that keeps it."""
    return JoinPosition(new_intent_id(phone.clock, phone.randomness), located.fact_ids, located.position)


class Witness:
    """One reading at a time: what is recorded meanwhile shares it."""

    def __init__(self, location: Location, tell: Callable[[Located], None]) -> None:
        self._location = location
        self._tell = tell
        self._waiting: dict[str, list[str]] = {}
        self._reading: asyncio.Task[None] | None = None

    def note(self, phone: Phone, intent: object, outcome: object) -> None:
        """Something was carried out: read, where it was an event, just now, of somebody who agreed."""
        if not isinstance(intent, EVENTS) or not isinstance(outcome, Recorded) or outcome.repeated:
            return
        # What is practised happens nowhere.
        if phone.is_practice or not joins_position(phone.store.folder):
            return
        self._waiting.setdefault(phone.profile, []).append(outcome.ids[0])
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())

    def close(self) -> None:
        """Nobody waits for it any more."""
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self) -> None:
        position = await self._location.read()
        waiting, self._waiting = self._waiting, {}
        if position is None:
            return
        for profile, fact_ids in waiting.items():
            self._tell(Located(profile, tuple(fact_ids), position))

"""Crates still aboard when a round ends: each gets a holder, and the facts that say so."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.crate_acts import CrateAct, draft_crate_act
from mobile.actions.handovers import refuse_unusable_handover
from mobile.actions.outcomes import RefusalReason, Refused
from mobile.actions.round_acts import without_absent
from mobile.config import NOTE_MAX_CHARACTERS
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from shared.custody.discrepancies import CRATES_AT_ONCE_MAX
from shared.custody.events import How, Kind
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class LeftAt:
    """These crates were left at a place."""

    crates: tuple[str, ...]
    place_id: str


@dataclass(frozen=True, slots=True)
class HandedTo:
    """These crates were handed to somebody, named or known to the network."""

    crates: tuple[str, ...]
    name: str
    person_id: str | None = None


Leftover = LeftAt | HandedTo


def draft_leftovers(
    connection: Connection, author: Enrolment, round_id: str, leftovers: Sequence[Leftover]
) -> list[Draft] | Refused:
    """A drop wherever crates were left, a handover for whoever took some; nothing moves those kept."""
    drafts: list[Draft] = []
    for leftover in leftovers:
        match leftover:
            case LeftAt(crates=crates, place_id=place_id):
                # The person says where they are: a place that was not planned is for the coordinator to see.
                act = CrateAct(Act.DROP, round_id, place_id, crates, (), How.TAPPED, {}, even_if_odd=True)
                found = draft_crate_act(connection, author, act)
            case HandedTo():
                found = _handover(connection, round_id, leftover)
        if isinstance(found, Refused):
            return found
        drafts += found
    return drafts


def _handover(connection: Connection, round_id: str, handed: HandedTo) -> list[Draft] | Refused:
    if len(handed.name) > NOTE_MAX_CHARACTERS:
        return Refused(RefusalReason.TEXT_TOO_LONG)
    refused = refuse_unusable_handover(connection, round_id, handed.crates)
    if refused is not None:
        return refused
    data = without_absent(to=handed.person_id, to_name=handed.name or None)
    return [
        Draft(
            kind=Kind.HANDOVER_GIVEN,
            round_id=round_id,
            crates=handed.crates[start : start + CRATES_AT_ONCE_MAX],
            how=How.TAPPED.value,
            data=data,
        )
        for start in range(0, len(handed.crates), CRATES_AT_ONCE_MAX)
    ]

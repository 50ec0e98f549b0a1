"""What stands in the way of a closing, as a page shows it: with what a silent phone may hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync_server.accounts.rights import Right
from sync_server.console.chips import Tone
from sync_server.console.silence import held_by
from sync_server.console.visit import Visit
from sync_server.settlement.blocking import (
    BlockingPoint,
    OpenDiscrepancies,
    PeriodNotOver,
    PhoneNotBackSinceRestore,
    SilentPhone,
)
from sync_server.settlement.french import blocking_sentence


@dataclass(frozen=True, slots=True)
class BlockingShown:
    """One thing that stands in the way of closing."""

    href: str
    tone: Tone
    icon: str
    says: str
    why: str
    # What whoever follows the link needs; None where the address is on this page.
    right: Right | None = None


def blocking_shown(visit: Visit, period: str, point: BlockingPoint) -> BlockingShown:
    """One point: what it is, what can be done about it, and where."""
    says = blocking_sentence(point)
    match point:
        case PeriodNotOver():
            why = "Vous pouvez clore plus tôt en disant pourquoi."
            return BlockingShown("#cloture", Tone.WAITING, "calendar", says, why)
        case SilentPhone(person_id=person_id) | PhoneNotBackSinceRestore(person_id=person_id):
            held = held_by(visit, [person_id], f"{period}-01", f"{period}-31").get(person_id, [])
            why = " ".join((*(f"{each}." for each in held), "Vous pouvez vous en passer en disant pourquoi."))
            return BlockingShown(
                "/console/telephones", Tone.WAITING, "silent", says, why, Right.MANAGE_PHONES
            )
        case OpenDiscrepancies(kind=kind):
            href = f"/console/ecarts?genre={kind.value}"
            why = "À regarder avant de clore."
            return BlockingShown(href, Tone.WRONG, "alert", says, why, Right.SEE_DISCREPANCIES)
        case _:
            return BlockingShown("#cloture", Tone.WRONG, "alert", says, "À régler avant de clore.")


def blocking_note(points: Sequence[BlockingPoint], *, has_stopping: bool) -> str:
    """What all points come to."""
    if has_stopping:
        return "à régler avant de clore"
    return "à justifier pour clore" if points else "rien n'empêche de clore"

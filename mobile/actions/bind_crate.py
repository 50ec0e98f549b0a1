"""Record that a blank, pre-printed label now belongs to a consignment."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.outcomes import RecordOutcome, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.journal import Draft
from mobile.store.overlay import sights_of_crates
from mobile.store.reference import has_row
from shared.custody.codes import CodeWrong, read_code
from shared.custody.events import How, Kind


@dataclass(frozen=True, slots=True)
class BindCrate:
    """This code is on a crate of this consignment."""

    intent_id: str
    code: str
    consignment_id: str
    round_id: str | None = None
    place_id: str | None = None
    how: How = How.QR
    attached: Attached = NOTHING_ATTACHED


def bind_crate(intent: BindCrate, store: Store, clock: Clock, randomness: Randomness) -> RecordOutcome:
    """A label that is bound already is refused: two consignments cannot share one code."""

    def decide(connection: Connection, _: Enrolment) -> list[Draft] | Refused:
        read = read_code(intent.code)
        if isinstance(read, CodeWrong):
            return Refused(RefusalReason.BAD_CODE, (intent.code,))
        if not has_row(connection, "cons", intent.consignment_id):
            return Refused(RefusalReason.UNKNOWN_CONSIGNMENT)
        if has_row(connection, "crate", read.code) or _is_bound(connection, read.code):
            return Refused(RefusalReason.ALREADY_DONE, (read.code,))
        data = {"consignment": intent.consignment_id}
        return [
            Draft(Kind.BIND, intent.round_id, intent.place_id, (read.code,), intent.how.value, None, data)
        ]

    return record_intent(intent.intent_id, store, clock, randomness, decide, intent.attached)


def _is_bound(connection: Connection, code: str) -> bool:
    """Whether this phone itself bound the label, the server's rows not telling it yet."""
    own = sights_of_crates(connection, [code])[code].own
    return any(each.kind is Kind.BIND and not each.is_voided for each in own)

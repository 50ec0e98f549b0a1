"""Answer a scan or a typed code: expected, unknown, wrong stop or already done; what is odd is kept."""

from dataclasses import dataclass

from mobile.actions.attaching import NOTHING_ATTACHED, Attached
from mobile.actions.crate_acts import scan_answer
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.recording import record_intent
from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import label_hosts
from mobile.store.journal import Draft
from mobile.store.overlay import sights_of_crates
from shared.custody.codes import CodeFault, CodeWrong, ScannedCrate, read_code, read_scan
from shared.custody.events import How, Kind
from shared.custody.rules import Act, ScanAnswer

TEXT_KEPT_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class ScanCode:
    """A text from the camera, a reader or the keyboard, at a stop, for taking or leaving."""

    intent_id: str
    round_id: str
    place_id: str
    act: Act
    text: str
    how: How
    attached: Attached = NOTHING_ATTACHED


@dataclass(frozen=True, slots=True)
class Scan:
    """The answer; `code` where the text holds a crate's, `fault` why a typed one cannot be right.

    `fact_id` is the `scan_odd` that keeps an odd scan. Expected: nothing is recorded yet.
    """

    answer: ScanAnswer
    code: str | None
    fault: CodeFault | None
    fact_id: str | None


def scan_code(intent: ScanCode, store: Store, clock: Clock, randomness: Randomness) -> Scan | Refused:
    """Decide from what this phone knows; no network is asked."""
    author = store.enrolment
    if author is None:
        return Refused(RefusalReason.NOT_ENROLLED)
    scanned = read_scan(intent.text, label_hosts(author))
    code = scanned.code if isinstance(scanned, ScannedCrate) else None
    if code is not None:
        with store.reading() as connection:
            sight = sights_of_crates(connection, [code])[code]
        answer = scan_answer(sight, author, intent.round_id, intent.place_id, intent.act)
        if answer is ScanAnswer.EXPECTED:
            return Scan(answer, code, None, None)
    else:
        answer = ScanAnswer.UNKNOWN
    return Scan(answer, code, _fault(intent, code), _keep(intent, code, answer, store, clock, randomness))


def _fault(intent: ScanCode, code: str | None) -> CodeFault | None:
    read = read_code(intent.text)
    return read.fault if code is None and intent.how is How.TYPED and isinstance(read, CodeWrong) else None


def _keep(
    intent: ScanCode,
    code: str | None,
    answer: ScanAnswer,
    store: Store,
    clock: Clock,
    randomness: Randomness,
) -> str | None:
    draft = Draft(
        kind=Kind.SCAN_ODD,
        round_id=intent.round_id,
        place_id=intent.place_id,
        crates=(code,) if code else (),
        how=intent.how.value,
        data={"text": intent.text.strip()[:TEXT_KEPT_CHARACTERS], "answer": answer.value},
    )
    outcome = record_intent(
        intent.intent_id, store, clock, randomness, lambda _connection, _author: [draft], intent.attached
    )
    return outcome.ids[0] if isinstance(outcome, Recorded) else None

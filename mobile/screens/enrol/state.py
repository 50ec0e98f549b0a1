"""Where an enrolment stands: the code typed, the digits to compare, why it failed."""

from dataclasses import dataclass, field, replace

from mobile.actions.enrol_phone import Claimed, EnrolFailure, OfferFault, StillWaiting
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture, Holder, Reading

POLL_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """Ask the server of this link, or of this code, for the four digits."""

    text: str
    server_url: str | None


@dataclass(frozen=True, slots=True)
class AskConfirmation:
    """Ask whether the coordinator confirmed; `tries` tells one question from the next."""

    claimed: Claimed
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Asking(Gesture):
    """The request has left."""


@dataclass(frozen=True, slots=True)
class StartAgain(Gesture):
    """Forget this code."""


@dataclass(frozen=True, slots=True)
class UseCamera(Gesture):
    """Open the camera, or close it."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class SawAnotherCode(Gesture):
    """The camera read a code that is no enrolment."""


@dataclass(frozen=True, slots=True)
class EnrolState:
    """The server this phone would use for a bare code, where known, and who else shares the phone."""

    server_url: str | None
    is_enrolled: bool = False
    others: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrolDraft:
    """At most one of `claimed` and `problem` is set. What is typed is outside, in `code` and `server`."""

    is_asking: bool = False
    claimed: Claimed | None = None
    tries: int = 0
    problem: EnrolFailure | OfferFault | None = None
    is_scanning: bool = False
    is_other_code: bool = False
    code: Typed = field(default_factory=Typed, compare=False)
    server: Typed = field(default_factory=Typed, compare=False)


def new_draft(_intent_id: str) -> EnrolDraft:
    """Nothing typed yet."""
    return EnrolDraft()


def load(reading: Reading) -> EnrolState:
    """A link of the coordinator's screen may have opened the app: its server is proposed."""
    return EnrolState(
        reading.params.get("server_url"),
        is_enrolled=reading.store.enrolment is not None,
        others=tuple(each for each in reading.holders if each.is_enrolled and not each.is_current),
    )


def change(draft: EnrolDraft, news: object) -> EnrolDraft:
    """Fold a gesture, or what the server answered."""
    return _answered(draft, news) if isinstance(news, Carried) else _gestured(draft, news)


def _gestured(draft: EnrolDraft, gesture: object) -> EnrolDraft:
    match gesture:
        case UseCamera(is_on=is_on):
            return EnrolDraft(is_scanning=is_on, code=draft.code, server=draft.server)
        case SawAnotherCode():
            return replace(draft, is_other_code=True)
        case Asking():
            return EnrolDraft(is_asking=True, code=draft.code, server=draft.server)
        case StartAgain():
            return EnrolDraft(server=draft.server)
        case _:
            return draft


def _answered(draft: EnrolDraft, carried: Carried) -> EnrolDraft:
    match carried:
        case Carried(outcome=Claimed() as claimed):
            return EnrolDraft(claimed=claimed, code=draft.code, server=draft.server)
        case Carried(intent=AskConfirmation(tries=tries), outcome=StillWaiting()):
            return EnrolDraft(claimed=draft.claimed, tries=tries + 1, code=draft.code, server=draft.server)
        case Carried(intent=AskConfirmation(tries=tries), outcome=EnrolFailure() as failure):
            # Without a network the question is asked again: the coordinator may be confirming right now.
            if failure in (EnrolFailure.NO_NETWORK, EnrolFailure.SERVER_UNREACHABLE):
                return EnrolDraft(
                    claimed=draft.claimed, tries=tries + 1, code=draft.code, server=draft.server
                )
            return EnrolDraft(problem=failure, code=draft.code, server=draft.server)
        case Carried(outcome=(EnrolFailure() | OfferFault()) as problem):
            return EnrolDraft(problem=problem, code=draft.code, server=draft.server)
        case _:
            return draft


def alarm(draft: EnrolDraft) -> Alarm | None:
    """While the digits are compared, the server is asked every two seconds."""
    if draft.claimed is None:
        return None
    return Alarm(POLL_EVERY_S, AskConfirmation(draft.claimed, draft.tries))

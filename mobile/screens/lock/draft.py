"""What was typed at the lock, and what the last try came to."""

from dataclasses import dataclass, field, replace

from mobile.actions.hold_phone import PIN_DIGITS, AskStanding, PinRefused, TryPin
from mobile.components.pin_pad import DELETE
from mobile.screens.contract import Alarm, Carried, Gesture

LOOK_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class PressKey(Gesture):
    """A digit, or the key that takes the last one away."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskForHelp(Gesture):
    """The code is forgotten."""


@dataclass(frozen=True, slots=True)
class LockDraft:
    """`looked` counts the answers: the same question asked again is another one."""

    pin: str = field(default="", repr=False)
    answer: PinRefused | None = None
    looked: int = 0
    is_helped: bool = False


def new_draft(_intent_id: str) -> LockDraft:
    """Nothing typed."""
    return LockDraft()


def pressed(pin: str, key: str) -> str:
    """The digits after one more key."""
    return pin[:-1] if key == DELETE else (pin + key)[:PIN_DIGITS]


def change(draft: LockDraft, news: object) -> LockDraft:
    """Fold a key, or what came of a try."""
    match news:
        case PressKey(key=key):
            return replace(draft, pin=pressed(draft.pin, key))
        case AskForHelp():
            return replace(draft, is_helped=True)
        case Carried(intent=AskStanding(), outcome=PinRefused() as answer):
            return replace(draft, answer=answer, looked=draft.looked + 1)
        case Carried(intent=TryPin(), outcome=PinRefused() as answer):
            return replace(draft, pin="", answer=answer, looked=draft.looked + 1)
        case Carried(intent=TryPin()):
            return LockDraft()
        case _:
            return draft


def alarm(draft: LockDraft) -> Alarm | None:
    """Six digits are tried by themselves; a wait is looked at again while it lasts."""
    if len(draft.pin) == PIN_DIGITS:
        return Alarm(0.0, TryPin(draft.pin))
    if draft.answer is None:
        return Alarm(0.0, AskStanding())
    if draft.answer.wait_ms and not draft.answer.is_shut:
        return Alarm(min(draft.answer.wait_ms / 1000, LOOK_AGAIN_S), AskStanding(draft.looked))
    return None

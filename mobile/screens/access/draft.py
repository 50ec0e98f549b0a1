"""A code being set, changed or taken away: which question is asked, and what was said to the last answer."""

from dataclasses import dataclass, field, replace
from enum import Enum

from mobile.actions.hold_phone import (
    PIN_DIGITS,
    PinFault,
    PinRefused,
    PinRemoved,
    PinRight,
    PinSet,
    RemovePin,
    SetPin,
    TryPin,
    is_too_easy,
)
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.lock.draft import PressKey, pressed


class Goal(Enum):
    """What the person wants of the code."""

    SET = "set"
    REMOVE = "remove"


class Step(Enum):
    """The question being asked."""

    CURRENT = "current"
    NEW = "new"
    AGAIN = "again"


class Said(Enum):
    """What was said to the last answer, apart from a refusal of the code itself."""

    SET = "set"
    REMOVED = "removed"
    DIFFER = "differ"
    TOO_EASY = "too_easy"


@dataclass(frozen=True, slots=True)
class BeginCode(Gesture):
    """Set or take away the code; who has one already is asked for it first."""

    goal: Goal
    has_pin: bool


@dataclass(frozen=True, slots=True)
class LeaveCode(Gesture):
    """Leave it as it is."""


@dataclass(frozen=True, slots=True)
class AccessDraft:
    """`step` is None while nothing is asked."""

    goal: Goal = Goal.SET
    step: Step | None = None
    pin: str = field(default="", repr=False)
    current: str = field(default="", repr=False)
    new: str = field(default="", repr=False)
    said: Said | None = None
    refused: PinRefused | None = None


def new_draft(_intent_id: str) -> AccessDraft:
    """Nothing begun."""
    return AccessDraft()


def change(draft: AccessDraft, news: object) -> AccessDraft:
    """Fold a gesture, or what came of a code."""
    match news:
        case BeginCode(goal=goal, has_pin=has_pin):
            return AccessDraft(goal, Step.CURRENT if has_pin else Step.NEW)
        case LeaveCode():
            return AccessDraft()
        case PressKey(key=key):
            return _typed(replace(draft, pin=pressed(draft.pin, key), said=None, refused=None))
        case Carried():
            return _carried(draft, news)
        case _:
            return draft


def _carried(draft: AccessDraft, carried: Carried) -> AccessDraft:
    match carried.intent, carried.outcome:
        case TryPin(pin=pin), PinRight():
            return AccessDraft(draft.goal, Step.NEW, current=pin)
        case _, PinRefused() as refused:
            return AccessDraft(draft.goal, Step.CURRENT, refused=refused)
        case _, PinSet():
            return AccessDraft(said=Said.SET)
        case _, PinRemoved():
            return AccessDraft(said=Said.REMOVED)
        case _, PinFault():
            return AccessDraft(draft.goal, Step.NEW, current=draft.current, said=Said.TOO_EASY)
        case _:
            return draft


def follow(draft: AccessDraft, carried: Carried) -> object | None:
    """Who shows that he knows the code may take it away."""
    match carried:
        case Carried(intent=TryPin(pin=pin), outcome=PinRight()) if draft.goal is Goal.REMOVE:
            return RemovePin(pin)
        case _:
            return None


def alarm(draft: AccessDraft) -> Alarm | None:
    """Six digits are taken by themselves."""
    if len(draft.pin) < PIN_DIGITS:
        return None
    if draft.step is Step.CURRENT:
        return Alarm(0.0, TryPin(draft.pin))
    return Alarm(0.0, SetPin(draft.new, draft.current))


def _typed(draft: AccessDraft) -> AccessDraft:
    if len(draft.pin) < PIN_DIGITS:
        return draft
    again = AccessDraft(draft.goal, Step.NEW, current=draft.current)
    match draft.step:
        case Step.NEW if is_too_easy(draft.pin):
            return replace(again, said=Said.TOO_EASY)
        case Step.NEW:
            return replace(again, step=Step.AGAIN, new=draft.pin)
        case Step.AGAIN if draft.pin != draft.new:
            return replace(again, said=Said.DIFFER)
        case _:
            return draft

"""What « À montrer à un collègue » shows: one picture after the other, round and round."""

from dataclasses import dataclass, replace

from mobile.actions.rescue_make import Entrusted, EntrustRefusal, Form, entrusted_now
from mobile.screens.contract import Alarm, Gesture, Reading

# As fast as a phone of 100 EUR reads them.
PICTURE_EVERY_S = 0.4


@dataclass(frozen=True, slots=True)
class ShowPicture(Gesture):
    """Turn to another picture; `turn` counts on, so that each is an intent of its own."""

    turn: int


@dataclass(frozen=True, slots=True)
class Pause(Gesture):
    """Stop at this picture, or run on."""


@dataclass(frozen=True, slots=True)
class EntrustDraft:
    """The turn reached, and whether the pictures stand still."""

    turn: int = 0
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class EntrustState:
    """The texts of the pictures and how many facts they hold; without any, why."""

    frames: tuple[str, ...]
    facts: int
    refusal: str | None = None


def new_draft(_intent_id: str) -> EntrustDraft:
    """Running, from the first."""
    return EntrustDraft()


def load(reading: Reading) -> EntrustState:
    """Sealed as it is shown; the same facts give the same pictures."""
    match entrusted_now(reading.store, Form.PICTURES):
        case Entrusted(frames=frames, facts=facts):
            return EntrustState(frames, facts)
        case EntrustRefusal() as refusal:
            return EntrustState((), 0, refusal.value)


def change(draft: EntrustDraft, news: object) -> EntrustDraft:
    """Fold a gesture."""
    match news:
        case ShowPicture(turn=turn):
            return replace(draft, turn=turn)
        case Pause():
            return replace(draft, is_paused=not draft.is_paused)
        case _:
            return draft


def alarm(draft: EntrustDraft) -> Alarm | None:
    """The next picture comes by itself."""
    return None if draft.is_paused else Alarm(PICTURE_EVERY_S, ShowPicture(draft.turn + 1))

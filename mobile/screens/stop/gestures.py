"""What a person does at a stop that records nothing: crates set aside, reasons, what is looked at."""

from dataclasses import dataclass

from mobile.screens.contract import Gesture
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class TakeBack(Gesture):
    """Set nothing aside that has no reason yet."""


@dataclass(frozen=True, slots=True)
class ShowAllReasons(Gesture):
    """Offer the rarer reasons too."""


@dataclass(frozen=True, slots=True)
class ChooseAct(Gesture):
    """Look at what is to be left, or at what is to be taken."""

    act: Act


@dataclass(frozen=True, slots=True)
class OpenHandled(Gesture):
    """Look at a crate that was recorded, to correct it; None closes it."""

    code: str | None


@dataclass(frozen=True, slots=True)
class ScannedSome(Gesture):
    """The scanner was left with these scanned and not recorded, and those still missing."""

    act: Act
    scanned: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndoExpired(Gesture):
    """The time to undo easily what was recorded at `at_ms` is over."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class ShowAllRecords(Gesture):
    """Show everything recorded here, not the latest only."""

"""What a screen is to the app: a path, a state read from the store, a draft, a view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import flet as ft

from mobile.actions.practice import PracticeNames
from mobile.components.code_field import Typed
from mobile.components.kept_rows import KeptRows
from mobile.components.look import Look
from mobile.device.cues import Cue
from mobile.store.database import Store
from shared.custody.codes import Scanned
from shared.custody.events import How

Dispatch = Callable[[object], None]


class Gesture:
    """An intent that changes only what is on the screen: nothing is recorded."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show another screen."""

    route: str


@dataclass(frozen=True, slots=True)
class SyncNow:
    """Exchange with the server now, whatever the back-off says."""


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Give the person a file, by whatever dialog the phone has for it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileGiven:
    """The dialog closed: the file is where the person wanted it, or nowhere."""

    is_given: bool


@dataclass(frozen=True, slots=True)
class PickFile:
    """Let the person choose a file; only pictures where `picture_of` names the subject of one."""

    picture_of: str | None = None


@dataclass(frozen=True, slots=True)
class FileChosen:
    """The dialog closed; no content where none was chosen, empty where it cannot be read."""

    content: bytes | None


@dataclass(frozen=True, slots=True)
class CodeRead:
    """A code came in, by the camera or a reader: the screen says what it means when its turn comes.

    Two may come within milliseconds, while each record needs the draft the one before it left.
    """

    text: str
    how: How
    # Filled in by the session, which knows whose labels are ours here.
    means: Scanned | None = None


@dataclass(frozen=True, slots=True)
class AskPosition:
    """Let the system ask whether the app may read where the phone is."""


@dataclass(frozen=True, slots=True)
class PositionAnswer:
    """The person's answer to the system's question, this time or an earlier one."""

    is_allowed: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose about the look; kept on the phone, outside the facts."""

    language: str = "fr"
    scale: float = 1.0
    theme: str = "system"


@dataclass(frozen=True, slots=True)
class ChoosePreferences:
    """Look like this from now on."""

    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who shares this phone: their store, and how it stands."""

    profile: str
    name: str
    is_current: bool
    is_enrolled: bool
    has_pin: bool
    pending: int


@dataclass(frozen=True, slots=True)
class SwitchPerson:
    """Hand the phone over to this person."""

    profile: str


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Let one more person enrol on this phone."""


@dataclass(frozen=True, slots=True)
class LockNow:
    """Ask for the code before anything more is shown."""


@dataclass(frozen=True, slots=True)
class StartPractice:
    """Begin the practice round anew."""

    names: PracticeNames


@dataclass(frozen=True, slots=True)
class LeavePractice:
    """Throw the practice round away and go back to real work."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a state is loaded from: the store, the moment, the parameters of the path, the draft begun."""

    store: Store
    now_ms: int
    today: date
    params: Mapping[str, str]
    preferences: Preferences
    draft: object
    holders: tuple[Holder, ...] = ()
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of an intent: the outcome its action returned, and when.

    `fresh_id` is the identity of the next record made on this screen.
    """

    intent: object
    outcome: object
    at_ms: int
    fresh_id: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """An intent to carry out by itself after a while, as long as the screen is shown."""

    after_s: float
    intent: object


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds a view: words, the pill's count, and where its intents go."""

    look: Look
    route: str
    pending: int
    is_syncing: bool
    now_ms: int
    dispatch: Dispatch
    is_practice: bool = False
    kept: KeptRows = field(default_factory=KeptRows, compare=False)

    def go(self, route: str) -> None:
        """Show another screen."""
        self.dispatch(GoTo(route))


def _nothing_follows(_draft: Any, _carried: Carried) -> object | None:
    return None


def _no_focus(_draft: Any, _carried: Carried) -> Typed | None:
    return None


def _no_alarm(_draft: Any) -> Alarm | None:
    return None


def _means_nothing(_state: Any, _draft: Any, _code: CodeRead) -> object | None:
    return None


def _silence(_draft: Any, _news: object) -> Cue | None:
    return None


def _left_alone(_state: Any, _draft: Any) -> Gesture | None:
    return None


def _unchanged(draft: Any, _news: object) -> Any:
    return draft


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. State and draft are the screen's own types, known to its load, change and view alone.

    `change` folds a gesture, or what came of an intent, into the draft; `follow` names the intent that one
    outcome calls for; `alarm` the intent that time will; `focus` the field to go back to. `read` says what a
    code means here, `cue` what is heard and felt of a gesture or outcome, `leave` what the screen below is
    told when this one is left.
    """

    path: str
    load: Callable[[Reading], Any]
    view: Callable[[Scene, Any, Any], ft.View]
    new_draft: Callable[[str], Any] = str
    change: Callable[[Any, object], Any] = _unchanged
    follow: Callable[[Any, Carried], object | None] = _nothing_follows
    alarm: Callable[[Any], Alarm | None] = _no_alarm
    focus: Callable[[Any, Carried], Typed | None] = _no_focus
    read: Callable[[Any, Any, CodeRead], object | None] = _means_nothing
    cue: Callable[[Any, object], Cue | None] = _silence
    leave: Callable[[Any, Any], Gesture | None] = _left_alone
    # Whether its reading tells who shares this phone: their stores are asked for it.
    shows_holders: bool = False

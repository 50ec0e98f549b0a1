"""What a session has to do, one after the other: intents, answers of the client, news, addresses."""

from dataclasses import dataclass

from mobile.app.phones import News
from mobile.app.pulse import ScreenModel
from shared.custody.evidence import Position


@dataclass(frozen=True, slots=True)
class Errand:
    """An intent on its way, and the screen it came from."""

    model: ScreenModel
    intent: object


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an intent that was left to the client."""

    model: ScreenModel
    intent: object
    outcome: object


@dataclass(frozen=True, slots=True)
class PhoneNews:
    """Something happened on this phone outside this screen."""

    news: News


@dataclass(frozen=True, slots=True)
class Located:
    """Where the phone was when these facts of a profile's log were recorded."""

    profile: str
    fact_ids: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class CameBack:
    """The app is in front again after another one was."""


@dataclass(frozen=True, slots=True)
class ShowRoute:
    """The client is at another address."""

    route: str

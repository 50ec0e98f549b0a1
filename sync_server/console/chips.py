"""How a state is shown: always a colour, an icon and a word."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """The colours of states; each is a class of the style sheet."""

    DONE = "is-done"
    WAITING = "is-waiting"
    WRONG = "is-wrong"
    INFO = "is-info"
    PLAIN = "is-plain"


@dataclass(frozen=True, slots=True)
class Chip:
    """One state as a reader sees it; `icon` is a symbol of icons.svg."""

    tone: Tone
    icon: str
    word: str


ROUND_STATUS = {
    "planned": Chip(Tone.PLAIN, "calendar", "Prévue"),
    "started": Chip(Tone.INFO, "truck", "En route"),
    "closed": Chip(Tone.DONE, "check", "Terminée"),
}
DISCREPANCY_STATUS = {
    (True, "open"): Chip(Tone.WRONG, "alert", "Bloquant"),
    (False, "open"): Chip(Tone.WAITING, "eye", "À regarder"),
    (True, "resolved"): Chip(Tone.DONE, "check", "Réglé"),
    (False, "resolved"): Chip(Tone.DONE, "check", "Réglé"),
}
LINE_STATUS = {
    "due": Chip(Tone.DONE, "check", "Prouvé"),
    "withheld": Chip(Tone.WAITING, "pause", "Retenu"),
    "settled": Chip(Tone.DONE, "lock", "Réglé"),
}
DEVICE_STATUS = {
    "active": Chip(Tone.DONE, "check", "En service"),
    "retired": Chip(Tone.PLAIN, "pause", "Retiré"),
    "stolen": Chip(Tone.WRONG, "lock", "Déclaré volé"),
}
PERIOD_OPEN = Chip(Tone.INFO, "calendar", "Ouverte")
PERIOD_CLOSED = Chip(Tone.DONE, "lock", "Close")
PROVEN = Chip(Tone.DONE, "check", "Prouvé")
WITHHELD = Chip(Tone.WAITING, "pause", "Retenu")
ON_THE_WAY = Chip(Tone.INFO, "truck", "En chemin")
ARRIVED = Chip(Tone.DONE, "check", "Arrivée")
AT_A_STOP = Chip(Tone.INFO, "pin", "À une étape")
NOT_SEEN_YET = Chip(Tone.PLAIN, "eye", "Pas encore vue")

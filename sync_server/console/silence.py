"""Silent phones in words: since when nothing was heard, and which rounds they have told nothing of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sync_server.console import french
from sync_server.console.visit import Visit
from sync_server.custody.round_progress import last_heard
from sync_server.network.silent_phones import OpenRound, SilentHelper, open_rounds_of, silent_helpers

# A phone in a valley is silent for a morning; longer is worth a call.
SILENT_AFTER_MS = 3 * french.HOUR_MS


@dataclass(frozen=True, slots=True)
class SilentShown:
    """A helper whose phone is silent, and what it probably holds."""

    person_name: str
    words: str
    holds: list[str]


def silent_on(visit: Visit, day: str | None) -> list[SilentHelper]:
    """The silent helpers of a day that is not still to come."""
    if day is None or day > visit.today.isoformat():
        return []
    return silent_helpers(visit.session, [day], visit.now_ms - SILENT_AFTER_MS)


def silences_shown(visit: Visit, helpers: Sequence[SilentHelper], day: str | None) -> list[SilentShown]:
    """Each silent helper with the rounds of the day that his phone did not end."""
    held = held_by(visit, [each.person_id for each in helpers], day or "", day or "")
    return [
        SilentShown(each.name, silence_words(each, visit.now_ms), held.get(each.person_id, []))
        for each in helpers
    ]


def held_by(visit: Visit, helper_ids: Sequence[str], first_day: str, last_day: str) -> dict[str, list[str]]:
    """What the phones of these helpers probably hold, as sentences by helper."""
    rounds = open_rounds_of(visit.session, helper_ids, first_day, last_day) if helper_ids else []
    heard = last_heard(visit.session, [each.round_id for each in rounds])
    held: dict[str, list[str]] = defaultdict(list)
    for each in rounds:
        held[each.helper_id].append(_held(each, heard.get(each.round_id)))
    return held


def silence_words(helper: SilentHelper, now_ms: int) -> str:
    """« jamais entendu, tournée « Collecte de l'Erdre » »."""
    if not helper.has_phone:
        return f"aucun téléphone inscrit, tournée « {helper.round_title} »"
    if helper.last_seen_ms is None:
        return f"jamais entendu, tournée « {helper.round_title} »"
    return f"dernières nouvelles il y a {french.how_long(now_ms - helper.last_seen_ms)}"


def _held(each: OpenRound, heard_ms: int | None) -> str:
    crates = french.counted(each.crates, "caisse prévue", "caisses prévues")
    round_words = f"« {each.title} » du {french.day(each.date)}, {crates}"
    if heard_ms is None:
        return f"{round_words} : aucun mouvement reçu"
    return f"{round_words} : fin non reçue, dernier mouvement à {french.clock(heard_ms)}"

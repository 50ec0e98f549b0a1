"""What a person has begun of a round nobody planned: its title, and the record made."""

from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.start_unplanned_round import StartUnplannedRound
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Reading
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo


@dataclass(frozen=True, slots=True)
class UnplannedDraft:
    """`begun` is the round just made."""

    intent_id: str
    begun: str | None = None
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_undone: bool = False
    title: Typed = field(default_factory=Typed, compare=False)


def load(_reading: Reading) -> None:
    """Nothing is read: the round is what the person says."""


def change(draft: UnplannedDraft, news: object) -> UnplannedDraft:
    """Fold what came of an intent."""
    match news:
        case Carried(intent=StartUnplannedRound() as begun, outcome=Recorded(ids=ids)):
            recorded = JustRecorded(ids, news.at_ms)
            draft.title.clear()
            return UnplannedDraft(news.fresh_id, begun.round_id, recorded=recorded, title=draft.title)
        case Carried(intent=UndoRecord(), outcome=Recorded(), fresh_id=fresh_id):
            return UnplannedDraft(fresh_id, was_undone=True, title=draft.title)
        case Carried(outcome=Refused(reason=reason), fresh_id=fresh_id):
            return replace(draft, intent_id=fresh_id, refusal=reason)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def alarm(draft: UnplannedDraft) -> Alarm | None:
    """The easy undo goes after 30 s."""
    return undo_alarm(draft.recorded)

"""What a person has begun about one line: a reason asked for, the dispute recorded or taken back."""

from dataclasses import dataclass, field, replace

from mobile.actions.dispute_line import DisputeLine
from mobile.actions.outcomes import Recorded, RefusalReason, Refused
from mobile.actions.undo_record import UndoRecord
from mobile.components.code_field import Typed
from mobile.screens.contract import Alarm, Carried, Gesture
from mobile.screens.just_recorded import EasyUndoOver, JustRecorded, undo_alarm, without_easy_undo


@dataclass(frozen=True, slots=True)
class AskWhy(Gesture):
    """Ask why the line is disputed, or let it be."""

    is_asking: bool = True


@dataclass(frozen=True, slots=True)
class WhyDraft:
    """The identity of the next record, and what became of the last one."""

    intent_id: str
    is_asking: bool = False
    refusal: RefusalReason | None = None
    recorded: JustRecorded | None = None
    was_withdrawn: bool = False
    reason: Typed = field(default_factory=Typed, compare=False)


def change(draft: WhyDraft, news: object) -> WhyDraft:
    """Fold one gesture, or what came of an intent."""
    match news:
        case AskWhy(is_asking=is_asking):
            return replace(draft, is_asking=is_asking, was_withdrawn=False, refusal=None)
        case Carried(intent=DisputeLine(), outcome=Recorded(ids=ids)):
            draft.reason.clear()
            recorded = JustRecorded(ids, news.at_ms)
            return WhyDraft(news.fresh_id, recorded=recorded, reason=draft.reason)
        case Carried(intent=UndoRecord(), outcome=Recorded(), fresh_id=fresh_id):
            return WhyDraft(fresh_id, was_withdrawn=True, reason=draft.reason)
        case Carried(outcome=Refused(reason=reason), fresh_id=fresh_id):
            return replace(draft, intent_id=fresh_id, refusal=reason)
        case EasyUndoOver() as over:
            return replace(draft, recorded=without_easy_undo(draft.recorded, over))
        case _:
            return draft


def alarm(draft: WhyDraft) -> Alarm | None:
    """The easy undo goes after 30 s; taking the dispute back stays possible."""
    return undo_alarm(draft.recorded)

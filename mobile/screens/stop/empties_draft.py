"""Empty crates at a stop, as far as they are counted and not recorded yet."""

from dataclasses import dataclass, replace

from mobile.actions.outcomes import Recorded
from mobile.actions.record_empties import RecordEmpties
from mobile.actions.undo_record import UndoRecord
from mobile.screens.contract import Carried, Gesture

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class OpenEmpties(Gesture):
    """Count empties here, or no longer."""


@dataclass(frozen=True, slots=True)
class CountEmpties(Gesture):
    """One more or one less, left here or taken back."""

    left: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class EmptiesDraft:
    """What is counted; `fact_ids` and `at_ms` of the last record, which may be undone."""

    is_open: bool = False
    left: int = 0
    taken: int = 0
    recorded: tuple[int, int] | None = None
    at_ms: int = 0
    fact_ids: tuple[str, ...] = ()


def change_empties(draft: EmptiesDraft, news: object) -> EmptiesDraft:
    """Fold a gesture, or what came of recording them; anything else leaves it."""
    match news:
        case OpenEmpties():
            return replace(draft, is_open=not draft.is_open)
        case CountEmpties(left=left, taken=taken):
            return replace(
                draft, left=_counted(draft.left + left), taken=_counted(draft.taken + taken), recorded=None
            )
        case Carried(intent=RecordEmpties() as intent, outcome=Recorded(ids=ids), at_ms=at_ms):
            counted = (intent.left, intent.taken)
            return EmptiesDraft(is_open=True, recorded=counted, at_ms=at_ms, fact_ids=ids)
        case Carried(intent=UndoRecord(fact_ids=ids), outcome=Recorded()) if ids == draft.fact_ids:
            left, taken = draft.recorded or (0, 0)
            return EmptiesDraft(is_open=True, left=left, taken=taken)
        case _:
            return draft


def is_about_empties(draft: EmptiesDraft, news: object) -> bool:
    """Whether nothing but the empties is concerned."""
    match news:
        case OpenEmpties() | CountEmpties() | Carried(intent=RecordEmpties()):
            return True
        case Carried(intent=UndoRecord(fact_ids=ids)):
            return bool(ids) and ids == draft.fact_ids
        case _:
            return False


def _counted(value: int) -> int:
    return max(0, min(MOST_AT_ONCE, value))

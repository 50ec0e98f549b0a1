"""What became of asking whether positions may be read."""

from dataclasses import dataclass

from mobile.actions.join_position import ChooseJoining
from mobile.screens.contract import AskPosition, Carried, PositionAnswer


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """`was_refused`: the system, or the person in its dialog, said no."""

    was_refused: bool = False


def new_draft(_intent_id: str) -> SettingsDraft:
    """Nothing asked."""
    return SettingsDraft()


def change(draft: SettingsDraft, news: object) -> SettingsDraft:
    """Fold the answer."""
    match news:
        case Carried(intent=AskPosition(), outcome=PositionAnswer(is_allowed=is_allowed)):
            return SettingsDraft(was_refused=not is_allowed)
        case Carried(intent=ChooseJoining()):
            return SettingsDraft()
        case _:
            return draft


def follow(_draft: SettingsDraft, carried: Carried) -> object | None:
    """Allowed by the system, it is on."""
    match carried:
        case Carried(intent=AskPosition(), outcome=PositionAnswer(is_allowed=True)):
            return ChooseJoining(is_on=True)
        case _:
            return None

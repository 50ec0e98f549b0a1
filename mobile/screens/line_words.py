"""The words of a commission line shared by the list and by « pourquoi ? »."""

from mobile.components.look import Look
from mobile.components.tokens import DONE, NEUTRAL, WAITING, Tint
from mobile.store.lines import LineStatus
from shared.commission.line_values import LineKind


def what_for(look: Look, kind: LineKind | None) -> str:
    """What the line pays, in words."""
    return look.texts.commission.other_kind if kind is None else look.format.title_word(kind)


def line_state(look: Look, status: LineStatus, *, is_disputed: bool) -> tuple[Tint, str]:
    """The colour and the word of a line's state."""
    words = look.texts.commission
    if is_disputed:
        return WAITING, words.disputed_word
    match status:
        case LineStatus.DUE:
            return NEUTRAL, words.due
        case LineStatus.WITHHELD:
            return WAITING, words.withheld_word
        case LineStatus.SETTLED:
            return DONE, words.settled

"""Sentences of the phone: Arrêt: dépôt et collecte."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTexts:
    """Arrêt: dépôt et collecte."""

    stop_number: Counted
    to_leave: str
    to_take: str
    left: Counted
    taken: Counted
    drop_all: Counted
    pick_all: Counted
    drop_but: Callable[[int, int], str]
    pick_but: Callable[[int, int], str]
    except_all: Counted
    next_stop_named: Filled
    back_to_round: str
    nothing: str
    tap_to_except: str
    back_to_crates: str
    proof_note: str
    why_aside: Filled
    other_reason: str
    take_back: str
    towards: Filled
    excepted: str
    code_label: str
    code_hint: str
    recorded: Callable[[str, str], str]
    dropped_word: Counted
    picked_word: Counted
    excepted_word: Counted
    undo: str
    undone: str
    correct: str
    recorded_then: Callable[[str, str], str]
    correct_help: Counted
    insist: str
    not_carried: Counted
    keep_as_is: str
    answer_unknown: Filled
    answer_wrong_stop: Callable[[str, str], str]
    answer_already_done: Callable[[str, str], str]
    another_stop: str
    answer_bad_code: str
    answer_typing_error: str
    refusals: Mapping[str, str]
    other_refusal: str
    done_group: str
    more: str
    records: str
    more_records: Counted
    withdrawn: str
    photos: Counted

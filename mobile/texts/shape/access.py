"""Sentences of the phone: Qui tient ce téléphone: personnes et code secret."""

from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTexts:
    """Qui tient ce téléphone: personnes et code secret."""

    title: str
    hello: Filled
    ask_code: str
    typed: Counted
    erase: str
    wrong: Counted
    wait: Filled
    shut: str
    forgotten: str
    forgotten_help: str
    forgotten_go: str
    somebody_else: str
    pass_to: Filled
    hand_over: str
    code_title: str
    has_code: str
    has_no_code: str
    what_a_code_is: str
    first_title: str
    first_ask: str
    first_why: str
    first_later: str
    first_go_on: str
    set_code: str
    change_code: str
    remove_code: str
    lock_now: str
    leave_code: str
    ask_current: str
    ask_new: str
    ask_again: str
    code_set: str
    code_removed: str
    codes_differ: str
    too_easy: str
    not_in_practice: str
    people: str
    people_help: str
    holds_it: str
    waits: Counted
    add_person: str
    back_to: Filled

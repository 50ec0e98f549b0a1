"""Sentences of the phone: Remise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobile.texts.shape.counts import Counted, Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTexts:
    """Remise."""

    title: str
    sign_here: str
    sign_again: str
    tile_give: str
    tile_take: str
    tile_open: Counted
    tile_list: str
    give_title: str
    no_round: str
    nothing_title: str
    nothing_text: str
    to_whom: str
    find_person: str
    more_people: Counted
    nobody_found: str
    without_app: str
    without_app_help: str
    by_badge: str
    by_badge_help: str
    to_person: Filled
    change: str
    person_name: str
    proof_needed: str
    badge_label: str
    badge_hint: str
    badge_read: Filled
    badge_elsewhere: Callable[[str, str], str]
    badge_not_ours: str
    crates_title: str
    to_give: Counted
    unknown_destination: str
    give: Callable[[int, str], str]
    give_unnamed: Counted
    drop_by_badge: Callable[[int, str], str]
    badge_dropped: Callable[[int, str, str], str]
    choose_whom: str
    choose_crates: str
    too_many: Counted
    refused_crates: Counted
    refused: str
    undone: str
    given_to: Callable[[str, str], str]
    taken_from: Callable[[str, str], str]
    somebody: str
    offer_picture: str
    receipt_picture: str
    show_offer: Filled
    show_receipt: Filled
    or_type: str
    copy_text: str
    copied: str
    pictures: Callable[[int, int], str]
    turn_pictures: str
    stop_turning: str
    waiting: str
    received_by: Callable[[str, str, int, int], str]
    some_missing: Counted
    proven: str
    gone_on: str
    taken_sent: str
    taken_waiting: str
    withdrawn: str
    receipt_label: str
    receipt_hint: str
    read_receipt: str
    show_code: str
    which_not_taken: Callable[[int, int], str]
    keep_receipt: str
    withdraw: str
    withdraw_sure: str
    withdraw_yes: str
    withdraw_no: str
    not_here: str
    take_title: str
    take_help: str
    code_label: str
    code_hint: str
    camera: str
    camera_off: str
    frames_read: Callable[[int, int], str]
    gives_you: Callable[[str, int], str]
    who_gives: str
    add_crate_label: str
    add_crate_help: Counted
    bad_crate: str
    to_take: Counted
    tap_missing: str
    take: Counted
    take_but: Callable[[int, int], str]
    take_none: str
    start_again: str
    back_home: str
    list_title: str
    open_title: str
    done_title: str
    none_title: str
    none_text: str
    line_given: Filled
    line_taken: Filled
    chip_receipt: str
    chip_proof: str
    chip_done: str
    chip_taken: str
    chip_waiting: str
    chip_unsent: str
    chip_withdrawn: str
    handed_word: str
    answers: Mapping[str, str]

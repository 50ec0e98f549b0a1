"""The part of « Fin de tournée » for crates still aboard: tap some, say where they are."""

from collections import defaultdict
from itertools import groupby

import flet as ft

from mobile.actions.leftovers import HandedTo, LeftAt, Leftover
from mobile.components.buttons import choice_button, primary_button, quiet_button
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.line_field import FieldWords, line_field
from mobile.components.tokens import GRID
from mobile.screens.closing.draft import (
    PERSON,
    PLACE,
    Ask,
    ClosingDraft,
    Complain,
    GiveHolder,
    Holder,
    Retyped,
    ToggleLeft,
)
from mobile.screens.closing.state import ClosingState, LeftCrate
from mobile.screens.contract import Scene
from mobile.screens.place_choice import place_search
from mobile.screens.rows import kept_crate_row


def aboard(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    """Every crate still aboard, by destination, each with who has it."""
    if not state.left:
        return []
    look, words = scene.look, scene.look.texts.closing
    rows: list[ft.Control] = [
        ft.Container(look.section(words.aboard(len(state.left))), padding=ft.Padding.only(top=GRID)),
        look.small(words.aboard_help, max_lines=None),
    ]
    for name, members in groupby(state.left, key=lambda crate: crate.dest_name):
        rows.extend(_group(scene, draft, name, tuple(members)))
    return rows


def _group(scene: Scene, draft: ClosingDraft, name: str, crates: tuple[LeftCrate, ...]) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.closing
    codes = tuple(crate.code for crate in crates)
    rows = [_row(scene, draft, crate) for crate in crates]
    if len(crates) == 1:
        return rows
    head = group_row(
        look,
        identifier=f"left-{codes[0]}",
        name=words.towards(name) if name else words.no_destination,
        count=look.texts.common.crates(len(crates)),
        is_ticked=draft.chosen.issuperset(codes),
        on_tap=lambda: scene.dispatch(ToggleLeft(codes)),
    )
    return [head, *rows]


def _row(scene: Scene, draft: ClosingDraft, crate: LeftCrate) -> ft.Control:
    words = scene.look.texts.closing
    is_chosen = crate.code in draft.chosen
    return kept_crate_row(
        scene,
        CrateWords(
            crate.code,
            crate.printed,
            crate.producer_name or crate.dest_name or words.no_destination,
            words.chosen if is_chosen else _holder_words(scene, draft.holders.get(crate.code)),
        ),
        Mark.TICKED if is_chosen else Mark.DONE if crate.code in draft.holders else Mark.UNTICKED,
        ToggleLeft((crate.code,)),
    )


def _holder_words(scene: Scene, holder: Holder | None) -> str:
    words = scene.look.texts.closing
    if holder is None:
        return words.holder_me
    return words.holder_at(holder.name) if holder.place_id else words.holder_person(holder.name)


def where_are(scene: Scene, draft: ClosingDraft) -> ft.Control:
    """The foot while crates are chosen: who has them?"""
    look, words = scene.look, scene.look.texts.closing
    choices: list[ft.Control] = [
        choice_button(look, "keep-them", words.keep, lambda: scene.dispatch(GiveHolder(None))),
        choice_button(look, "left-at", words.left_at, lambda: scene.dispatch(Ask(PLACE))),
        choice_button(look, "handed-to", words.handed_to, lambda: scene.dispatch(Ask(PERSON))),
    ]
    head = look.strong(words.where_are(len(draft.chosen)))
    return ft.Column(
        [head, ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID)], spacing=GRID, tight=True
    )


def asked_for(scene: Scene, state: ClosingState, draft: ClosingDraft) -> list[ft.Control]:
    """The whole screen while a place or a name is asked for."""
    look, words = scene.look, scene.look.texts.closing
    count = len(draft.chosen)
    back = quiet_button(
        look, "never-mind", look.texts.common.cancel, lambda: scene.dispatch(ToggleLeft(tuple(draft.chosen)))
    )
    if draft.asking == PLACE:
        search = place_search(
            look,
            state.places,
            draft.place,
            label=words.place_label,
            more=words.more_places,
            on_change=lambda: scene.dispatch(Retyped()),
            on_choose=lambda place: scene.dispatch(GiveHolder(Holder(place.name, place.place_id))),
        )
        return [look.section(words.which_place(count)), *search, back]

    def name_it() -> None:
        name = draft.person.latest().strip()
        scene.dispatch(GiveHolder(Holder(name)) if name else Complain(frozenset({PERSON})))

    return [
        look.section(words.which_person(count)),
        line_field(
            look,
            "person-name",
            draft.person,
            FieldWords(words.person_label, fault=words.person_missing if PERSON in draft.faults else ""),
            on_submit=name_it,
        ),
        primary_button(look, "person-ok", words.person_ok, name_it),
        back,
    ]


def leftovers_of(state: ClosingState, draft: ClosingDraft) -> tuple[tuple[str, ...], tuple[Leftover, ...]]:
    """The crates the helper keeps, and who has the others."""
    by_holder: defaultdict[Holder, list[str]] = defaultdict(list)
    kept: list[str] = []
    for crate in state.left:
        holder = draft.holders.get(crate.code)
        if holder is None:
            kept.append(crate.code)
        else:
            by_holder[holder].append(crate.code)
    given = tuple(
        LeftAt(tuple(codes), holder.place_id) if holder.place_id else HandedTo(tuple(codes), holder.name)
        for holder, codes in by_holder.items()
    )
    return tuple(kept), given

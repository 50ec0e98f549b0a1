"""How « Mes commissions » looks: the month's total in large, then its lines, each opening « pourquoi ? »."""

import flet as ft

from mobile.components.buttons import choice_button
from mobile.components.empty_state import empty_state
from mobile.components.line_row import LineWords, PayerWords, line_row, payer_row
from mobile.components.message import inline_message
from mobile.components.tokens import GRID, MUTED, NEUTRAL, WAITING
from mobile.screens.commissions.state import (
    ChoosePeriod,
    CommissionsDraft,
    LineShown,
    PayerShown,
    PeriodShown,
    TogglePayer,
)
from mobile.screens.contract import Scene
from mobile.screens.frame import COMMISSIONS, tab_frame
from mobile.screens.line_words import line_state, what_for
from mobile.screens.routes import why_route


def view(scene: Scene, state: tuple[PeriodShown, ...], draft: CommissionsDraft) -> ft.View:
    """The month looked at; the other months one tap away."""
    look, words = scene.look, scene.look.texts.commission
    if not state:
        body: list[ft.Control] = [empty_state(look, ft.Icons.EURO, words.none_title, words.none_text)]
        return tab_frame(scene, COMMISSIONS, words.title, body)
    shown = next((one for one in state if one.period == draft.period), state[0])
    body = [*_months(scene, state, shown), _total(scene, shown)]
    if shown.withheld_cents:
        held = words.withheld(look.format.money(shown.withheld_cents))
        body.append(inline_message(look, WAITING, held, identifier="withheld"))
    if not shown.is_settled:
        body.append(look.small(words.estimate_note))
    for payer in shown.payers:
        body.extend(_payer(scene, payer, is_open=payer.payer_id in draft.opened))
    return tab_frame(scene, COMMISSIONS, words.title, body)


def _months(scene: Scene, state: tuple[PeriodShown, ...], shown: PeriodShown) -> list[ft.Control]:
    if len(state) == 1:
        return []
    buttons = [
        choice_button(
            scene.look,
            f"period-{one.period}",
            scene.look.format.month(one.period),
            lambda one=one: scene.dispatch(ChoosePeriod(one.period)),
            chosen=one is shown,
        )
        for one in state
    ]
    return [ft.Row(buttons, wrap=True, spacing=GRID, run_spacing=GRID)]


def _total(scene: Scene, shown: PeriodShown) -> ft.Control:
    look = scene.look
    month = look.format.month(shown.period)
    return ft.Column(
        [
            look.count(look.format.money(shown.due_cents)),
            look.strong(f"{look.texts.commission.total} · {month}", color=MUTED),
        ],
        spacing=0,
        tight=True,
    )


def _payer(scene: Scene, payer: PayerShown, *, is_open: bool) -> list[ft.Control]:
    if len(payer.lines) == 1:
        return [_line(scene, payer.lines[0], payer.name)]
    look, words = scene.look, scene.look.texts.commission
    held = words.withheld(look.format.money(payer.withheld_cents)) if payer.withheld_cents else ""
    head = payer_row(
        look,
        PayerWords(
            payer.payer_id,
            payer.name,
            look.format.money(payer.due_cents),
            words.line_count(len(payer.lines)),
            held,
        ),
        lambda: scene.dispatch(TogglePayer(payer.payer_id)),
        is_open=is_open,
    )
    return [head, *(_line(scene, line, "") for line in payer.lines)] if is_open else [head]


def _line(scene: Scene, line: LineShown, payer_name: str) -> ft.Control:
    look = scene.look
    tint, said = line_state(look, line.status, is_disputed=line.is_disputed)
    return line_row(
        look,
        LineWords(
            line.key,
            look.format.money(line.amount_cents),
            payer_name,
            what_for(look, line.kind),
            " · ".join(_goods(scene, line)),
            said if tint is not NEUTRAL else "",
        ),
        tint,
        lambda: scene.go(why_route(line.key)),
    )


def _goods(scene: Scene, line: LineShown) -> list[str]:
    """Where the goods went and how many crates of them: what tells one line of a farm from the next."""
    part = scene.look.texts.commission.crate_part(line.crates, line.of) if line.of else ""
    return [text for text in (line.place_name, part) if text]

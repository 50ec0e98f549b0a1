"""How « pourquoi ? » looks: the amount, then each step as a sentence, then the proofs."""

import flet as ft

from mobile.components.buttons import second_button
from mobile.components.empty_state import empty_state
from mobile.components.message import inline_message
from mobile.components.proof_row import proof_row
from mobile.components.state_chip import state_chip
from mobile.components.step_row import step_row
from mobile.components.tokens import DONE, GRID
from mobile.screens.contract import Scene
from mobile.screens.frame import COMMISSIONS, inner_frame
from mobile.screens.line_words import line_state, what_for
from mobile.screens.why.dispute_part import dispute_part, why_dispute
from mobile.screens.why.draft import AskWhy, WhyDraft
from mobile.screens.why.state import Proof, WhyState
from shared.custody.codes import print_code
from shared.words.decision_labels import decided_sentence
from shared.words.explanation import explanation_sentences


def view(scene: Scene, state: WhyState | None, draft: WhyDraft) -> ft.View:
    """The whole explanation on one screen."""
    look, words = scene.look, scene.look.texts.commission
    if state is None:
        gone = empty_state(look, ft.Icons.HELP_OUTLINE, words.why_title, words.line_gone)
        return inner_frame(scene, COMMISSIONS, words.why_title, [gone])
    amount = look.format.money(state.line.amount_cents)
    tint, said = line_state(look, state.line.status, is_disputed=state.line.is_disputed)
    body: list[ft.Control] = [
        look.beside(look.count(amount), state_chip(look, tint, said)),
        ft.Column(
            [
                look.strong(state.line.payer_name),
                look.small(f"{what_for(look, state.line.kind)} · {look.format.month(state.period)}"),
            ],
            spacing=2,
            tight=True,
        ),
        *_steps(scene, state),
        *_proofs(scene, state),
    ]
    if state.outcome is not None:
        said = words.dispute_upheld if state.outcome.is_upheld else words.dispute_rejected
        told = inline_message(look, DONE, said(state.outcome.because), identifier="dispute-decided")
        body.insert(1, told)
        return inner_frame(scene, COMMISSIONS, words.why(amount), body)
    if draft.is_asking and state.dispute is None:
        return inner_frame(scene, COMMISSIONS, words.dispute, why_dispute(scene, draft, state))
    body[1:1] = dispute_part(scene, state, draft)
    foot = None
    if state.dispute is None and not state.line.is_disputed:
        foot = second_button(
            look,
            "dispute",
            words.dispute,
            lambda: scene.dispatch(AskWhy()),
            icon=ft.Icons.REPORT_GMAILERRORRED,
        )
    return inner_frame(scene, COMMISSIONS, words.why(amount), body, foot=foot)


def _head(scene: Scene, text: str) -> ft.Control:
    return ft.Container(scene.look.section(text), padding=ft.Padding.only(top=GRID))


def _steps(scene: Scene, state: WhyState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.commission
    if state.explanation is None:
        return [look.body(words.tariff(state.tariff_version))] if state.tariff_version else []
    sentences = explanation_sentences(state.explanation, look.format.language, state.names)
    told = [decided_sentence(by, because, look.format.language) for by, because in state.decided_because]
    rows = [step_row(look, n, sentence) for n, sentence in enumerate((*sentences, *told), start=1)]
    return [_head(scene, words.steps), *rows]


def _proofs(scene: Scene, state: WhyState) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.commission
    if not state.proofs and not state.codes:
        return []
    rows: list[ft.Control] = [proof_row(look, *_proof_words(scene, proof)) for proof in state.proofs]
    if state.proofs_elsewhere:
        rows.append(look.small(words.proofs_elsewhere(state.proofs_elsewhere)))
    codes = ", ".join(print_code(code) for code in state.codes)
    if codes:
        rows.append(
            look.small(
                look.texts.common.labelled(look.texts.common.crates(len(state.codes)), codes), max_lines=None
            )
        )
    return [_head(scene, words.scans), *rows]


def _proof_words(scene: Scene, proof: Proof) -> tuple[str, str]:
    look = scene.look
    what = f"{look.format.title_word(proof.kind)} · {look.texts.common.crates(proof.crates)}"
    where = f"{proof.place_name}, {look.format.moment(proof.at_ms, scene.now_ms)}"
    return what, where

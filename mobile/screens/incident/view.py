"""How reporting an incident looks: fourteen reasons to tap, then what it is about, then it is said."""

from itertools import groupby

import flet as ft

from mobile.actions.attaching import Attached
from mobile.actions.record_incident import RecordIncident
from mobile.components.action_tiles import Tile, action_tiles
from mobile.components.buttons import choice_button, primary_button, quiet_button
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.empty_state import empty_state
from mobile.components.line_field import FieldWords, line_field
from mobile.components.message import inline_message
from mobile.components.tokens import GRID, WAITING, WRONG
from mobile.screens.contract import Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.incident.draft import AskProof, ChooseReason, IncidentDraft, SetAside, ToggleConcerned
from mobile.screens.incident.reason_icons import REASON_ICONS
from mobile.screens.incident.state import ConcernedCrate, IncidentState
from mobile.screens.just_recorded import recorded_message, undone_message
from mobile.screens.photos import photo_part
from mobile.screens.routes import round_route, stop_route
from mobile.screens.rows import kept_crate_row
from shared.custody.events import IncidentReason
from shared.custody.incident_proof import PHOTO_ASKED

NOTE_LINES = 2


def view(scene: Scene, state: IncidentState | None, draft: IncidentDraft) -> ft.View:
    """The reasons first; the rest once one is chosen."""
    look, words = scene.look, scene.look.texts.incident
    if state is None:
        gone = empty_state(look, ft.Icons.REPORT, words.title, words.unknown)
        return inner_frame(scene, HOME, words.title, [gone])
    up = stop_route(state.round_id, state.place_id) if state.place_id else round_route(state.round_id)
    where = look.small(state.where)
    if draft.recorded is not None and draft.reason is not None:
        said = words.recorded(look.format.title_word(draft.reason), look.format.clock(draft.recorded.at_ms))
        body = [where, recorded_message(scene, said, draft.intent_id, draft.recorded)]
        body.append(look.body(words.seen_by))
        back = primary_button(look, "back-up", words.back, lambda: scene.go(up))
        return inner_frame(scene, up, words.title, body, foot=back)
    if draft.reason is None:
        body = [where, *([undone_message(scene, words.undone)] if draft.was_undone else [])]
        return inner_frame(scene, up, words.title, [*body, look.section(words.what), _reasons(scene)])
    body = [where, *_about(scene, state, draft, draft.reason)]
    foot = _report(scene, state, draft, draft.reason)
    return inner_frame(scene, up, words.title, body, foot=foot)


def _reasons(scene: Scene) -> ft.Control:
    look = scene.look
    return action_tiles(
        look,
        tuple(
            Tile(
                f"reason-{reason.value}",
                REASON_ICONS[reason],
                look.format.title_word(reason),
                lambda reason=reason: scene.dispatch(ChooseReason(reason)),
            )
            for reason in IncidentReason
        ),
    )


def _about(
    scene: Scene, state: IncidentState, draft: IncidentDraft, reason: IncidentReason
) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.incident
    again = quiet_button(look, "other-reason", words.other, lambda: scene.dispatch(ChooseReason(None)))
    parts: list[ft.Control] = [look.beside(look.title(look.format.title_word(reason)), again)]
    if draft.refusal is not None:
        said = look.texts.stop.refusals.get(draft.refusal.value, words.refused)
        parts.append(inline_message(look, WRONG, said))
    parts += _proof(scene, state, draft, reason)
    parts += _crates(scene, state, draft)
    note = FieldWords(words.note, hint=words.note_hint)
    parts.append(line_field(look, "incident-note", draft.note, note, lines=NOTE_LINES))
    return parts


def _proof(
    scene: Scene, state: IncidentState, draft: IncidentDraft, reason: IncidentReason
) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.incident
    strip = photo_part(scene, state.subject, state.photos, draft.photo)
    why = PHOTO_ASKED.get(reason)
    if why is None or state.photos:
        return [strip]
    said = words.photo_asked(look.format.title_word(why))
    if draft.asks_proof:
        said = words.photo_missing
    tint = WRONG if draft.asks_proof else WAITING
    return [inline_message(look, tint, said, identifier="photo-asked", icon=ft.Icons.PHOTO_CAMERA), strip]


def _crates(scene: Scene, state: IncidentState, draft: IncidentDraft) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.incident
    if not state.crates:
        return []
    head = words.which(len(draft.concerned)) if draft.concerned else words.no_crate
    rows: list[ft.Control] = [ft.Container(look.section(head), padding=ft.Padding.only(top=GRID))]
    rows += _set_aside(scene, state, draft)
    for name, members in groupby(state.crates, key=lambda crate: crate.producer_name):
        rows += _group(scene, draft, name, tuple(members))
    return rows


def _set_aside(scene: Scene, state: IncidentState, draft: IncidentDraft) -> list[ft.Control]:
    """Asked only where something is still to be done here with a crate concerned."""
    look, words = scene.look, scene.look.texts.incident
    if not any(crate.due for crate in state.crates if crate.code in draft.concerned):
        return []
    choices: list[ft.Control] = [
        choice_button(
            look,
            identifier,
            said,
            lambda aside=aside: scene.dispatch(SetAside(is_set_aside=aside)),
            chosen=draft.sets_aside is aside,
        )
        for identifier, said, aside in (
            ("set-aside", words.set_aside, True),
            ("goes-on", words.goes_on, False),
        )
    ]
    return [ft.Row(choices, wrap=True, spacing=GRID, run_spacing=GRID)]


def _group(
    scene: Scene, draft: IncidentDraft, name: str, crates: tuple[ConcernedCrate, ...]
) -> list[ft.Control]:
    look = scene.look
    codes = tuple(crate.code for crate in crates)
    rows: list[ft.Control] = [
        kept_crate_row(
            scene,
            CrateWords(crate.code, crate.printed, crate.dest_name, ""),
            Mark.TICKED if crate.code in draft.concerned else Mark.UNTICKED,
            ToggleConcerned((crate.code,)),
        )
        for crate in crates
    ]
    head = group_row(
        look,
        identifier=f"concerned-{codes[0]}",
        name=name or look.texts.incident.no_producer,
        count=look.texts.common.crates(len(codes)),
        is_ticked=draft.concerned.issuperset(codes),
        on_tap=lambda: scene.dispatch(ToggleConcerned(codes)),
    )
    return [head, *rows]


def _report(scene: Scene, state: IncidentState, draft: IncidentDraft, reason: IncidentReason) -> ft.Control:
    look, words = scene.look, scene.look.texts.incident

    def report() -> None:
        note = draft.note.latest().strip()
        if reason in PHOTO_ASKED and not state.photos and not note:
            scene.dispatch(AskProof())
            return
        chosen = [crate for crate in state.crates if crate.code in draft.concerned]
        due = next((crate.due for crate in chosen if crate.due), None)
        scene.dispatch(
            RecordIncident(
                draft.intent_id,
                reason,
                state.round_id,
                state.place_id,
                tuple(crate.code for crate in chosen),
                note or None,
                set_aside=due if draft.sets_aside else None,
                attached=Attached(photos_of=state.subject),
            )
        )

    said = words.report(look.format.title_word(reason), len(draft.concerned))
    if state.photos:
        said = look.texts.evidence.with_photos(said, len(state.photos))
    return primary_button(look, "report", said, report, icon=ft.Icons.REPORT)

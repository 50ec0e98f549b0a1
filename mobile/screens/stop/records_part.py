"""The part of the stop for what was recorded there: acts, incidents, and what was withdrawn since."""

import flet as ft

from mobile.components.buttons import quiet_button
from mobile.components.record_row import RecordWords, record_row
from mobile.components.tokens import GRID
from mobile.screens.contract import Scene
from mobile.screens.stop.draft import ShowAllRecords, StopDraft
from mobile.screens.stop.records import StopRecord
from mobile.screens.stop.state import StopState
from shared.custody.events import Kind

SHOWN_AT_FIRST = 4


def records(scene: Scene, state: StopState, draft: StopDraft) -> list[ft.Control]:
    """The latest, all of them one tap further; nothing where nothing was recorded."""
    look, words = scene.look, scene.look.texts.stop
    if not state.records:
        return []
    shown = state.records if draft.all_records else state.records[:SHOWN_AT_FIRST]
    rows: list[ft.Control] = [
        ft.Container(look.section(words.records), padding=ft.Padding.only(top=2 * GRID)),
        *(record_row(look, _words(scene, record)) for record in shown),
    ]
    hidden = len(state.records) - len(shown)
    if hidden:
        said = words.more_records(hidden)
        rows.append(quiet_button(look, "all-records", said, lambda: scene.dispatch(ShowAllRecords())))
    return rows


def _words(scene: Scene, record: StopRecord) -> RecordWords:
    look, words = scene.look, scene.look.texts.stop
    what = look.format.title_word(record.kind)
    if record.reason is not None:
        what = f"{what} · {look.format.word(record.reason)}"
    if record.is_code_shown:
        what = look.texts.locker.code_shown
    parts = [look.texts.common.crates(record.crates)] if record.crates else []
    if record.left or record.taken:
        parts.append(look.texts.cargo.empties_counted(record.left, record.taken))
    if record.photos:
        parts.append(words.photos(record.photos))
    return RecordWords(
        record.fact_id,
        what,
        " · ".join([look.format.moment(record.at_ms, scene.now_ms), *parts]),
        record.note,
        withdrawn=words.withdrawn if record.is_voided else "",
        is_incident=record.kind in (Kind.INCIDENT, Kind.SCAN_ODD) and not record.is_code_shown,
    )

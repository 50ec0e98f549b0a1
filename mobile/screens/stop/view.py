"""How the stop looks: two counts, the crates of the chosen act, and the one action at the foot."""

import flet as ft

from mobile.actions.keep_photo import photos_of_stop
from mobile.components.buttons import quiet_button, second_button
from mobile.components.code_field import code_field
from mobile.components.count import big_count
from mobile.components.crate_row import CrateWords, Mark, group_row
from mobile.components.empty_state import empty_state
from mobile.components.segments import Segment, segments
from mobile.components.tokens import GRID
from mobile.screens.aside import ToggleCrates
from mobile.screens.cold import reading_part
from mobile.screens.contract import CodeRead, Scene
from mobile.screens.frame import HOME, inner_frame
from mobile.screens.photos import photo_part
from mobile.screens.proof import proof_body
from mobile.screens.routes import scan_route
from mobile.screens.rows import done_in_sight, in_sight, kept_crate_row, more_rows
from mobile.screens.stop.answer import answer_message
from mobile.screens.stop.bank import way_to_bank
from mobile.screens.stop.draft import ChooseAct, OpenHandled, StopDraft
from mobile.screens.stop.empties import empties_part
from mobile.screens.stop.foot import foot
from mobile.screens.stop.more import more
from mobile.screens.stop.proving import proving_of
from mobile.screens.stop.records_part import records
from mobile.screens.stop.state import ActTasks, CrateGroup, CrateLine, StopState
from shared.custody.events import How
from shared.custody.rules import Act


def view(scene: Scene, state: StopState | None, draft: StopDraft) -> ft.View:
    """The whole stop; the unknown stop says so."""
    look = scene.look
    if state is None:
        nothing = empty_state(
            look,
            ft.Icons.WRONG_LOCATION,
            look.texts.stop.nothing,
            look.texts.round.none_text,
            action=quiet_button(look, "home", look.texts.stop.back_to_round, lambda: scene.go(HOME)),
        )
        return inner_frame(scene, HOME, "", [nothing])
    tasks = state.tasks(state.current_act(draft.act))
    bottom = foot(scene, state, draft, tasks)
    proving = proving_of(state, draft)
    if proving.is_open and not state.is_closed:
        body = proof_body(scene, proving)
        return inner_frame(scene, HOME, state.name, body, foot=bottom, page="proof")
    body = [
        *_where(scene, state),
        *counts(scene, state, tasks),
        *answer_message(scene, state, draft),
        *way_to_bank(scene, state),
        *_ways_to_scan(scene, state, draft, tasks),
        *_reading(scene, state, draft, tasks),
        *_crates(scene, state, draft, tasks),
        *_photos(scene, state, draft, tasks),
        *records(scene, state, draft),
        *empties_part(scene, state, draft),
        *more(scene, state),
    ]
    return inner_frame(scene, HOME, state.name, body, foot=bottom, spacing=GRID)


def _where(scene: Scene, state: StopState) -> list[ft.Control]:
    look = scene.look
    facts = [
        look.texts.stop.stop_number(state.n) if state.n else "",
        look.format.hour_minute(state.planned_at) if state.planned_at else "",
        state.area,
    ]
    lines = [" · ".join(fact for fact in facts if fact), state.note]
    texts: list[ft.Control] = [look.small(line, max_lines=3) for line in lines if line]
    return [ft.Column(texts, spacing=GRID // 2, tight=True)] if texts else []


def counts(scene: Scene, state: StopState, tasks: ActTasks, *, scanned: int = 0) -> list[ft.Control]:
    """What is done of each act; `scanned` and not recorded yet are added to the one looked at."""
    look, words = scene.look, scene.look.texts.stop
    parts: list[ft.Control] = []
    if state.drops.total and state.pickups.total:
        parts.append(
            segments(
                look,
                tuple(
                    Segment(
                        f"act-{side.act.value}",
                        f"{side.done + (scanned if side.act is tasks.act else 0)}/{side.total}",
                        words.to_leave if side.act is Act.DROP else words.to_take,
                        is_chosen=side.act is tasks.act,
                        is_done=not side.todo,
                    )
                    for side in (state.drops, state.pickups)
                ),
                on_choose=lambda index: scene.dispatch(ChooseAct((Act.DROP, Act.PICKUP)[index])),
            )
        )
    elif tasks.total:
        said = words.left(tasks.total) if tasks.act is Act.DROP else words.taken(tasks.total)
        if scanned:
            said = look.texts.scan.scanned(tasks.total)
        parts.append(big_count(look, tasks.done + scanned, tasks.total, said))
    else:
        parts.append(look.body(words.nothing))
    return parts


def _ways_to_scan(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> list[ft.Control]:
    """The lens, or the keyboard: one is as good as the other."""
    look = scene.look
    if not tasks.todo:
        return []
    route = scan_route(state.round_id, state.place_id)
    lens = second_button(
        look, "scan", look.texts.scan.title, lambda: scene.go(route), icon=ft.Icons.QR_CODE_SCANNER
    )
    return [lens, typed_code(scene, draft)]


def typed_code(scene: Scene, draft: StopDraft) -> ft.Control:
    """The field for a code that no lens can read."""
    words = scene.look.texts.stop
    return code_field(
        scene.look,
        "crate-code",
        draft.typed,
        label=words.code_label,
        hint=words.code_hint,
        on_submit=lambda text: scene.dispatch(CodeRead(text, How.TYPED)),
    )


def _reading(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> list[ft.Control]:
    """One for all that is taken or left now, where one of the crates asks for it."""
    return [] if state.is_closed else reading_part(scene, tasks.asking, draft.reading)


def _photos(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> list[ft.Control]:
    """Below the crates: a photo is for the odd case, the crates are the work."""
    if not state.photos and (not tasks.todo or state.is_closed):
        return []
    subject = photos_of_stop(state.round_id, state.place_id)
    return [photo_part(scene, subject, state.photos, draft.photo)]


def _crates(scene: Scene, state: StopState, draft: StopDraft, tasks: ActTasks) -> list[ft.Control]:
    look, words = scene.look, scene.look.texts.stop
    rows: list[ft.Control] = []
    if tasks.todo:
        rows.append(look.small(words.tap_to_except))
    shown = 0
    for group in tasks.groups:
        room = draft.rows_shown - shown
        lines = in_sight(group.lines, room, lambda line: line.code, draft.excepted)
        shown += len(lines)
        rows.extend(_group(scene, draft, tasks.act, group, lines) if lines else [])
    handled = tasks.handled[: done_in_sight(draft.rows_shown - shown, draft.rows_shown)]
    if handled:
        rows.append(ft.Container(look.section(words.done_group), padding=ft.Padding.only(top=GRID)))
    rows.extend(_handled(scene, tasks.act, line) for line in handled)
    return [*rows, *more_rows(scene, tasks.total - shown - len(handled))]


def _group(
    scene: Scene, draft: StopDraft, act: Act, group: CrateGroup, lines: list[CrateLine]
) -> list[ft.Control]:
    look = scene.look
    other_end = _other_end(scene, act, group.name)
    if len(group.lines) == 1:
        return [_todo(scene, draft, group.lines[0], other_end)]
    out = sum(code in draft.excepted for code in group.codes)
    head = group_row(
        look,
        identifier=f"group-{group.codes[0]}",
        name=other_end,
        count=look.texts.common.crates(len(group.lines)),
        is_ticked=out < len(group.lines),
        on_tap=lambda: scene.dispatch(ToggleCrates(group.codes)),
    )
    return [head, *(_todo(scene, draft, line, "") for line in lines)]


def _todo(scene: Scene, draft: StopDraft, line: CrateLine, whose: str) -> ft.Control:
    state_word, mark = _rank(line), Mark.TICKED
    if line.code in draft.excepted:
        reason = draft.excepted[line.code]
        state_word = scene.look.format.title_word(reason) if reason else scene.look.texts.stop.excepted
        mark = Mark.EXCEPTED
    words = CrateWords(line.code, line.printed, whose, state_word)
    return kept_crate_row(scene, words, mark, ToggleCrates((line.code,)))


def _handled(scene: Scene, act: Act, line: CrateLine) -> ft.Control:
    look = scene.look
    said = look.format.title_word(line.reason) if line.reason else ""
    if line.is_done and line.at_ms is not None:
        said = look.format.clock(line.at_ms)
    whose = f"{_other_end(scene, act, line.whose)} · {line.rank}/{line.of}"
    return kept_crate_row(
        scene,
        CrateWords(line.code, line.printed, whose, said),
        Mark.DONE if line.is_done else Mark.EXCEPTION_KEPT,
        OpenHandled(line.code),
    )


def _other_end(scene: Scene, act: Act, name: str) -> str:
    return name if act is Act.DROP else scene.look.texts.stop.towards(name)


def _rank(line: CrateLine) -> str:
    place = f"{line.rank}/{line.of}"
    return f"{line.label} {place}" if line.label else place

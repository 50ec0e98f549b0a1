"""The words of the delivery note, the same on the screen and on paper."""

from mobile.components.look import Look
from mobile.screens.note.state import NoteEnd, NoteLine, NoteState


def crate_count(lines: tuple[NoteLine, ...]) -> int:
    """How many crates these lines hold."""
    return sum(len(line.codes) for line in lines)


def heading_rows(look: Look, state: NoteState, plate: str, now_ms: int) -> list[tuple[str, str]]:
    """Who carries, in what, when, under which arrangement."""
    words = look.texts.note
    carrier = ", ".join(filter(None, (state.carrier, state.carrier_area)))
    return [
        (words.carrier, carrier),
        (words.vehicle, plate or words.not_given),
        (words.made_at, f"{look.format.day(state.day)}, {look.format.clock(now_ms)}"),
        (words.round, state.title),
        (words.mode, words.mode_text),
    ]


def line_rows(look: Look, line: NoteLine) -> list[tuple[str, str]]:
    """Owner, nature, ways, lot and crates of one line."""
    words = look.texts.note
    nature = ", ".join(
        filter(None, (line.nature or words.not_given, look.format.word(line.cls) if line.cls else ""))
    )
    rows = [
        (words.owner, ", ".join(filter(None, (line.owner or words.unknown_owner, line.owner_area)))),
        (words.nature, nature),
        (words.origin, end_words(look, line.origin)),
        (words.destination, end_words(look, line.destination)),
        (words.lot, line.lot or words.not_given),
        (words.crates, f"{len(line.codes)} : {', '.join(line.codes)}"),
    ]
    if line.taken_ms is not None:
        rows.append((words.taken, look.format.clock(line.taken_ms)))
    return rows


def end_words(look: Look, end: NoteEnd) -> str:
    """The name of a place and its area."""
    return ", ".join(filter(None, (end.name or look.texts.note.not_given, end.area)))

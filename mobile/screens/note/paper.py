"""The delivery note on paper: one A4 page of HTML that any phone or office can open and print."""

from html import escape

from mobile.components.look import Look
from mobile.screens.note.lines import crate_count, heading_rows, line_rows
from mobile.screens.note.state import NoteLine, NoteState

_STYLE = (
    "@page{size:A4;margin:14mm}body{font:11pt/1.4 system-ui,sans-serif;color:#1B1F1A;margin:0 auto;"
    "max-width:182mm;padding:6mm}h1{font-size:20pt;margin:0}h2{font-size:13pt;margin:6mm 0 1mm}"
    "table{width:100%;border-collapse:collapse}th{text-align:left;width:38mm;vertical-align:top;"
    "font-weight:600;color:#4E574C}th,td{padding:1mm 2mm 1mm 0}section{border-top:1px solid #DAD9CF;"
    "break-inside:avoid}.sum{font-size:13pt;font-weight:600}small{color:#4E574C}"
)


def note_as_html(look: Look, state: NoteState, lines: tuple[NoteLine, ...], plate: str, now_ms: int) -> bytes:
    """The whole page, self-contained; every text of somebody's is escaped."""
    words = look.texts.note
    language = look.format.language.value
    title = escape(f"{words.title} · {state.title}")
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(words.title)}</h1>",
        _table(heading_rows(look, state, plate, now_ms)),
        f'<p class="sum">{escape(words.sum(crate_count(lines), len(lines)))}</p>',
        *(
            f"<section><h2>{escape(line.destination.name or words.not_given)}</h2>"
            f"{_table(line_rows(look, line))}</section>"
            for line in lines
        ),
        f"<p><small>{escape(words.legal)}</small></p></body></html>",
    ]
    return "".join(parts).encode()


def _table(rows: list[tuple[str, str]]) -> str:
    return (
        "<table>"
        + "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        + "</table>"
    )

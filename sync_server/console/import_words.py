"""The preview of an import in words: what changes by scope and by farm, what is left out, what is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session

from shared.network import PlaceRole
from sync_server.console import french
from sync_server.console.chips import Chip, Tone
from sync_server.console.import_differences import (
    LINES_SHOWN,
    LineShown,
    line_counts,
    line_shown,
    older_sentences,
    scope_words,
)
from sync_server.console.names import Names, read_names
from sync_server.imports.interpret import Asked, Question
from sync_server.imports.layouts import Source
from sync_server.imports.prepare import Prepared
from sync_server.imports.preview import AmountChange, Preview, ScopeChange, ScopeState
from sync_server.imports.texts import question_sentence, reject_sentence
from sync_server.network.queries import producers_by_id

REJECTS_SHOWN = 50
PROFILE_WORDS: Mapping[str, str] = {
    Source.OPEN_FOOD_NETWORK.value: "Open Food Network, totaux par acheteur",
    Source.OPEN_FOOD_NETWORK_TOTALS.value: "Open Food Network, totaux par producteur et boutique",
    Source.CAMAP.value: "CAMAP, commandes d'une distribution",
    Source.TEMPLATE.value: "modèle générique",
}
_SCOPE_CHIPS = {
    ScopeState.NEW: Chip(Tone.INFO, "pick", "Nouveau"),
    ScopeState.CHANGED: Chip(Tone.WAITING, "swap", "Remplacé"),
    ScopeState.UNCHANGED: Chip(Tone.DONE, "check", "Identique"),
    ScopeState.ABSENT: Chip(Tone.PLAIN, "pause", "Absent du fichier"),
}
_DAYS_ASKED = (Asked.PICKUP_DATE, Asked.FILE_DATE)


@dataclass(frozen=True, slots=True)
class ScopeShown:
    """One scope before and after."""

    words: str
    status: Chip
    lines_before: int
    lines_after: int
    cents_before: int
    cents_after: int


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What a producer or a point comes to before and after."""

    name: str
    cents_before: int
    cents_after: int
    difference_cents: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a question may be answered with."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """Something only a coordinator can say, and the likely answers first."""

    kind: Asked
    text: str
    sentence: str
    likely: list[Choice]
    others: list[Choice]
    # Where somebody new is added by hand, with the name filled in; nobody is made of a file.
    adds: str

    @property
    def asks_day(self) -> bool:
        """Whether the answer is a day."""
        return self.kind in _DAYS_ASKED


@dataclass(frozen=True, slots=True)
class PreviewContext:
    """All that is looked at before confirming."""

    file_id: str
    name: str
    lead: str
    fault: str
    orders: int
    lines: int
    amount_cents: int
    days: tuple[str, ...]
    scopes: list[ScopeShown]
    producers: list[ChangeShown]
    places: list[ChangeShown]
    overlaps: list[str]
    rejects: list[str]
    more_rejects: int
    questions: list[QuestionShown]
    is_unchanged: bool
    has_absent: bool
    # What is confirmed must be what was looked at.
    seen: str
    lines_changed: list[LineShown]
    more_lines: int
    line_counts: str
    closed: list[str]
    older: list[str]


def preview_context(
    session: Session,
    file_id: str,
    prepared: Prepared,
    fault: str,
    closed: Sequence[str],
) -> PreviewContext:
    """The preview as its page shows it; `closed` says what it does to closed periods."""
    seen = prepared.preview
    names = read_names(session)
    choices = _choices(session, names)
    return PreviewContext(
        file_id=file_id,
        name=seen.file_name,
        lead=_lead(seen),
        fault=fault,
        orders=seen.order_count,
        lines=seen.line_count,
        amount_cents=seen.amount_ttc_cents,
        days=seen.days,
        scopes=[_scope(change, names) for change in seen.scopes],
        producers=_changes(seen.by_producer, names.person),
        places=_changes(seen.by_place, names.place),
        overlaps=[
            f"{names.place(overlap.place_id)} a déjà des commandes le {french.day(overlap.day)} par un autre"
            f" import ({overlap.scope_key}) : les deux compteraient."
            for overlap in seen.overlaps
        ],
        rejects=[reject_sentence(reject) for reject in seen.rejects[:REJECTS_SHOWN]],
        more_rejects=max(0, len(seen.rejects) - REJECTS_SHOWN),
        questions=[_question(question, choices, file_id) for question in seen.questions],
        is_unchanged=seen.is_unchanged,
        has_absent=any(change.state is ScopeState.ABSENT for change in seen.scopes),
        seen=prepared.fingerprint,
        lines_changed=[line_shown(change, names) for change in seen.line_changes[:LINES_SHOWN]],
        more_lines=max(0, len(seen.line_changes) - LINES_SHOWN),
        line_counts=line_counts(seen),
        closed=list(closed),
        older=older_sentences(seen, names),
    )


def _lead(seen: Preview) -> str:
    profile = PROFILE_WORDS.get(seen.source.value, seen.source.value)
    return f"{profile[0].upper()}{profile[1:]}. Rien n'est encore enregistré."


def _scope(change: ScopeChange, names: Names) -> ScopeShown:
    return ScopeShown(
        scope_words(change.scope_key, names),
        _SCOPE_CHIPS[change.state],
        change.lines_before,
        change.lines_after,
        change.cents_before,
        change.cents_after,
    )


def _changes(changes: Sequence[AmountChange], name: Callable[[str], str]) -> list[ChangeShown]:
    """Those that move, the largest move first."""
    moving = [change for change in changes if change.difference_cents]
    ordered = sorted(moving, key=lambda change: -abs(change.difference_cents))
    return [
        ChangeShown(name(each.id), each.cents_before, each.cents_after, each.difference_cents)
        for each in ordered
    ]


def _question(question: Question, choices: Mapping[Asked, Mapping[str, str]], file_id: str) -> QuestionShown:
    known = choices.get(question.asked, {})
    return QuestionShown(
        question.asked,
        question.text,
        question_sentence(question).split(" Peut-être", maxsplit=1)[0],
        [Choice(id_, known[id_]) for id_ in question.suggestions if id_ in known],
        [Choice(id_, name) for id_, name in known.items() if id_ not in question.suggestions],
        _adds(question, file_id),
    )


def _adds(question: Question, file_id: str) -> str:
    page = {Asked.PRODUCER: "personnes", Asked.PLACE: "lieux", Asked.FILE_PLACE: "lieux"}.get(question.asked)
    named = urlencode({"nom": question.hints[0] if question.hints else question.text, "fichier": file_id})
    return f"/console/{page}/ajouter?{named}" if page else ""


def _choices(session: Session, names: Names) -> dict[Asked, dict[str, str]]:
    """What each kind of question may be answered with, in the order of names."""
    producers = {id_: row.name for id_, row in producers_by_id(session).items()}
    places = {id_: name for id_, (name, role) in names.places.items() if role is not PlaceRole.FARM}
    points = _by_name(places)
    return {Asked.PRODUCER: _by_name(producers), Asked.PLACE: points, Asked.FILE_PLACE: points}


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1].casefold()))

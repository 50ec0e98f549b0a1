"""The differences of an import in words: lines, closed periods it bears on, contents seen before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync_server.console import french
from sync_server.console.chips import Chip, Tone
from sync_server.console.import_effect import ClosedPeriodMoved
from sync_server.console.names import Names
from sync_server.imports.faults import RowFault
from sync_server.imports.figures import read_day
from sync_server.imports.line_changes import ChangedLine, LineChange, counted
from sync_server.imports.naming import TOGETHER
from sync_server.imports.older_export import OlderExport, OlderSign
from sync_server.imports.preview import Preview

LINES_SHOWN = 60
_ASKS = "Est-ce un export plus ancien ? Ses chiffres remplaceraient ceux en place."
_LINE_CHIPS = {
    LineChange.ADDED: Chip(Tone.INFO, "pick", "Ajoutée"),
    LineChange.REMOVED: Chip(Tone.WRONG, "cross", "Retirée"),
    LineChange.CHANGED: Chip(Tone.WAITING, "swap", "Montant changé"),
}
_LINE_WORDS = {
    LineChange.ADDED: ("ligne ajoutée", "lignes ajoutées"),
    LineChange.REMOVED: ("ligne retirée", "lignes retirées"),
    LineChange.CHANGED: ("montant changé", "montants changés"),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One order line that is not the same before and after."""

    words: str
    under: str
    status: Chip
    cents_before: int
    cents_after: int
    difference_cents: int


def line_shown(change: ChangedLine, names: Names) -> LineShown:
    """One line in words: what it is, whose, where, and what becomes of it."""
    order = f"commande {change.order_ref}" if change.order_ref else ""
    around = (names.person(change.producer_id), names.place(change.place_id), order)
    return LineShown(
        change.product or names.person(change.producer_id),
        ", ".join(part for part in around if part),
        _LINE_CHIPS[change.change],
        change.cents_before,
        change.cents_after,
        change.difference_cents,
    )


def line_counts(seen: Preview) -> str:
    """« 2 lignes ajoutées (12,00 €), 1 ligne retirée (-4,80 €) »."""
    said = [
        f"{french.counted(count, *_LINE_WORDS[kind])} ({french.euros(cents)})"
        for kind, (count, cents) in counted(seen.line_changes).items()
        if count
    ]
    return ", ".join(said)


def closed_sentences(periods: Sequence[str], moved: Sequence[ClosedPeriodMoved] | None) -> list[str]:
    """A closed period never changes: the next closing carries what the import moves in it."""
    if moved is None:
        return [
            f"La période {french.of_month(period)} est close et ne change pas : ce que cet import y déplace "
            "ira en régularisation à la prochaine clôture."
            for period in periods
        ]
    return [
        f"La période {french.of_month(each.period)} est close et ne change pas. {_adjustment(each)}"
        for each in moved
    ]


def _adjustment(moved: ClosedPeriodMoved) -> str:
    if not moved.line_count:
        return "Aucune ligne de commission n'en dépend : il n'y aura pas de régularisation."
    lines = french.counted(moved.line_count, "ligne de régularisation", "lignes de régularisation")
    return f"La prochaine clôture portera {lines}, {french.euros(moved.cents)} en tout."


def older_sentences(seen: Preview, names: Names) -> list[str]:
    """Lines in force before and replaced since, and other signs of the wrong file of two."""
    return [
        f"{scope_words(each.scope_key, names)} : ces lignes, les mêmes, ont été importées"
        f" {french.day_and_clock(each.imported_at_ms)}, puis remplacées"
        f" {french.day_and_clock(each.replaced_at_ms)} par « {each.replaced_by_name} ». Est-ce un export plus"
        " ancien ?"
        for each in seen.seen_before
    ] + [f"{scope_words(each.scope_key, names)} : {_older_sentence(each)}" for each in seen.older]


def _older_sentence(older: OlderExport) -> str:
    match older.sign:
        case OlderSign.ORDERS:
            here, there = _minute(older.here), _minute(older.in_force)
            said = f"la dernière commande de ce fichier est du {here}, celle déjà importée du {there}."
        case OlderSign.NAME:
            here, there = french.day(older.here), french.day(older.in_force)
            said = f"le nom de ce fichier dit {here}, celui du fichier en place {there}."
        case OlderSign.ONLY_REMOVES:
            lines = french.counted(int(older.here), "ligne", "lignes")
            said = f"ce fichier retire {lines} et n'en apporte aucune."
    return f"{said} {_ASKS}"


def _minute(at: str) -> str:
    day, _, time = at.partition(" ")
    return f"{french.day(day)} à {french.planned_clock(time)}"


def scope_words(scope_key: str, names: Names) -> str:
    """A scope as people say it: the cycle or the day, then the place."""
    group, _, place = scope_key.partition(TOGETHER)
    day = read_day(group)
    when = group if isinstance(day, RowFault) else french.day(day)
    return f"{when}, {names.place(place) if place in names.places else place}"

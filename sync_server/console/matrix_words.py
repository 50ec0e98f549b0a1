"""The matrix in words: its six counts, its lines, and each gap with the leg it belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sync_server.console import french
from sync_server.console.chips import Tone
from sync_server.console.names import Names
from sync_server.reconciliation.counts import Count, Lacking, Way
from sync_server.reconciliation.matrix import Gap, Group, MatrixTotals

GAPS_SHOWN = 4
CRATES_ADDRESS = "/console/rapprochement/caisses"
MATRIX_ADDRESS = "/console/rapprochement"
NOT_COUNTED = "non compté"

COUNT_WORDS: Mapping[Count, str] = {
    Count.ORDERED: "Commandées",
    Count.LABELLED: "Étiquetées",
    Count.PICKED: "Collectées",
    Count.AT_HUB: "Plateforme",
    Count.DROPPED: "Déposées",
    Count.WITHDRAWN: "Retirées",
}
# After which count a crate is missing: one, several, and what is said while the day is not over.
_MISSING: Mapping[Count, tuple[str, str, str]] = {
    Count.LABELLED: ("non collectée", "non collectées", "à collecter"),
    Count.PICKED: ("collectée, pas arrivée", "collectées, pas arrivées", "en chemin"),
    Count.AT_HUB: (
        "passée à la plateforme, pas déposée",
        "passées à la plateforme, pas déposées",
        "à livrer",
    ),
}
_PASSED_BY: Mapping[tuple[Count, Count], tuple[str, str]] = {
    (Count.LABELLED, Count.AT_HUB): (
        "vue à la plateforme sans collecte qui y mène",
        "vues à la plateforme sans collecte qui y mène",
    ),
    (Count.LABELLED, Count.DROPPED): (
        "déposée sans collecte qui y mène",
        "déposées sans collecte qui y mène",
    ),
    (Count.PICKED, Count.DROPPED): (
        "déposée sans passage compté à la plateforme",
        "déposées sans passage compté à la plateforme",
    ),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap: what lacks, and the leg it belongs to."""

    tone: Tone
    icon: str
    says: str
    way: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """One count of one line; `number` None is a count nobody made or that does not apply."""

    word: str
    number: int | None
    note: str
    href: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the matrix."""

    title: str
    under: str
    href: str
    cells: list[CellShown]
    gaps: list[GapLine]
    more_gaps: int
    gaps_href: str
    items: int
    lacking: int
    ordered: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line is told with: names, what is only too early, and what narrows the links."""

    names: Names
    waiting: frozenset[Lacking]
    day: str
    producer_id: str
    place_id: str

    def address(self, path: str, group: Group | None = None, **more: str) -> str:
        """A deep link narrowed to a line."""
        asked = {
            "jour": self.day,
            "ferme": (group.producer_id if group else None) or self.producer_id,
            "point": (group.place_id if group else None) or self.place_id,
            **more,
        }
        return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def line_of(group: Group, reading: Reading, items: int) -> LineShown:
    """A group of rows as a line, its name leading to what it is made of."""
    names = reading.names
    both = group.place_id is not None and group.producer_id is not None
    title = names.place(group.place_id) if group.place_id else names.person(group.producer_id)
    under = names.person(group.producer_id) if both else ""
    found = gap_lines(group, reading)
    return LineShown(
        title=title,
        under=under,
        href=reading.address(
            CRATES_ADDRESS if both else MATRIX_ADDRESS, group, **({} if both else {"vue": "detail"})
        ),
        cells=cells_of(group.totals, reading, group),
        gaps=found[:GAPS_SHOWN],
        more_gaps=max(0, len(found) - GAPS_SHOWN),
        gaps_href=reading.address(CRATES_ADDRESS, group, manque="oui"),
        items=items,
        lacking=group.totals.lacking,
        ordered=group.totals.ordered,
    )


def cells_of(totals: MatrixTotals, reading: Reading, group: Group | None = None) -> list[CellShown]:
    """The six counts; each leads to its crates, the withdrawals to where they are typed."""

    def cell(count: Count, number: int | None, expected: int | None, note: str = "") -> CellShown:
        href = reading.address(CRATES_ADDRESS, group, compte=count.value)
        is_short = number is not None and expected is not None and number < expected
        return CellShown(COUNT_WORDS[count], number, note, href, is_short)

    passes_hub = totals.hub_expected > 0
    of_hub = f"sur {french.whole(totals.hub_expected)}" if totals.hub_expected != totals.labelled else ""
    cells = [
        cell(Count.ORDERED, totals.ordered, None),
        cell(Count.LABELLED, totals.labelled, totals.ordered),
        cell(Count.PICKED, totals.picked, totals.labelled),
        cell(Count.AT_HUB, totals.at_hub, totals.hub_expected, of_hub)
        if passes_hub
        else cell(Count.AT_HUB, None, None, "—"),
        cell(Count.DROPPED, totals.dropped, totals.labelled),
    ]
    place = (group.place_id if group else None) or reading.place_id
    typed = reading.address(MATRIX_ADDRESS, group, vue="detail") + "#retraits" if place else ""
    note = "" if totals.withdrawn is not None else NOT_COUNTED
    is_short = totals.withdrawn is not None and totals.withdrawn < totals.dropped
    return [*cells, CellShown(COUNT_WORDS[Count.WITHDRAWN], totals.withdrawn, note, typed, is_short)]


def gap_lines(group: Group, reading: Reading) -> list[GapLine]:
    """Everything two counts of a line disagree about, in the order of the counts."""
    return [*_of_labels(group), *(gap_line(gap, reading) for gap in group.gaps), *_of_withdrawals(group)]


def gap_line(gap: Gap, reading: Reading) -> GapLine:
    """« 2 collectées, pas arrivées », and who has or had them between where and where."""
    return lacking_line(gap.lacking, gap.crates, reading)


def lacking_line(lacking: Lacking, crates: int, reading: Reading) -> GapLine:
    """The same of some crates."""
    way = way_words(lacking.way, reading.names)
    number = french.whole(crates)
    if lacking.before is not None:
        one, several = _PASSED_BY[lacking.after, lacking.before]
        return GapLine(Tone.WAITING, "eye", f"{number} {one if crates == 1 else several}", way)
    one, several, later = _MISSING[lacking.after]
    if lacking in reading.waiting:
        return GapLine(Tone.PLAIN, "calendar", f"{number} {later}", way)
    return GapLine(Tone.WRONG, "alert", f"{number} {one if crates == 1 else several}", way)


def way_words(way: Way, names: Names) -> str:
    """« EARL du Moulin, Ferme des Chênes → Plateforme de Rezé »."""
    if way.carrier_id is None:
        return "aucune tournée prévue"
    start = names.place(way.from_place_id) if way.from_place_id else "pris en route"
    end = names.place(way.to_place_id) if way.to_place_id else "en route"
    return f"{names.person(way.carrier_id)}, {start} → {end}"


def _of_labels(group: Group) -> Iterable[GapLine]:
    if group.unlabelled:
        words = french.counted(group.unlabelled, "sans étiquette", "sans étiquette")
        yield GapLine(Tone.WAITING, "sheet", words, "à la ferme")
    if group.unordered:
        words = french.counted(group.unordered, "de plus que commandé", "de plus que commandé")
        yield GapLine(Tone.WAITING, "eye", words, "étiquettes au-delà des commandes")


def _of_withdrawals(group: Group) -> Iterable[GapLine]:
    if group.left_over > 0:
        words = french.counted(group.left_over, "déposée, non retirée", "déposées, non retirées")
        yield GapLine(Tone.WAITING, "pin", words, "encore au point")
    elif group.left_over < 0:
        words = french.counted(-group.left_over, "retirée de plus que déposé", "retirées de plus que déposé")
        yield GapLine(Tone.WRONG, "alert", words, "à recompter au point")


def plain(lines: Sequence[GapLine]) -> str:
    """Gaps as one text, for a file."""
    return " ; ".join(f"{each.says} ({each.way})" for each in lines)

"""The lines of a long statement cut into pages, in the order of their rounds, and the sums of each round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlmodel import Session

from sync_server.console import french, line_words
from sync_server.console.listing import Pages
from sync_server.network.round_list import round_days_by_id
from sync_server.settlement.statement_values import OutlineLine, Section, StatementHead

# So many lines come with all that proves them before a page takes longer than a person waits.
LINES_ON_PAGE = 40
NO_ROUND = "Hors tournée"
WHOLE_MONTH = "Tout le mois"


@dataclass(frozen=True, slots=True)
class LinesAsked:
    """Which lines of a statement: a page of them, or that on which one line stands."""

    page: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines of one section under one head, in the person's favour when positive; `keys` are those shown."""

    section: Section
    name: str
    amount_cents: int
    line_count: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """What one round comes to in a statement, and where its lines begin."""

    name: str
    href: str
    line_count: int
    earned_cents: int
    owed_cents: int
    adjustment_cents: int
    withheld_cents: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The groups of one page, every round's sums where there are several pages, and where sections begin."""

    groups: list[LineGroup]
    rounds: list[RoundRow]
    pages: Pages
    begins: dict[Section, str]


def cut_lines(session: Session, head: StatementHead, asked: LinesAsked, address: str) -> Cut:
    """All lines by the other party where they fit on one page; else the page asked for, by round."""
    pages = Pages(asked.page, len(head.outline), LINES_ON_PAGE)
    if pages.last == 1:
        return Cut(groups_by_party(head), [], pages, {})
    rounds = _Rounds(session, head.outline)
    ordered = sorted(head.outline, key=rounds.order)
    if asked.anchor:
        pages = replace(pages, asked=_page_with(ordered, asked.anchor) or asked.page)
    begins: dict[Section, str] = {}
    for line in ordered:
        begins.setdefault(line.section, line_address(address, line.key))
    groups = _groups(ordered, rounds, {line.key for line in pages.rows_of(ordered)})
    return Cut(groups, rounds.rows(ordered, address), pages, begins)


def groups_by_party(head: StatementHead) -> list[LineGroup]:
    """Every line, under the name of the other party."""
    found: dict[tuple[Section, str, str], list[OutlineLine]] = defaultdict(list)
    for line in head.outline:
        found[line.section, line.other_name, line.other_id].append(line)
    ordered = sorted(found, key=lambda each: (list(Section).index(each[0]), each[1:]))
    return [
        _group(found[each], line_words.PARTIES.get(each[2], each[1]), {line.key for line in found[each]})
        for each in ordered
    ]


def anchor_of(key: str) -> str:
    """The place of a line on its page."""
    return f"l{sha256(key.encode()).hexdigest()[:12]}"


def line_address(address: str, key: str) -> str:
    """Where a line of the statement at `address` stands, on whichever page that is."""
    anchor = anchor_of(key)
    return f"{address}?ligne={anchor}#{anchor}"


class _Rounds:
    """The days and the names of the rounds some lines come from; without a round, the day of the goods."""

    def __init__(self, session: Session, lines: Sequence[OutlineLine]) -> None:
        self._known = round_days_by_id(session, sorted({each.round_id for each in lines if each.round_id}))
        alone = (each.consignment_id for each in lines if each.round_id not in self._known)
        self._goods = line_words.consignments_named(session, alone)

    def place(self, line: OutlineLine) -> tuple[str, str]:
        """The day and the round of a line: those of one place stand together."""
        if line.round_id in self._known:
            return self._known[line.round_id or ""][1], line.round_id or ""
        goods = self._goods.get(line.consignment_id or "")
        return (goods.date if goods else "", line.round_id or "")

    def name(self, line: OutlineLine) -> str:
        """« Ven. 2 oct., Livraison Nantes nord »."""
        day, round_id = self.place(line)
        if not day:
            return round_id or WHOLE_MONTH
        title = self._known[round_id][0] if round_id in self._known else round_id or NO_ROUND
        words = f"{french.day(day)}, {title}"
        return words[0].upper() + words[1:]

    def order(self, line: OutlineLine) -> tuple[int, tuple[str, str], str, str]:
        """Section by section, day by day, round by round, then by the other party."""
        return list(Section).index(line.section), self.place(line), line.other_name, line.key

    def rows(self, ordered: Iterable[OutlineLine], address: str) -> list[RoundRow]:
        """The sums of each round, by day."""
        found: dict[tuple[str, str], list[OutlineLine]] = defaultdict(list)
        for line in ordered:
            found[self.place(line)].append(line)
        return [self._row(found[place], address) for place in sorted(found)]

    def _row(self, lines: Sequence[OutlineLine], address: str) -> RoundRow:
        cents = dict.fromkeys(Section, 0)
        for line in lines:
            cents[line.section] += line.amount_cents
        return RoundRow(
            name=self.name(lines[0]),
            href=line_address(address, lines[0].key),
            line_count=len(lines),
            earned_cents=cents[Section.EARNED],
            owed_cents=-cents[Section.OWED],
            adjustment_cents=cents[Section.ADJUSTMENTS],
            withheld_cents=cents[Section.WITHHELD],
        )


def _groups(ordered: Iterable[OutlineLine], rounds: _Rounds, shown: set[str]) -> list[LineGroup]:
    """The rounds with a line on the page, each with the sum of all its lines."""
    found: dict[tuple[Section, tuple[str, str]], list[OutlineLine]] = defaultdict(list)
    for line in ordered:
        found[line.section, rounds.place(line)].append(line)
    groups = (_group(lines, rounds.name(lines[0]), shown) for lines in found.values())
    return [group for group in groups if group.keys]


def _group(lines: Sequence[OutlineLine], name: str, shown: set[str]) -> LineGroup:
    return LineGroup(
        section=lines[0].section,
        name=name,
        amount_cents=sum(line.amount_cents for line in lines),
        line_count=len(lines),
        keys=tuple(line.key for line in lines if line.key in shown),
    )


def _page_with(ordered: Sequence[OutlineLine], anchor: str) -> int | None:
    """The page a line stands on; None where the statement has no such line."""
    for place, line in enumerate(ordered):
        if anchor_of(line.key) == anchor:
            return place // LINES_ON_PAGE + 1
    return None

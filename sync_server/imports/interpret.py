"""Order lines in the terms of the network: ids for names, a day for each cycle, scopes; or the questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sync_server.imports.cycles import CycleDays
from sync_server.imports.faults import Reject, RowFault
from sync_server.imports.layouts import Source
from sync_server.imports.naming import TOGETHER, NameBook, find_place
from sync_server.imports.order_lines import ReadLine, ReadOrders
from sync_server.network.consignments import ConsignmentKey

# Exports whose rows name a shop: the shop is the scope, wherever it delivers to.
_BY_SHOP = frozenset({Source.OPEN_FOOD_NETWORK, Source.OPEN_FOOD_NETWORK_TOTALS})


class Asked(StrEnum):
    """What a question is about."""

    PRODUCER = "producer"
    PLACE = "place"
    PICKUP_DATE = "pickup_date"
    # Of the whole file, where its rows say neither: asked each time, for each file is another one's.
    FILE_PLACE = "file_place"
    FILE_DATE = "file_date"


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a coordinator can say: which of ours this name is, or when a cycle is handed out.

    `hints` are what else the rows say of it, such as the catalogues of a producer.
    """

    asked: Asked
    text: str
    row_numbers: tuple[int, ...]
    suggestions: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said beside the file: days, and the place where the export names none."""

    days: CycleDays = field(default_factory=CycleDays)
    place_id: str | None = None
    # Where the last file of this kind was for: proposed first, never taken by itself.
    likely_place_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One order line with nothing left to ask. `group_key` gathers the scopes of one cycle or day."""

    read: ReadLine
    producer_id: str
    place_id: str
    # ISO day.
    pickup_date: str
    group_key: str
    scope_key: str
    line_key: str

    @property
    def consignment(self) -> ConsignmentKey:
        """The consignment this line is part of."""
        return ConsignmentKey(self.producer_id, self.place_id, self.pickup_date)


@dataclass(frozen=True, slots=True)
class Interpreted:
    """Lines that can be taken, rows that cannot, and what must be answered first."""

    lines: tuple[OrderedLine, ...]
    rejects: tuple[Reject, ...]
    questions: tuple[Question, ...]


def interpret(read: ReadOrders, producers: NameBook, places: NameBook, answers: Answers) -> Interpreted:
    """Resolves what the file says, in whatever order its rows come; nothing is guessed, nothing created."""
    days = answers.days.settle({line.cycle for line in read.lines if line.cycle})
    questions = _Questions(producers, places, answers.likely_place_id)
    lines: list[OrderedLine] = []
    numbering: dict[tuple[str, str], int] = {}
    for line in sorted(read.lines, key=_order_of_equal_lines):
        producer_id = producers.find(line.producer)
        place_id = _place_of(line, places, answers)
        day = line.pickup_date or (days.get(line.cycle) if line.cycle else answers.days.of_file)
        if producer_id is None or place_id is None or day is None:
            questions.ask(line, producer_id, place_id, is_dated=day is not None)
            continue
        named = _with_order_of_day(read.source, line, day)
        group_key = line.cycle or day.isoformat()
        scope_key = f"{group_key}{TOGETHER}{line.place if read.source in _BY_SHOP else place_id}"
        line_key = _line_key(named, producer_id, scope_key, numbering)
        lines.append(
            OrderedLine(named, producer_id, place_id, day.isoformat(), group_key, scope_key, line_key)
        )
    taken, negative = _without_negative_totals(lines)
    rejects = sorted((*read.rejects, *negative), key=lambda reject: reject.row_no)
    return Interpreted(taken, tuple(rejects), questions.asked())


def _place_of(line: ReadLine, places: NameBook, answers: Answers) -> str | None:
    if line.place:
        return find_place(places, line.place, line.shipping)
    return answers.place_id if answers.place_id in places.names else None


def _with_order_of_day(source: Source, line: ReadLine, day: date) -> ReadLine:
    """CAMAP numbers no orders: one is what one customer's number has on one day."""
    if source is not Source.CAMAP or line.order_ref is None:
        return line
    return replace(line, order_ref=f"{day.isoformat()}/{line.order_ref}")


def _order_of_equal_lines(line: ReadLine) -> tuple[int, int, int]:
    return line.amount_ttc_cents, line.quantity_thousandths or 0, line.row_no


def _line_key(line: ReadLine, producer_id: str, scope_key: str, numbering: dict[tuple[str, str], int]) -> str:
    """What the line is within its scope, whatever row it stands in; equal lines are numbered."""
    parts = (line.order_ref, producer_id, line.product, line.variant)
    base = "/".join(part or "" for part in parts)
    count = numbering[scope_key, base] = numbering.get((scope_key, base), 0) + 1
    return base if count == 1 else f"{base}#{count}"


def _without_negative_totals(
    lines: Sequence[OrderedLine],
) -> tuple[tuple[OrderedLine, ...], tuple[Reject, ...]]:
    """A refund lowers a turnover; it cannot make one negative: all of such a consignment is set aside."""
    totals: dict[ConsignmentKey, int] = {}
    for line in lines:
        totals[line.consignment] = totals.get(line.consignment, 0) + line.read.amount_ttc_cents
    rejects = tuple(
        Reject(line.read.row_no, "", RowFault.NEGATIVE_TOTAL, line.read.producer)
        for line in lines
        if totals[line.consignment] < 0
    )
    return tuple(line for line in lines if totals[line.consignment] >= 0), rejects


class _Questions:
    """Gathers the rows behind each question."""

    def __init__(self, producers: NameBook, places: NameBook, likely_place_id: str | None) -> None:
        self._books = {Asked.PRODUCER: producers, Asked.PLACE: places}
        self._likely_place_id = likely_place_id
        self._rows: dict[tuple[Asked, str], list[int]] = {}
        self._hints: dict[str, set[str]] = {}

    def ask(self, line: ReadLine, producer_id: str | None, place_id: str | None, *, is_dated: bool) -> None:
        if producer_id is None:
            self._add(Asked.PRODUCER, line.producer, line.row_no)
            if line.producer_hint:
                self._hints.setdefault(line.producer, set()).add(line.producer_hint)
        if place_id is None:
            self._add(Asked.PLACE if line.place else Asked.FILE_PLACE, line.place, line.row_no)
        if not is_dated:
            self._add(Asked.PICKUP_DATE if line.cycle else Asked.FILE_DATE, line.cycle or "", line.row_no)

    def asked(self) -> tuple[Question, ...]:
        return tuple(self._question(*asked) for asked in sorted(self._rows))

    def _question(self, asked: Asked, text: str) -> Question:
        hints = tuple(sorted(self._hints.get(text, ()))) if asked is Asked.PRODUCER else ()
        rows = tuple(sorted(self._rows[asked, text]))
        return Question(asked, text, rows, self._suggestions(asked, (text, *hints)), hints)

    def _add(self, asked: Asked, text: str, row_no: int) -> None:
        self._rows.setdefault((asked, text), []).append(row_no)

    def _suggestions(self, asked: Asked, texts: Sequence[str]) -> tuple[str, ...]:
        if asked is Asked.FILE_PLACE:
            return (self._likely_place_id,) if self._likely_place_id else ()
        book = self._books.get(asked)
        return () if book is None else book.suggestions(texts)

"""The matrix of six counts: by farm and point of one day, what lacks between two counts and on which way."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync_server.reconciliation.counts import Count, Lacking, Trace, Way

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Crates that lack between the same two counts, on the same way."""

    lacking: Lacking
    crates: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The counts of one farm's goods for one point; `withdrawn` is None where nobody counted.

    `hub_expected` is how many of its crates are to pass a hub: where none is, the count says nothing.
    """

    producer_id: str
    place_id: str
    ordered: int
    labelled: int
    picked: int
    hub_expected: int
    at_hub: int
    dropped: int
    withdrawn: int | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def cell(self) -> Cell:
        """Whose goods, for which point."""
        return self.producer_id, self.place_id

    @property
    def unlabelled(self) -> int:
        """Crates the orders ask for that no code stands for."""
        return max(0, self.ordered - self.labelled)

    @property
    def unordered(self) -> int:
        """Crates with a code beyond what the orders ask for."""
        return max(0, self.labelled - self.ordered)

    @property
    def left_over(self) -> int:
        """Crates that arrived and that customers did not take; 0 where nobody counted."""
        return 0 if self.withdrawn is None else max(0, self.dropped - self.withdrawn)

    @property
    def lacking(self) -> int:
        """Crates that any two counts disagree about, those seen again included."""
        return self.unlabelled + sum(gap.crates for gap in self.gaps) + self.left_over

    def is_even(self) -> bool:
        """Whether all that was ordered passed every count that was made."""
        too_many = self.withdrawn is not None and self.withdrawn > self.dropped
        return not (self.lacking or self.unordered or too_many)


@dataclass(slots=True)
class _Sums:
    labelled: int = 0
    picked: int = 0
    hub_expected: int = 0
    at_hub: int = 0
    dropped: int = 0
    lacks: Counter[Lacking] = field(default_factory=Counter[Lacking])


def rows_of_traces(
    ordered: Mapping[Cell, int], traces: Iterable[Trace], withdrawn: Mapping[Cell, int]
) -> list[MatrixRow]:
    """The matrix from each crate's trace, by point and farm: what the set-based reading must equal."""
    sums: dict[Cell, _Sums] = defaultdict(_Sums)
    for each in traces:
        of_cell = sums[each.producer_id, each.place_id]
        of_cell.labelled += 1
        of_cell.picked += each.picked
        of_cell.hub_expected += each.hub_expected
        of_cell.at_hub += each.at_hub
        of_cell.dropped += each.dropped
        of_cell.lacks.update(each.lacks)
    return [
        MatrixRow(
            cell[0],
            cell[1],
            ordered.get(cell, 0),
            sums[cell].labelled,
            sums[cell].picked,
            sums[cell].hub_expected,
            sums[cell].at_hub,
            sums[cell].dropped,
            withdrawn.get(cell),
            in_gap_order(Gap(lacking, crates) for lacking, crates in sums[cell].lacks.items()),
        )
        for cell in sorted({*ordered, *sums}, key=lambda pair: (pair[1], pair[0]))
        if ordered.get(cell, 0) or sums[cell].labelled
    ]


def in_gap_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Earlier counts first, then by way: the same order whoever computed them."""
    order = list(Count)

    def key(gap: Gap) -> tuple[int, tuple[str, ...]]:
        way: Way = gap.lacking.way
        ends = (way.carrier_id, way.round_id, way.from_place_id, way.to_place_id, gap.lacking.before)
        return order.index(gap.lacking.after), tuple(each or "" for each in ends)

    return tuple(sorted(gaps, key=key))


def is_waiting(gap: Gap, day: str, today: str, closed_round_ids: Collection[str]) -> bool:
    """Whether it is only too early: neither the day nor the round that is to carry them is over."""
    return day >= today and gap.lacking.way.round_id not in closed_round_ids


@dataclass(frozen=True, slots=True)
class MatrixTotals:
    """The sums of some rows; `withdrawn` is None unless each of them is counted."""

    ordered: int
    labelled: int
    picked: int
    hub_expected: int
    at_hub: int
    dropped: int
    withdrawn: int | None
    lacking: int


def totals_of(rows: Collection[MatrixRow], withdrawn: int | None = None) -> MatrixTotals:
    """Sums; `withdrawn` where customers' withdrawals were counted for all of these rows together."""
    counted = [row.withdrawn for row in rows if row.withdrawn is not None]
    of_rows = sum(counted) if rows and len(counted) == len(rows) else None
    return MatrixTotals(
        sum(row.ordered for row in rows),
        sum(row.labelled for row in rows),
        sum(row.picked for row in rows),
        sum(row.hub_expected for row in rows),
        sum(row.at_hub for row in rows),
        sum(row.dropped for row in rows),
        of_rows if withdrawn is None else withdrawn,
        sum(row.lacking for row in rows),
    )


class Grouping(StrEnum):
    """How the rows of a day are put together."""

    BY_PLACE = "place"
    BY_PRODUCER = "producer"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows told as one line; `place_id` or `producer_id` is None where the group has several."""

    producer_id: str | None
    place_id: str | None
    rows: tuple[MatrixRow, ...]
    totals: MatrixTotals
    gaps: tuple[Gap, ...]

    @property
    def unlabelled(self) -> int:
        """Crates the orders ask for that no code stands for."""
        return sum(row.unlabelled for row in self.rows)

    @property
    def unordered(self) -> int:
        """Crates with a code beyond what the orders ask for."""
        return sum(row.unordered for row in self.rows)

    @property
    def left_over(self) -> int:
        """Crates that arrived less those withdrawn; below 0 where more were counted than had arrived."""
        return 0 if self.totals.withdrawn is None else self.totals.dropped - self.totals.withdrawn

    def is_even(self) -> bool:
        """Whether every count that was made agrees with the others."""
        return not (self.gaps or self.unlabelled or self.unordered or self.left_over)


def grouped(
    rows: Iterable[MatrixRow], grouping: Grouping, withdrawn_by_place: Mapping[str, int]
) -> list[Group]:
    """The rows put together; a count of all farms at a point stands for the point, never for one farm."""
    found: dict[tuple[str | None, str | None], list[MatrixRow]] = defaultdict(list)
    for row in rows:
        producer_id = None if grouping is Grouping.BY_PLACE else row.producer_id
        place_id = None if grouping is Grouping.BY_PRODUCER else row.place_id
        found[producer_id, place_id].append(row)
    return [
        Group(
            producer_id,
            place_id,
            tuple(members),
            totals_of(members, withdrawn_by_place.get(place_id or "") if producer_id is None else None),
            merged_gaps(members),
        )
        for (producer_id, place_id), members in found.items()
    ]


def merged_gaps(rows: Iterable[MatrixRow]) -> tuple[Gap, ...]:
    """The gaps of several rows, those between the same counts and on the same way together."""
    sums: Counter[Lacking] = Counter()
    for row in rows:
        for gap in row.gaps:
            sums[gap.lacking] += gap.crates
    return in_gap_order(Gap(lacking, crates) for lacking, crates in sums.items())


def withdrawn_in_all(groups: Collection[Group]) -> int | None:
    """The withdrawals of a whole day: None unless every point is counted, one way or the other."""
    counted = [each.totals.withdrawn for each in groups]
    known = [each for each in counted if each is not None]
    return sum(known) if groups and len(known) == len(counted) else None

"""What an import would change, before anything is written: totals, and differences with what is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sync_server.imports.faults import Reject
from sync_server.imports.interpret import OrderedLine, Question
from sync_server.imports.layouts import Source
from sync_server.imports.line_changes import ChangedLine
from sync_server.imports.older_export import OlderExport
from sync_server.imports.past_scopes import SeenBefore
from sync_server.imports.queries import AmountInForce, ScopeInForce
from sync_server.imports.scope_content import ScopeContent
from sync_server.network.consignments import ConsignmentKey


class ScopeState(StrEnum):
    """What becomes of a scope. An absent one was imported earlier and is not in this file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """One scope before and after, in lines and cents."""

    scope_key: str
    state: ScopeState
    lines_before: int
    lines_after: int
    cents_before: int
    cents_after: int


@dataclass(frozen=True, slots=True)
class AmountChange:
    """What a producer sells, or a point hands out, in these scopes before and after, in cents."""

    id: str
    cents_before: int
    cents_after: int

    @property
    def difference_cents(self) -> int:
        """How much more it is than before."""
        return self.cents_after - self.cents_before


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another source or scope that also has orders for a point on a day: both would count."""

    source: str
    scope_key: str
    place_id: str
    day: str


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a coordinator looks at before confirming. Absent scopes are kept unless the file is said
    to hold the whole cycle."""

    file_name: str
    sha256: str
    source: Source
    order_count: int
    line_count: int
    amount_ttc_cents: int
    days: tuple[str, ...]
    total_row_count: int
    scopes: tuple[ScopeChange, ...]
    by_producer: tuple[AmountChange, ...]
    by_place: tuple[AmountChange, ...]
    overlaps: tuple[Overlap, ...]
    rejects: tuple[Reject, ...]
    questions: tuple[Question, ...]
    # Line by line, in the scopes that are replaced; a new scope is not taken apart.
    line_changes: tuple[ChangedLine, ...] = ()
    seen_before: tuple[SeenBefore, ...] = ()
    # Of scopes not seen before: signs of an export older than what is in force.
    older: tuple[OlderExport, ...] = ()
    # Days of which a lot would come to another turnover.
    touched_days: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether everything in the file is in force already."""
        return all(scope.state in (ScopeState.UNCHANGED, ScopeState.ABSENT) for scope in self.scopes)


def order_count(lines: Iterable[OrderedLine]) -> int:
    """How many orders the lines make; lines without an order reference make none."""
    return len({(line.group_key, line.read.order_ref) for line in lines if line.read.order_ref})


def scope_changes(
    after: Mapping[str, ScopeContent], before: Mapping[str, ScopeInForce]
) -> tuple[ScopeChange, ...]:
    """Each scope's change, by key."""
    changes: list[ScopeChange] = []
    for key in sorted(after.keys() | before.keys()):
        known, content = before.get(key), after.get(key)
        lines = content.lines if content else ()
        changes.append(
            ScopeChange(
                key,
                _state(known, content),
                lines_before=known.line_count if known else 0,
                lines_after=len(lines),
                cents_before=known.amount_ttc_cents if known else 0,
                cents_after=sum(line.read.amount_ttc_cents for line in lines),
            )
        )
    return tuple(changes)


def amount_changes(
    lines: Iterable[OrderedLine], in_force: Iterable[AmountInForce]
) -> tuple[tuple[AmountChange, ...], tuple[AmountChange, ...]]:
    """The change by producer and by place, each by id."""
    producers: dict[str, list[int]] = {}
    places: dict[str, list[int]] = {}
    for amount in in_force:
        producers.setdefault(amount.key.producer_id, [0, 0])[0] += amount.amount_ttc_cents
        places.setdefault(amount.key.place_id, [0, 0])[0] += amount.amount_ttc_cents
    for line in lines:
        producers.setdefault(line.producer_id, [0, 0])[1] += line.read.amount_ttc_cents
        places.setdefault(line.place_id, [0, 0])[1] += line.read.amount_ttc_cents
    return _by_id(producers), _by_id(places)


def touched_days(lines: Iterable[OrderedLine], in_force: Iterable[AmountInForce]) -> tuple[str, ...]:
    """The days of lots whose turnover would be another, in order."""
    cents: dict[ConsignmentKey, int] = {}
    for amount in in_force:
        cents[amount.key] = cents.get(amount.key, 0) - amount.amount_ttc_cents
    for line in lines:
        cents[line.consignment] = cents.get(line.consignment, 0) + line.read.amount_ttc_cents
    return tuple(sorted({key.date for key, difference in cents.items() if difference}))


def _by_id(found: Mapping[str, list[int]]) -> tuple[AmountChange, ...]:
    return tuple(AmountChange(key, before, after) for key, (before, after) in sorted(found.items()))


def _state(known: ScopeInForce | None, content: ScopeContent | None) -> ScopeState:
    if content is None:
        return ScopeState.ABSENT
    if known is None:
        return ScopeState.NEW
    is_same = known.content_sha256 == content.content_sha256
    return ScopeState.UNCHANGED if is_same else ScopeState.CHANGED

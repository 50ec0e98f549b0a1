"""The queue somebody works through, item by item: all of it, of one kind, or what speaks of something."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from sqlmodel import Session

from shared.custody.discrepancies import DiscrepancyKind
from sync_server.console.discrepancy_words import GapShown, gaps_shown, resolution_words, title_of
from sync_server.custody.decision_queries import standing_decisions
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import ItemFilter, count_open, open_items, work_item
from sync_server.reconciliation.queue import first_open, next_open, previous_open, queue_key

ITEMS_READ_MAX = 2_000
KIND_MAX, TEXT_MAX = 40, 80
KindAsked = Annotated[str, Query(max_length=KIND_MAX)]
TextAsked = Annotated[str, Query(max_length=TEXT_MAX)]
_KINDS = {each.value: each for each in DiscrepancyKind}


@dataclass(frozen=True, slots=True)
class Queue:
    """A filter that goes along from item to item; empty, it is the whole queue."""

    kind: str = ""
    text: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out."""
        return bool(self.kind or self.text)

    def address_of(self, item_id: int, **more: str | int) -> str:
        """The page of an item, worked at within this queue."""
        return f"/console/ecarts/{item_id}{self._query(more)}"

    def address(self, **more: str | int) -> str:
        """The list of this queue."""
        return f"/console/ecarts{self._query(more)}"

    def _query(self, more: dict[str, str | int]) -> str:
        asked = {name: value for name, value in {"genre": self.kind, "q": self.text, **more}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


WHOLE_QUEUE = Queue()


@dataclass(frozen=True, slots=True)
class Turn:
    """What is around an item in its queue, and how many are open in it."""

    previous_id: int | None
    next_id: int | None
    left: int


@dataclass(frozen=True, slots=True)
class JustDecided:
    """The item decided a moment ago: the way back to it, and the decision that can be taken back."""

    id: int
    title: str
    says: str
    decision_id: str


def turn_of(session: Session, queue: Queue, item: WorkItem) -> Turn:
    """What comes before and after an item, which may be settled since."""
    kind = _KINDS.get(queue.kind)
    if not queue.text and (kind or not queue.kind):
        left = count_open(session, ItemFilter(kind=kind))
        return Turn(previous_open(session, item, kind), next_open(session, item, kind), left)
    found = _read(session, queue)
    before = [each.id for each in found if queue_key(each) < queue_key(item)]
    after = [each.id for each in found if queue_key(each) > queue_key(item)]
    return Turn(before[-1] if before else None, after[0] if after else None, len(found))


def next_turn(session: Session, queue: Queue, item: WorkItem) -> int | None:
    """The open item after this one, else the first that is still open; None where the queue is done."""
    kind = _KINDS.get(queue.kind)
    if not queue.text and (kind or not queue.kind):
        return next_open(session, item, kind) or first_open(session, kind)
    found = [each.id for each in sorted(_read(session, queue), key=lambda one: _from(item, one))]
    return found[0] if found else None


def just_decided(session: Session, item_id: int) -> JustDecided | None:
    """The item of that number as it rests now; None for 0, or where there is none."""
    item = work_item(session, item_id) if item_id else None
    if item is None:
        return None
    decision = standing_decisions(session.connection(), [item.key]).get(item.key)
    return JustDecided(
        item.id, title_of(item.kind), resolution_words(item), "" if decision is None else decision.id
    )


def speaking_of(gaps: Sequence[GapShown], text: str) -> list[GapShown]:
    """Those whose crate, place, round or kind a text names."""
    wanted = text.casefold().replace("-", "").strip()
    return [each for each in gaps if any(wanted in _plain(word) for word in _words_of(each))]


def _read(session: Session, queue: Queue) -> list[WorkItem]:
    """Names are matched as they are shown: a text is looked for in every open item, a bounded number."""
    kind = _KINDS.get(queue.kind)
    if queue.kind and kind is None:
        return []
    items = open_items(session, ItemFilter(kind=kind), ITEMS_READ_MAX)
    found = {gap.id for gap in speaking_of(gaps_shown(session, items), queue.text)}
    return [item for item in items if item.id in found]


def _from(item: WorkItem, other: WorkItem) -> tuple[bool, tuple[int, int, int]]:
    """The order that begins behind an item and comes round to those before it."""
    return queue_key(other) <= queue_key(item), queue_key(other)


def _words_of(gap: GapShown) -> tuple[str, ...]:
    return gap.crates_words, gap.place_name, gap.round_title, gap.title


def _plain(word: str) -> str:
    return word.casefold().replace("-", "")

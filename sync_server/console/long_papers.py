"""Papers that take longer than a person waits: made beside the requests, kept in memory for an hour.

Asking for the same paper again, by a reload or a double click, finds the one under way or done.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from sync_server.accounts.rights import Right
from sync_server.log import log_event

# A paper each: more take longer than a person waits before a page that shows nothing.
STATEMENTS_SOON = 8
KEPT_MAX = 8
KEPT_MS = 60 * 60_000
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """Whose paper, what it is in words, how many `steps` of `unit` it takes, and what makes its bytes.

    `key` names its content: the same key is the same paper. `back` is the page it was asked from,
    `section` its entry of the menu.
    """

    coordinator_id: str
    right: Right
    key: str
    title: str
    steps: int
    unit: tuple[str, str]
    back: str
    section: str
    file_parts: tuple[str, ...]
    media_type: str
    make: Callable[[Tell], bytes]

    @property
    def id(self) -> str:
        """Its address: another's, or of other content, is another."""
        return sha256(f"{self.coordinator_id}\n{self.key}".encode()).hexdigest()[:32]


@dataclass(slots=True)
class LongPaper:
    """A paper under way; `content` once it is done, `is_broken` where making it failed."""

    asked: PaperAsked
    put_ms: int
    done: int = 0
    content: bytes | None = None
    is_broken: bool = False


@dataclass(slots=True)
class LongPapers:
    """The long papers of this process. They are made one after the other: each needs a processor."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _papers: OrderedDict[str, LongPaper] = field(default_factory=OrderedDict[str, LongPaper])

    def ask(self, asked: PaperAsked, now_ms: int) -> str:
        """Begins a paper unless it is under way or done; its id."""
        with self._lock:
            self._forget(now_ms)
            held = self._papers.get(asked.id)
            if held is not None and not held.is_broken:
                return asked.id
            paper = LongPaper(asked, now_ms)
            self._papers[asked.id] = paper
        # Ends with the process: nothing is lost but the time to ask again.
        threading.Thread(target=self._make, args=(paper,), daemon=True, name="long-paper").start()
        return asked.id

    def find(self, paper_id: str, coordinator_id: str, now_ms: int) -> LongPaper | None:
        """A paper, for whoever asked for it."""
        with self._lock:
            self._forget(now_ms)
            paper = self._papers.get(paper_id)
        return paper if paper is not None and paper.asked.coordinator_id == coordinator_id else None

    def _forget(self, now_ms: int) -> None:
        old = [id_ for id_, paper in self._papers.items() if now_ms - paper.put_ms > KEPT_MS]
        finished = [id_ for id_, paper in self._papers.items() if paper.content is not None]
        for id_ in {*old, *finished[:-KEPT_MAX]}:
            del self._papers[id_]

    def _make(self, paper: LongPaper) -> None:
        def tell(done: int) -> None:
            paper.done = done

        with self._turn:
            try:
                paper.content = paper.asked.make(tell)
            # Whatever it is, the page that waits must hear of it: nobody else looks at this thread.
            except Exception as fault:  # noqa: BLE001
                paper.is_broken = True
                log_event("paper-not-made", fault=type(fault).__name__)

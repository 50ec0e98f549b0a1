"""A damaged database: set aside, never deleted; whatever facts can still be read start a new log."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection

from mobile.store.carried_pack import salvage_packs
from mobile.store.draft_photos import salvage_drafts
from mobile.store.evidence_salvage import salvage_evidence
from mobile.store.folders import flush_folder
from mobile.store.journal import refill_log
from shared.custody.bodies import read_body
from shared.custody.events import BODY_MAX_BYTES, Fact

# Beyond any number of facts a phone could have recorded after the last one that was saved.
N_GAP_AFTER_SALVAGE = 100_000
COMPANIONS = ("-wal", "-shm", "-journal")
_READ_LOG_FROM_EITHER_END = (
    "SELECT body, intent_id FROM logged_fact ORDER BY seq",
    "SELECT body, intent_id FROM logged_fact ORDER BY seq DESC",
)
BODY_START = b'{"v":1,"id":"'


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What became of a damaged file: where it was set aside, and how many facts were saved from it."""

    set_aside: Path
    facts_saved: int


@dataclass(frozen=True, slots=True)
class _Saved:
    fact: Fact
    body: str
    intent_id: str | None


def set_aside(path: Path) -> Path:
    """Rename the damaged file and its companions, so that nothing is ever written over them.

    The companions first, and durably: SQLite deletes a write-ahead log that it finds without its database.
    """
    aside = _next_aside(path)
    for suffix in COMPANIONS:
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(aside.with_name(aside.name + suffix))
    flush_folder(path.parent)
    path.replace(aside)
    flush_folder(path.parent)
    return aside


def is_half_aside(path: Path) -> bool:
    """Whether an earlier start was cut short between the companions and the file itself."""
    aside = _next_aside(path)
    return any(aside.with_name(aside.name + suffix).exists() for suffix in COMPANIONS)


def files_set_aside(path: Path) -> list[Path]:
    """Every damaged file that stands beside this one, oldest first."""
    newest = _next_aside(path)
    return [_aside(path, number) for number in range(1, _number(newest))]


def salvage_log(connection: Connection, asides: Sequence[Path]) -> SalvageReport:
    """Append every fact still readable in the damaged files, in the phone's own order, to the new log."""
    saved: dict[str, _Saved] = {}
    for aside in asides:
        by_sql, is_whole = _read_by_sql(aside)
        # SQL knows what was committed; where it cannot read all, the bytes outlive a lost page of the tree.
        for each in (*by_sql, *(() if is_whole else _carve(aside))):
            saved.setdefault(each.fact.id, each)
    ordered = sorted(saved.values(), key=lambda each: (each.fact.n, each.fact.id))
    pairs = [(each.body, each.intent_id) for each in ordered]
    report = SalvageReport(asides[-1], refill_log(connection, pairs, N_GAP_AFTER_SALVAGE))
    for aside in asides:
        with _copied(aside) as copy:
            salvage_evidence(connection, copy)
            salvage_packs(connection, copy)
            salvage_drafts(connection, copy)
    return report


def _next_aside(path: Path) -> Path:
    number = 1
    while _aside(path, number).exists():
        number += 1
    return _aside(path, number)


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.damaged-{number}")


def _number(aside: Path) -> int:
    return int(aside.name.rpartition("-")[2])


def _read_by_sql(aside: Path) -> tuple[list[_Saved], bool]:
    """Rows up to the first unreadable page from either end of the log, and whether none was unreadable."""
    found: list[_Saved] = []
    is_whole = True
    with _copied(aside) as copy:
        for query in _READ_LOG_FROM_EITHER_END:
            try:
                with closing(sqlite3.connect(copy)) as connection:
                    rows = connection.execute(query)
                    found.extend(each for body, intent_id in rows if (each := _saved(body, intent_id)))
            except sqlite3.Error:
                is_whole = False
    return found, is_whole


@contextmanager
def _copied(aside: Path) -> Generator[Path]:
    """A copy to read from: SQLite would write its write-ahead log into the file it opens."""
    with tempfile.TemporaryDirectory(dir=aside.parent) as folder:
        copy = Path(folder) / aside.name
        for suffix in ("", *COMPANIONS):
            original = aside.with_name(aside.name + suffix)
            if original.exists():
                shutil.copyfile(original, copy.with_name(copy.name + suffix))
        yield copy


def _carve(aside: Path) -> Iterator[_Saved]:
    """Bodies found by their first bytes, wherever a page still holds them whole."""
    for path in (aside, *(aside.with_name(aside.name + suffix) for suffix in COMPANIONS)):
        if path.exists():
            yield from _carve_bytes(path.read_bytes())


def _carve_bytes(content: bytes) -> Iterator[_Saved]:
    decoder = json.JSONDecoder()
    at = content.find(BODY_START)
    while at >= 0:
        text = content[at : at + BODY_MAX_BYTES].decode("utf-8", errors="replace")
        try:
            _, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            end = 0
        each = _saved(text[:end], None) if end else None
        if each is not None:
            yield each
        at = content.find(BODY_START, at + 1)


def _saved(body: object, intent_id: object) -> _Saved | None:
    fact = read_body(body) if isinstance(body, str) else None
    if not isinstance(fact, Fact) or not isinstance(body, str):
        return None
    kept_intent = intent_id if isinstance(intent_id, str) else cast(Any, fact.data.get("intent"))
    return _Saved(fact, body, kept_intent if isinstance(kept_intent, str) else None)

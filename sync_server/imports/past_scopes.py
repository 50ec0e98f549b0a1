"""Scopes as they were before an import replaced them: kept whole, found again by content, put back."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks
from sync_server.imports.queries import LINE_COLUMNS, ScopeInForce
from sync_server.imports.tables import ImportFile, OrderLine, PastScope
from sync_server.network.consignments import ConsignmentKey

_PAST = table_of(PastScope)
_LINE = table_of(OrderLine)
_FILE = table_of(ImportFile)
# Scope and import are those of the row that holds the lines.
_KEPT_COLUMNS = LINE_COLUMNS[2:]
_PRODUCER, _PLACE, _DAY = (_KEPT_COLUMNS.index(name) for name in ("producer_id", "place_id", "pickup_date"))


@dataclass(frozen=True, slots=True)
class KeptScope:
    """A scope as it was in force from import `import_id` until import `replaced_by`."""

    source: str
    scope_key: str
    group_key: str
    import_id: int
    replaced_by: int
    content_sha256: str
    order_count: int
    line_count: int
    amount_ttc_cents: int
    latest_order_at: str | None
    lines: bytes

    def rows(self, scope_id: int) -> list[tuple[Any, ...]]:
        """Its lines as rows of the table, in the scope they are put back into."""
        return [(scope_id, self.import_id, *line) for line in self._lines()]

    def consignments(self) -> set[ConsignmentKey]:
        """What its lines bear on."""
        return {ConsignmentKey(line[_PRODUCER], line[_PLACE], line[_DAY]) for line in self._lines()}

    def day(self) -> str:
        """The distribution day of its first line."""
        return str(self._lines()[0][_DAY])

    def _lines(self) -> list[list[Any]]:
        return json.loads(zlib.decompress(self.lines))


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """The very lines of a scope were in force earlier, from one import until another replaced them."""

    scope_key: str
    imported_at_ms: int
    replaced_at_ms: int
    replaced_by_name: str


_COLUMNS = tuple(_PAST.c[name] for name in KeptScope.__slots__)


def keep_scopes(session: Session, source: str, scopes: Sequence[ScopeInForce], replaced_by: int) -> None:
    """Keeps what is in force for these scopes, before it is replaced."""
    lines: dict[int, list[list[Any]]] = {scope.id: [] for scope in scopes}
    columns = [_LINE.c.scope_id, *(_LINE.c[name] for name in _KEPT_COLUMNS)]
    statement = select(*columns).order_by(_LINE.c.id)
    for chunk in in_chunks(list(lines)):
        for row in session.connection().execute(statement.where(_LINE.c.scope_id.in_(chunk))):
            lines[row[0]].append(list(row[1:]))
    rows = [
        {
            "source": source,
            "scope_key": scope.scope_key,
            "group_key": scope.group_key,
            "import_id": scope.import_id,
            "replaced_by": replaced_by,
            "content_sha256": scope.content_sha256,
            "order_count": scope.order_count,
            "line_count": scope.line_count,
            "amount_ttc_cents": scope.amount_ttc_cents,
            "latest_order_at": scope.latest_order_at,
            "lines": zlib.compress(json.dumps(lines[scope.id], ensure_ascii=False).encode(), level=6),
        }
        for scope in scopes
    ]
    if rows:
        session.connection().execute(insert(_PAST), rows)


def replaced_by_import(session: Session, import_id: int) -> list[KeptScope]:
    """What this import took the place of."""
    statement = select(*_COLUMNS).where(_PAST.c.replaced_by == import_id).order_by(_PAST.c.scope_key)
    return [KeptScope(*row) for row in session.connection().execute(statement)]


def replacements_of_import(session: Session, import_id: int) -> list[tuple[str, str, int]]:
    """Scopes of this import that a later one replaced: (source, scope, that import)."""
    statement = (
        select(_PAST.c.source, _PAST.c.scope_key, _PAST.c.replaced_by)
        .where(_PAST.c.import_id == import_id)
        .order_by(_PAST.c.replaced_by)
    )
    return [(row[0], row[1], row[2]) for row in session.connection().execute(statement)]


def seen_before(session: Session, source: str, contents: Iterable[tuple[str, str]]) -> list[SeenBefore]:
    """Which of these (scope, content) were in force before and replaced since: an older export, likely."""
    wanted = dict(contents)
    first, later = _FILE.alias("first_import"), _FILE.alias("later_import")
    statement = (
        select(
            _PAST.c.scope_key,
            _PAST.c.content_sha256,
            first.c.imported_at_ms,
            later.c.imported_at_ms,
            later.c.name,
        )
        .join(first, first.c.id == _PAST.c.import_id)
        .join(later, later.c.id == _PAST.c.replaced_by)
        .where(_PAST.c.source == source)
        .order_by(_PAST.c.scope_key, _PAST.c.id)
    )
    found: dict[str, SeenBefore] = {}
    for chunk in in_chunks(sorted(wanted)):
        for key, content, at_ms, replaced_ms, name in session.connection().execute(
            statement.where(_PAST.c.scope_key.in_(chunk))
        ):
            if wanted[key] == content:
                found[key] = SeenBefore(key, at_ms, replaced_ms, name)
    return list(found.values())

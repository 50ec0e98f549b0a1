"""The lines of each scope, a hash that tells whether they changed, and the rows they are kept in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sync_server.imports.interpret import OrderedLine
from sync_server.network.crate_volume import volume_ml


@dataclass(frozen=True, slots=True)
class ScopeContent:
    """All lines of one scope; the hash does not depend on the order of the file's rows or columns."""

    scope_key: str
    group_key: str
    lines: tuple[OrderedLine, ...]
    content_sha256: str


def contents(lines: Iterable[OrderedLine]) -> dict[str, ScopeContent]:
    """The lines gathered by scope."""
    gathered: dict[str, list[OrderedLine]] = {}
    for line in lines:
        gathered.setdefault(line.scope_key, []).append(line)
    return {
        key: ScopeContent(key, found[0].group_key, tuple(found), _content_hash(found))
        for key, found in gathered.items()
    }


def line_row(line: OrderedLine, scope_id: int, import_id: int) -> tuple[object, ...]:
    """The line in the order of the table's columns."""
    read = line.read
    return (
        scope_id,
        import_id,
        read.row_no,
        read.order_ref,
        line.line_key,
        line.producer_id,
        line.place_id,
        line.pickup_date,
        read.product,
        read.variant,
        read.quantity_thousandths,
        read.amount_ttc_cents,
        read.amount_ht_cents,
        read.vat_bp,
        volume_ml(read.product, read.variant, read.quantity_thousandths),
    )


def _content_hash(lines: Iterable[OrderedLine]) -> str:
    said = sorted(
        [
            line.line_key,
            line.place_id,
            line.pickup_date,
            line.read.quantity_thousandths,
            line.read.amount_ttc_cents,
            line.read.amount_ht_cents,
            line.read.vat_bp,
        ]
        for line in lines
    )
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

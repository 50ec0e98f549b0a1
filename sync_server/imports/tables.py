"""Tables of the imports: files as read, the scopes they replaced, order lines, confirmed aliases."""

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable


class ImportFile(ServerTable, table=True):
    """One confirmed import: the file's name and SHA-256 as received, and its used columns as read.

    `raw` is deflated UTF-8 CSV in which every column that the import does not use is blank,
    so that no customer's name, mail or phone is kept.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str
    sha256: str = Field(index=True)
    profile: str
    raw: bytes = Field(sa_type=LargeBinary)
    imported_at_ms: int = Field(sa_type=BIG_INTEGER)
    imported_by: str
    order_count: int
    line_count: int
    amount_ttc_cents: int = Field(sa_type=BIG_INTEGER)
    reject_count: int


class ImportReject(ServerTable, table=True):
    """A line left out of a confirmed import, under the row number a spreadsheet shows."""

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import_file.id", index=True)
    row_no: int
    column: str
    reason: str
    sentence: str = Field(sa_type=Text)


class ImportScope(ServerTable, table=True):
    """What one import replaces as a whole; `content_sha256` tells that nothing changed."""

    __table_args__ = (Index("ix_import_scope_source_scope_key", "source", "scope_key", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    scope_key: str
    group_key: str = Field(index=True)
    import_id: int = Field(foreign_key="import_file.id")
    content_sha256: str
    order_count: int
    line_count: int
    amount_ttc_cents: int = Field(sa_type=BIG_INTEGER)
    # ISO minute as the shop wrote it, None where its export does not say.
    latest_order_at: str | None = None


class OrderLine(ServerTable, table=True):
    """One line of the orders in force; nothing in it names a customer."""

    __table_args__ = (
        Index("ix_order_line_pickup_date_producer_place", "pickup_date", "producer_id", "place_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    scope_id: int = Field(foreign_key="import_scope.id", index=True)
    import_id: int
    row_no: int
    order_ref: str | None = None
    line_key: str
    producer_id: str
    place_id: str
    pickup_date: str
    product: str | None = None
    variant: str | None = None
    quantity_thousandths: int | None = Field(default=None, sa_type=BIG_INTEGER)
    amount_ttc_cents: int = Field(sa_type=BIG_INTEGER)
    amount_ht_cents: int | None = Field(default=None, sa_type=BIG_INTEGER)
    vat_bp: int | None = None
    volume_ml: int = Field(sa_type=BIG_INTEGER)


class PastScope(ServerTable, table=True):
    """What was in force for a scope until the import `replaced_by`: kept whole, so that it can be restored.

    `lines` are deflated JSON: the columns of the order lines from `row_no` on, one list for each line.
    """

    __table_args__ = (Index("ix_past_scope_source_scope_key", "source", "scope_key"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    scope_key: str
    group_key: str
    import_id: int = Field(foreign_key="import_file.id", index=True)
    replaced_by: int = Field(foreign_key="import_file.id", index=True)
    content_sha256: str
    order_count: int
    line_count: int
    amount_ttc_cents: int = Field(sa_type=BIG_INTEGER)
    latest_order_at: str | None = None
    lines: bytes = Field(sa_type=LargeBinary)


class ImportUndo(ServerTable, table=True):
    """That an import was taken back, by whom and why: once, and never itself undone."""

    import_id: int = Field(primary_key=True, foreign_key="import_file.id")
    undone_by: str
    undone_at_ms: int = Field(sa_type=BIG_INTEGER)
    because: str = Field(sa_type=Text)


class AliasDecision(ServerTable, table=True):
    """Each time somebody said what a name means, or that it means nothing any more (no target)."""

    __table_args__ = (Index("ix_alias_decision_kind_text", "kind", "text"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    text: str
    target_id: str | None = None
    decided_by: str
    decided_at_ms: int = Field(sa_type=BIG_INTEGER)


class Alias(ServerTable, table=True):
    """What a name of the shop means now, as last decided; `kind` is an AliasKind."""

    kind: str = Field(primary_key=True)
    text: str = Field(primary_key=True)
    target_id: str
    confirmed_by: str
    confirmed_at_ms: int = Field(sa_type=BIG_INTEGER)

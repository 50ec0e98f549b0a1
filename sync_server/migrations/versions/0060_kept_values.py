"""Lines no settlement has yet, kept by consignment, and the triggers that mark what changed since."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0066"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVERYTHING = "INSERT INTO value_mark (consignment_pk) SELECT 0"
OF_ROW = {
    "leg": (
        "SELECT {row}.consignment_pk WHERE {row}.consignment_pk IS NOT NULL"
        " UNION SELECT consignment_pk FROM crate WHERE code = {row}.crate_code"
    ),
    "crate": "SELECT {row}.consignment_pk",
    "consignment": "SELECT {row}.pk",
    "commission_line": ("SELECT coalesce((SELECT pk FROM consignment WHERE id = {row}.consignment_id), 0)"),
}
ORPHANS = {"update": "OLD.id <> NEW.id OR OLD.pk <> NEW.pk", "delete": "TRUE"}


def upgrade() -> None:
    """Makes the tables, empty: the server keeps its values at its next start, or at the next closing."""
    _kept_line()
    op.create_table(
        "value_mark",
        sa.Column("id", BIG, nullable=False),
        sa.Column("consignment_pk", sa.Integer(), nullable=False),
        sa.Column("unvalued", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_mark")),
    )
    op.create_index(op.f("ix_value_mark_consignment_pk"), "value_mark", ["consignment_pk"])
    op.create_table(
        "values_kept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_values_kept")),
    )
    mark = _mark_on_sqlite if op.get_bind().dialect.name == "sqlite" else _mark_on_postgresql
    for table in OF_ROW:
        mark(table)


def _kept_line() -> None:
    op.create_table(
        "kept_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("consignment_pk", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("beneficiary_id", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("stage_or_kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("tariff_version", sa.String(), nullable=False),
        sa.Column("withheld_reason", sa.String(), nullable=True),
        sa.Column("amount_cents", BIG, nullable=False),
        sa.Column("crate_count", sa.Integer(), nullable=False),
        sa.Column("crate_count_total", sa.Integer(), nullable=False),
        sa.Column("base_cents", BIG, nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("settled_cents", BIG, nullable=True),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_line")),
    )
    op.create_index(op.f("ix_kept_line_consignment_pk"), "kept_line", ["consignment_pk"])


def _mark(table: str, row: str) -> str:
    return f"INSERT INTO value_mark (consignment_pk) {OF_ROW[table].format(row=row)}"


def _mark_on_sqlite(table: str) -> None:
    for act, rows in {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}.items():
        marks = "; ".join(_mark(table, row) for row in rows)
        op.execute(f"CREATE TRIGGER {table}_marks_{act} AFTER {act.upper()} ON {table} BEGIN {marks}; END")
    if table == "consignment":
        for act, condition in ORPHANS.items():
            op.execute(
                f"CREATE TRIGGER {table}_orphans_{act} AFTER {act.upper()} ON {table} WHEN {condition}"
                f" BEGIN {EVERYTHING}; END"
            )


def _mark_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION mark_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP <> 'INSERT' THEN {_mark(table, 'OLD')}; END IF;"
        f" IF TG_OP <> 'DELETE' THEN {_mark(table, 'NEW')}; END IF; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_marks AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION mark_{table}()"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION mark_everything() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {EVERYTHING}; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_marks_truncate AFTER TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION mark_everything()"
    )
    if table == "consignment":
        for act, condition in ORPHANS.items():
            op.execute(
                f"CREATE TRIGGER {table}_orphans_{act} AFTER {act.upper()} ON {table}"
                f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION mark_everything()"
            )

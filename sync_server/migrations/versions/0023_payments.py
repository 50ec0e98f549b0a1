"""Payment runs, their transfers and what became of them, and what was collected."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0047"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Tables no row of which ever changes, and the keys that make a new row the same as an old one.
APPEND_ONLY = {
    "payment_run": (("id",), ("settlement_id", "number")),
    "payment_order": (("id",), ("end_to_end_id",)),
    "payment_run_act": (("id",), ("run_id", "act")),
    "payment_outcome": (("id",), ("order_id", "outcome")),
    "receipt": (("id",), ("settlement_id", "person_id")),
}


def upgrade() -> None:
    """Makes the tables."""
    _payment_run()
    _payment_order()
    _small_tables()
    for table, keys in APPEND_ONLY.items():
        _refuse_changes(table, keys)


def _payment_run() -> None:
    op.create_table(
        "payment_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("execution_day", sa.String(), nullable=False),
        sa.Column("made_ms", BIG, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("total_cents", BIG, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _to("payment_run", "settlement_id", "settlement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run")),
        sa.UniqueConstraint("settlement_id", "number", name=op.f("uq_payment_run_settlement_id_number")),
    )


def _payment_order() -> None:
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("amount_cents", BIG, nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("bic", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("end_to_end_id", sa.String(), nullable=False),
        _to("payment_order", "run_id", "payment_run"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("end_to_end_id", name=op.f("uq_payment_order_end_to_end_id")),
    )
    op.create_index(op.f("ix_payment_order_run_id"), "payment_order", ["run_id"], unique=False)


def _small_tables() -> None:
    op.create_table(
        "payment_run_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _to("payment_run_act", "run_id", "payment_run"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run_act")),
        sa.UniqueConstraint("run_id", "act", name=op.f("uq_payment_run_act_run_id_act")),
    )
    op.create_table(
        "payment_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        _to("payment_outcome", "order_id", "payment_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_outcome")),
        sa.UniqueConstraint("order_id", "outcome", name=op.f("uq_payment_outcome_order_id_outcome")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("amount_cents", BIG, nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        _to("receipt", "settlement_id", "settlement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("settlement_id", "person_id", name=op.f("uq_receipt_settlement_id_person_id")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _refuse_changes(table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
        again = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        op.execute(f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} WHEN {again} {refusal}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )

"""How many crates customers took at a point on a day, as its keeper said."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table, which the database itself refuses to change afterwards."""
    op.create_table(
        "withdrawal_count",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("producer_id", sa.String(), nullable=False),
        sa.Column("crates", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("recorded_ms", BIG, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_count")),
        sa.UniqueConstraint("n", name=op.f("uq_withdrawal_count_n")),
    )
    op.create_index(op.f("ix_withdrawal_count_date_place_id"), "withdrawal_count", ["date", "place_id"])
    _refuse_changes()


def _refuse_changes() -> None:
    table = "withdrawal_count"
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        again = f"EXISTS (SELECT 1 FROM {table} WHERE (id = NEW.id) OR (n = NEW.n))"  # noqa: S608
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

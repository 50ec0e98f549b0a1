"""What was done with tariffs and by whom, and drafts that nobody voted yet."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables of acts, which no row ever leaves, and of drafts."""
    op.create_table(
        "tariff_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_act")),
    )
    _refuse_changes("tariff_act")
    op.create_table(
        "tariff_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_draft")),
    )


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        again = f"EXISTS (SELECT 1 FROM {table} WHERE (id = NEW.id))"  # noqa: S608
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

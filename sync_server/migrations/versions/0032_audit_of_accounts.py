"""What was done about accounts and sessions: rows that nobody changes, and that go after six months."""

import sqlalchemy as sa
from alembic import op

from sync_server.accounts.audit_kept import keeping_statements

revision = "0032"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table and what keeps it."""
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    for statement in keeping_statements(op.get_bind().dialect.name):
        op.execute(statement)

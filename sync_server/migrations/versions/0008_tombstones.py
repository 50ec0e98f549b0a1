"""How old the numbers of the feed are, and where the tombstones among the rows stand."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table of marks and the index of tombstones."""
    op.create_table(
        "feed_mark",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_feed_mark")),
    )
    op.create_index(
        "ix_pull_row_tombstone",
        "pull_row",
        ["stamp"],
        unique=False,
        sqlite_where=sa.text("deleted = 1"),
        postgresql_where=sa.text("deleted = 1"),
    )

"""What verified backups hold, and when a database was restored."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_ms", BIG, nullable=False),
        sa.Column("feed_seq", BIG, nullable=False),
        sa.Column("fh", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_table(
        "rewind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restored_ms", BIG, nullable=False),
        sa.Column("heard_ms", BIG, nullable=False),
        sa.Column("feed_seq", BIG, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewind")),
    )
    op.create_table(
        "safe_position",
        sa.Column("log_id", sa.String(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.PrimaryKeyConstraint("log_id", name=op.f("pk_safe_position")),
    )

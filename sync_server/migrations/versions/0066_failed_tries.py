"""Failed sign-ins counted for all processes; how far a log was counted and found whole."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is known of failures before; every log is counted once more, at the next closing."""
    op.create_table(
        "failed_try",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("source_sha256", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
    )
    op.create_index("ix_failed_try_source_sha256_at_ms", "failed_try", ["source_sha256", "at_ms"])
    op.create_index("ix_failed_try_at_ms", "failed_try", ["at_ms"])
    op.add_column("log_head", sa.Column("whole_seq", BIG, nullable=False, server_default="0"))

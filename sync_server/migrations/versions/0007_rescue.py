"""Which phone carried which pack of another phone's facts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "rescue",
        sa.Column("pack_sha256", sa.String(), nullable=False),
        sa.Column("carrier_device", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("log_id", sa.String(), nullable=False),
        sa.Column("first", BIG, nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("first_offered_ms", BIG, nullable=False),
        sa.Column("last_offered_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("pack_sha256", "carrier_device", name=op.f("pk_rescue")),
    )
    op.create_index(op.f("ix_rescue_device"), "rescue", ["device"])

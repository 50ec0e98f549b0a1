"""Who kept a place before."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of changes made before nothing is known: whoever keeps a place then always did."""
    op.create_table(
        "keeper_before",
        sa.Column("place_id", sa.String(), sa.ForeignKey("place.id"), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("place_id", "until"),
    )

"""Disputes among the events, found without a walk over all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index of disputes."""
    op.create_index(
        "ix_event_dispute",
        "event",
        ["effective_ms"],
        unique=False,
        sqlite_where=sa.text("kind = 'dispute'"),
        postgresql_where=sa.text("kind = 'dispute'"),
    )

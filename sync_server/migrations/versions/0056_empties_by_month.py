"""Counts of empty crates found by their month, without a walk over all facts."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0051"
branch_labels = None
depends_on = None

EMPTIES = sa.text("kind = 'empties'")


def upgrade() -> None:
    """Adds the index."""
    op.create_index(
        "ix_event_empties", "event", ["effective_ms"], sqlite_where=EMPTIES, postgresql_where=EMPTIES
    )

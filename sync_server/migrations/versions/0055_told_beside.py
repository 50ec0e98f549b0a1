"""Incidents, counts before leaving and readings of a day are found by index."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    told = sa.text("kind IN ('incident', 'round_started', 'temperature')")
    op.create_index(
        "ix_event_told_beside", "event", ["effective_ms"], sqlite_where=told, postgresql_where=told
    )

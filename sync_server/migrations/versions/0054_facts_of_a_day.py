"""What one phone recorded on a day is counted by index."""

from alembic import op

revision = "0054"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index("ix_event_device_effective_ms", "event", ["device", "effective_ms"])

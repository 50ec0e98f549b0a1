"""The queue of open discrepancies by index: whose turn it is costs the same however many wait."""

from alembic import op

revision = "0053"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index("ix_discrepancy_queue", "discrepancy", ["status", "blocking", "opened_ms", "id", "kind"])

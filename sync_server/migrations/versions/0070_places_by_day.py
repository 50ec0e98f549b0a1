"""What came to places and left them, counted by day without a walk over legs."""

from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the indexes."""
    op.create_index("ix_leg_arrived", "leg", ["local_date", "to_place_id", "crate_code", "from_place_id"])
    op.create_index("ix_leg_left", "leg", ["local_date", "from_place_id", "crate_code", "to_place_id"])

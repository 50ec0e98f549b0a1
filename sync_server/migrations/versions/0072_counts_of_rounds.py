"""How far rounds are, counted by index; crates that others replaced, found by their own."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

REPLACED = sa.text("status = 'replaced'")


def upgrade() -> None:
    """Adds the indexes."""
    op.create_index(
        "ix_leg_of_round", "leg", ["round_id", "crate_code", "from_place_id", "to_place_id", "started_ms"]
    )
    op.create_index("ix_crate_replaced", "crate", ["code"], sqlite_where=REPLACED, postgresql_where=REPLACED)

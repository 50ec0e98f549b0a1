"""Crates whose projection failed are found by index."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0070"
branch_labels = None
depends_on = None

FAILED = sa.text("dirty <> 0")


def upgrade() -> None:
    """Adds the index."""
    op.create_index(
        "ix_crate_state_dirty", "crate_state", ["crate_code"], sqlite_where=FAILED, postgresql_where=FAILED
    )

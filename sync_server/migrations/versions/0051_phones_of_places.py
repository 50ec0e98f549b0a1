"""The number to call for a place."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Places known before have none."""
    op.add_column("place", sa.Column("phone", sa.String(), server_default="", nullable=False))

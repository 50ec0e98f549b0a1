"""When the newest order of an imported scope was placed."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was imported before nobody knows: an older export is then told by other signs."""
    op.add_column("import_scope", sa.Column("latest_order_at", sa.String(), nullable=True))
    op.add_column("past_scope", sa.Column("latest_order_at", sa.String(), nullable=True))

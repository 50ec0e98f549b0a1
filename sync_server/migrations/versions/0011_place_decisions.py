"""What coordinators decided about corrections of places proposed from the field."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table, and finds proposals without a walk over all events."""
    op.create_table(
        "place_decision",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("decided_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_place_decision")),
    )
    op.create_index(
        "ix_event_place_proposed",
        "event",
        ["pk"],
        sqlite_where=sa.text("kind = 'place_proposed'"),
        postgresql_where=sa.text("kind = 'place_proposed'"),
    )

"""What rounds carried, earned and told, found by their own indexes."""

from alembic import op

revision = "0071"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the indexes; the one of facts by round makes room for one that tells more."""
    op.create_index("ix_leg_carried", "leg", ["round_id", "consignment_pk", "crate_code", "distance_m"])
    op.create_index("ix_commission_line_period_round_id", "commission_line", ["period", "round_id"])
    op.create_index("ix_event_of_round", "event", ["round_id", "kind", "received_ms"])
    op.drop_index("ix_event_round_id", "event")

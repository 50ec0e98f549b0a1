"""Crates of blank labels: which fact made one, and labels whose consignment is not known yet."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0045"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PRINTED = sa.text("bound_by IS NULL")
BOUND = sa.text("bound_by IS NOT NULL")


def upgrade() -> None:
    """Lets crates be bound, whose rank is no longer theirs for ever."""
    with op.batch_alter_table("crate") as crate:
        crate.add_column(sa.Column("bound_by", sa.String(), nullable=True))
        crate.drop_constraint("uq_crate_consignment_pk_rank", type_="unique")
    op.create_index(op.f("ix_crate_consignment_pk"), "crate", ["consignment_pk"])
    op.create_index(
        "ix_crate_printed",
        "crate",
        ["consignment_pk", "rank"],
        unique=True,
        sqlite_where=PRINTED,
        postgresql_where=PRINTED,
    )
    op.create_index("ix_crate_bound", "crate", ["consignment_pk"], sqlite_where=BOUND, postgresql_where=BOUND)
    op.create_table(
        "bound_label",
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("crate_code", name=op.f("pk_bound_label")),
    )
    op.create_index(op.f("ix_bound_label_consignment_id"), "bound_label", ["consignment_id"])
    op.create_index(op.f("ix_bound_label_round_id"), "bound_label", ["round_id"])
    # What earlier programs left aside is read by the next projection of these crates.
    op.execute(
        "UPDATE crate_state SET dirty = 1 WHERE crate_code IN (SELECT c.crate_code FROM event_crate c"
        " JOIN event e ON e.pk = c.event_pk WHERE e.kind = 'bind')"
    )

"""Blank labels: which codes were given out on paper, in which batch."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes both tables."""
    op.create_table(
        "blank_batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_count", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("issued_ms", BIG, nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_batch")),
    )
    op.create_table(
        "blank_label",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["blank_batch.id"], name=op.f("fk_blank_label_batch_id_blank_batch")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_blank_label")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_blank_label_batch_id_position")),
    )

"""Photos of places that coordinators accepted from the field."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0053"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table: one photo a place."""
    op.create_table(
        "place_photo",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("taken_ms", BIG, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_photo_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_photo")),
    )

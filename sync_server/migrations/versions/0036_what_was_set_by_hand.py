"""What people set by hand in the network, so that files imported later leave it as it is.

Proposals from the field that were accepted so far are taken for both sides of a place: which one it was is
in the fact's body, and leaving a note alone harms nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0046"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table and remembers what was accepted."""
    op.create_table(
        "network_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.Column("edited_at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_edit")),
    )
    op.create_index("ix_network_edit_subject_subject_id", "network_edit", ["subject", "subject_id"])
    for field in ("position", "note"):
        op.execute(
            sa.text(
                "INSERT INTO network_edit "
                "(subject, subject_id, field, before, after, edited_by, edited_at_ms) "
                "SELECT 'place', e.place_id, :field, '', '', d.coordinator_id, d.decided_ms "
                "FROM place_decision d JOIN event e ON e.id = d.event_id "
                "WHERE d.outcome = 'accepted' AND e.place_id IS NOT NULL ORDER BY d.decided_ms"
            ).bindparams(field=field)
        )

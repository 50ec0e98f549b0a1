"""Second factors, recovery codes, and when a session was last shown one.

Sessions open while the program is renewed stay whole: the factor is asked at the next sign-in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0040"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    op.add_column("console_session", sa.Column("factor_ms", BIG, nullable=True))
    op.execute("UPDATE console_session SET factor_ms = created_ms")
    op.create_table(
        "second_factor",
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("begun_ms", BIG, nullable=False),
        sa.Column("confirmed_ms", BIG, nullable=True),
        sa.Column("last_step", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_second_factor_coordinator_id_coordinator")
        ),
        sa.PrimaryKeyConstraint("coordinator_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("used_ms", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_recovery_code_coordinator_id_coordinator")
        ),
        sa.PrimaryKeyConstraint("code_sha256", name=op.f("pk_recovery_code")),
    )
    op.create_index(
        op.f("ix_recovery_code_coordinator_id"), "recovery_code", ["coordinator_id"], unique=False
    )

"""Who somebody signed in to the console is in the network, and since when an account is closed.

Accounts that stand were all coordinators, and their rows have said so since the first revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the two columns."""
    op.add_column("coordinator", sa.Column("person_id", sa.String(), nullable=True))
    op.add_column("coordinator", sa.Column("disabled_ms", BIG, nullable=True))

"""What each number of the feed stands for, as a digest that outlives the content of a changed row."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROWS_AT_ONCE = 1_000
STILL_HELD = (
    "SELECT f.seq, coalesce(e.body, r.d) FROM feed_entry f"
    " LEFT JOIN event e ON e.pk = f.seq AND f.kind = 'event'"
    " LEFT JOIN pull_row r ON r.stamp = f.seq AND f.kind <> 'event'"
    " WHERE f.seq > :after AND coalesce(e.body, r.d) IS NOT NULL ORDER BY f.seq LIMIT :most"
)


def upgrade() -> None:
    """Adds the column, filled from every content that is still there."""
    op.add_column("feed_entry", sa.Column("digest", sa.LargeBinary(), nullable=True))
    connection = op.get_bind()
    after = 0
    while True:
        rows = connection.execute(sa.text(STILL_HELD), {"after": after, "most": ROWS_AT_ONCE}).all()
        if not rows:
            return
        connection.execute(
            sa.text("UPDATE feed_entry SET digest = :digest WHERE seq = :seq"),
            [{"seq": seq, "digest": sha256(content.encode()).digest()} for seq, content in rows],
        )
        after = rows[-1][0]

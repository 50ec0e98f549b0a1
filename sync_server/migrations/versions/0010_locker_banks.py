"""Doors of locker banks: who is behind each, the codes that open them, which work again."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROWS_AT_ONCE = 1_000
MAX_CHARACTERS = 8
# No phone wrote a compartment into an incident before; drops could already name one.
NAMING_ONE = (
    "SELECT pk, place_id, body FROM event WHERE pk > :after AND kind = 'drop'"
    " AND body LIKE '%\"compartment\"%' ORDER BY pk LIMIT :most"
)


def upgrade() -> None:
    """Adds the tables and columns; who is behind each door is computed at the next `reproject`."""
    op.add_column("event", sa.Column("compartment", sa.String(), nullable=True))
    op.add_column("compartment", sa.Column("works_since_ms", BIG, nullable=True))
    _door_code()
    _compartment_stay()
    _fill_compartments()
    op.create_index(
        "ix_event_door",
        "event",
        ["place_id"],
        sqlite_where=sa.text("compartment IS NOT NULL"),
        postgresql_where=sa.text("compartment IS NOT NULL"),
    )


def _door_code() -> None:
    op.create_table(
        "door_code",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("compartment", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_door_code_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "compartment", name=op.f("pk_door_code")),
    )


def _compartment_stay() -> None:
    op.create_table(
        "compartment_stay",
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("compartment", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("from_ms", BIG, nullable=False),
        sa.Column("until_ms", BIG, nullable=True),
        sa.PrimaryKeyConstraint("crate_code", "event_id", name=op.f("pk_compartment_stay")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_compartment_stay_place_id_compartment"), "compartment_stay", ["place_id", "compartment"]
    )


def _fill_compartments() -> None:
    connection = op.get_bind()
    after = 0
    while True:
        rows = connection.execute(sa.text(NAMING_ONE), {"after": after, "most": ROWS_AT_ONCE}).all()
        if not rows:
            return
        named = [{"pk": pk, "door": _door(place_id, body)} for pk, place_id, body in rows]
        connection.execute(sa.text("UPDATE event SET compartment = :door WHERE pk = :pk"), named)
        after = rows[-1][0]


def _door(place_id: str | None, body: str) -> str | None:
    """What the program of this revision read as a compartment."""
    data: Any = json.loads(body).get("data") or {}
    written: Any = data.get("compartment")
    if not isinstance(written, str) or place_id is None:
        return None
    before, colon, door = written.strip().upper().rpartition(":")
    is_one = door.isascii() and door.isalnum() and len(door) <= MAX_CHARACTERS
    return door if is_one and (not colon or before == place_id.upper()) else None

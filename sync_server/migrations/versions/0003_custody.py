"""Logs as phones wrote them, events, and what is computed from these."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    _crate_state()
    _dirty_consignment()
    _event()
    _event_crate()
    _leg()
    _log_entry()
    _log_head()


def _crate_state() -> None:
    op.create_table(
        "crate_state",
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("holder_kind", sa.String(), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=True),
        sa.Column("since_ms", BIG, nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("dirty", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("crate_code", name=op.f("pk_crate_state")),
        sqlite_with_rowid=False,
    )


def _dirty_consignment() -> None:
    op.create_table(
        "dirty_consignment",
        sa.Column("consignment_pk", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("consignment_pk", name=op.f("pk_dirty_consignment")),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("pk", BIG, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("ref", sa.String(), nullable=True),
        sa.Column("n", BIG, nullable=False),
        sa.Column("wall_ms", BIG, nullable=False),
        sa.Column("boot_ms", BIG, nullable=False),
        sa.Column("boot_key", sa.String(), nullable=False),
        sa.Column("effective_ms", BIG, nullable=False),
        sa.Column("time_source", sa.String(), nullable=False),
        sa.Column("time_known", sa.Integer(), nullable=False),
        sa.Column("received_ms", BIG, nullable=False),
        sa.Column("log_pk", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_event")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
    )
    _event_indexes()


def _event_indexes() -> None:
    op.create_index(
        "ix_event_clock_mark",
        "event",
        ["device", "boot_key"],
        sqlite_where=sa.text("kind = 'clock'"),
        postgresql_where=sa.text("kind = 'clock'"),
    )
    op.create_index(op.f("ix_event_device_time_known_n"), "event", ["device", "time_known", "n"])
    op.create_index(
        "ix_event_ref",
        "event",
        ["ref"],
        sqlite_where=sa.text("ref IS NOT NULL"),
        postgresql_where=sa.text("ref IS NOT NULL"),
    )
    op.create_index(op.f("ix_event_round_id"), "event", ["round_id"])


def _event_crate() -> None:
    op.create_table(
        "event_crate",
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("event_pk", BIG, nullable=False),
        sa.PrimaryKeyConstraint("crate_code", "event_pk", name=op.f("pk_event_crate")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_crate_event_pk"), "event_crate", ["event_pk"])


def _leg() -> None:
    op.create_table(
        "leg",
        sa.Column("pk", BIG, nullable=False),
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("consignment_pk", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("stage_index", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.String(), nullable=False),
        sa.Column("carrier_order", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("from_place_id", sa.String(), nullable=True),
        sa.Column("to_place_id", sa.String(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("start_event_pk", BIG, nullable=True),
        sa.Column("end_event_pk", BIG, nullable=False),
        sa.Column("started_ms", BIG, nullable=True),
        sa.Column("ended_ms", BIG, nullable=False),
        sa.Column("local_date", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("proven", sa.Integer(), nullable=False),
        sa.Column("withheld_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_leg")),
    )
    _leg_indexes()


def _leg_indexes() -> None:
    op.create_index(
        "ix_leg_alike",
        "leg",
        [
            "consignment_pk",
            "stage",
            "carrier_id",
            "round_id",
            "local_date",
            "proven",
            "withheld_reason",
            "stage_index",
            "carrier_order",
            "to_place_id",
        ],
    )
    op.create_index(op.f("ix_leg_crate_code"), "leg", ["crate_code"])
    op.create_index(op.f("ix_leg_period"), "leg", ["period"])


def _log_entry() -> None:
    op.create_table(
        "log_entry",
        sa.Column("log_pk", sa.Integer(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("event_pk", BIG, nullable=True),
        sa.Column("quarantine_reason", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("received_ms", BIG, nullable=True),
        sa.PrimaryKeyConstraint("log_pk", "seq", name=op.f("pk_log_entry")),
        sqlite_with_rowid=False,
    )


def _log_head() -> None:
    op.create_table(
        "log_head",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_log_head")),
        sa.UniqueConstraint("log_id", name=op.f("uq_log_head_log_id")),
    )
    op.create_index(op.f("ix_log_head_device_id"), "log_head", ["device_id"])

"""The feed, the rows that come down, people, their phones and the console's sessions."""

import sqlalchemy as sa
from alembic import op

from shared.sync.hashchain import feed_start

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    _audience()
    _coordinator()
    _feed_entry()
    _feed_head()
    _person()
    _pull_row()
    _row_audience()
    _console_session()
    _device()
    _enrolment()
    _sign_in_link()
    _first_feed_head()


def _audience() -> None:
    op.create_table(
        "audience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience")),
        sa.UniqueConstraint("name", name=op.f("uq_audience_name")),
    )


def _coordinator() -> None:
    op.create_table(
        "coordinator",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("password_argon2", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator")),
        sa.UniqueConstraint("login", name=op.f("uq_coordinator_login")),
    )


def _feed_entry() -> None:
    op.create_table(
        "feed_entry",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("fh", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_feed_entry")),
    )


def _feed_head() -> None:
    op.create_table(
        "feed_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("fh", sa.LargeBinary(), nullable=False),
        sa.Column("purged_stamp", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_head")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("farm_place_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )


def _pull_row() -> None:
    op.create_table(
        "pull_row",
        sa.Column("id", BIG, nullable=False),
        sa.Column("t", sa.String(), nullable=False),
        sa.Column("k", sa.String(), nullable=False),
        sa.Column("d", sa.Text(), nullable=False),
        sa.Column("stamp", BIG, nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("audience_ids", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pull_row")),
        sa.UniqueConstraint("t", "k", name=op.f("uq_pull_row_t_k")),
    )


def _row_audience() -> None:
    op.create_table(
        "row_audience",
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("stamp", BIG, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("audience_id", "stamp", name=op.f("pk_row_audience")),
        sqlite_with_rowid=False,
    )


def _console_session() -> None:
    op.create_table(
        "console_session",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("created_ms", BIG, nullable=False),
        sa.Column("last_seen_ms", BIG, nullable=False),
        sa.Column("expires_ms", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_console_session_coordinator_id_coordinator")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_console_session")),
    )
    op.create_index(op.f("ix_console_session_coordinator_id"), "console_session", ["coordinator_id"])


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_ms", BIG, nullable=False),
        sa.Column("revoked_ms", BIG, nullable=True),
        sa.Column("last_seen_ms", BIG, nullable=True),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_device_token_sha256")),
    )
    op.create_index(op.f("ix_device_person_id"), "device", ["person_id"])


def _enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("expires_ms", BIG, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("token_salt", sa.String(), nullable=False),
        sa.Column("claim_sha256", sa.String(), nullable=True),
        sa.Column("match_digits", sa.String(), nullable=True),
        sa.Column("asked_device", sa.String(), nullable=True),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("confirmed_ms", BIG, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("claim_sha256", name=op.f("uq_enrolment_claim_sha256")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_enrolment_code_sha256")),
    )


def _sign_in_link() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("expires_ms", BIG, nullable=False),
        sa.Column("used_ms", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_sign_in_link_coordinator_id_coordinator")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in_link")),
    )


def _first_feed_head() -> None:
    head = sa.table(
        "feed_head",
        sa.column("id", sa.Integer()),
        sa.column("seq", sa.Integer()),
        sa.column("fh", sa.LargeBinary()),
        sa.column("purged_stamp", sa.Integer()),
    )
    op.execute(head.insert().values(id=1, seq=0, fh=feed_start(), purged_stamp=0))

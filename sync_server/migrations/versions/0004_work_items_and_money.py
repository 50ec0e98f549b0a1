"""Work items, commission lines, settlements, statements and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Tables no row of which ever changes, and the keys that make a new row the same as an old one.
APPEND_ONLY = {
    "commission_line": (("id",), ("settlement_id", "key")),
    "line_event": (("line_id", "event_id", "is_cause"),),
    "posting": (("id",),),
    "settlement": (("id",), ("period",)),
    "statement": (("id",), ("settlement_id", "person_id"), ("year", "number")),
}


def upgrade() -> None:
    """Makes the tables."""
    _commission_line()
    _discrepancy()
    _discrepancy_subject()
    _line_event()
    _posting()
    _published_line()
    _settlement()
    _tariff()
    _statement()
    for table, keys in APPEND_ONLY.items():
        _refuse_changes(table, keys)


def _commission_line() -> None:
    op.create_table(
        "commission_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("settled_in", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("beneficiary_id", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=True),
        sa.Column("stage_or_kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("tariff_version", sa.String(), nullable=False),
        sa.Column("withheld_reason", sa.String(), nullable=True),
        sa.Column("crates", sa.Text(), nullable=False),
        sa.Column("crate_count_total", sa.Integer(), nullable=False),
        sa.Column("base_cents", BIG, nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("carrier_count", sa.Integer(), nullable=False),
        sa.Column("amount_cents", BIG, nullable=False),
        sa.Column("withheld_cents", BIG, nullable=False),
        sa.Column("is_adjustment", sa.Integer(), nullable=False),
        sa.Column("settled_before_cents", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission_line")),
        sa.UniqueConstraint("settlement_id", "key", name=op.f("uq_commission_line_settlement_id_key")),
    )
    _commission_line_indexes()


def _commission_line_indexes() -> None:
    op.create_index(op.f("ix_commission_line_beneficiary_id"), "commission_line", ["beneficiary_id"])
    op.create_index(op.f("ix_commission_line_consignment_id"), "commission_line", ["consignment_id"])
    op.create_index(op.f("ix_commission_line_key"), "commission_line", ["key"])
    op.create_index(op.f("ix_commission_line_payer_id"), "commission_line", ["payer_id"])


def _discrepancy() -> None:
    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("blocking", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("crates", sa.Text(), nullable=False),
        sa.Column("event_ids", sa.Text(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("at_ms", BIG, nullable=True),
        sa.Column("opened_ms", BIG, nullable=False),
        sa.Column("resolved_ms", BIG, nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy")),
        sa.UniqueConstraint("key", name=op.f("uq_discrepancy_key")),
    )
    op.create_index(op.f("ix_discrepancy_status_period"), "discrepancy", ["status", "period"])


def _discrepancy_subject() -> None:
    op.create_table(
        "discrepancy_subject",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("discrepancy_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "discrepancy_id", name=op.f("pk_discrepancy_subject")),
        sqlite_with_rowid=False,
    )


def _line_event() -> None:
    op.create_table(
        "line_event",
        sa.Column("line_id", BIG, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("is_cause", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", "event_id", "is_cause", name=op.f("pk_line_event")),
        sqlite_with_rowid=False,
    )


def _posting() -> None:
    op.create_table(
        "posting",
        sa.Column("id", BIG, nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("amount_cents", BIG, nullable=False),
        sa.Column("line_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_account"), "posting", ["account"])
    op.create_index(op.f("ix_posting_settlement_id"), "posting", ["settlement_id"])


def _published_line() -> None:
    op.create_table(
        "published_line",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consignment_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_published_line")),
    )
    op.create_index(op.f("ix_published_line_consignment_id"), "published_line", ["consignment_id"])


def _settlement() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("feed_seq", BIG, nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("closed_ms", BIG, nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("silent_reason", sa.Text(), nullable=True),
        sa.Column("early_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("period", name=op.f("uq_settlement_period")),
    )


def _tariff() -> None:
    op.create_table(
        "tariff",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("valid_from", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("added_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_tariff")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_tariff_valid_from")),
    )


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("earned_cents", BIG, nullable=False),
        sa.Column("owed_cents", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_statement_settlement_id_settlement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("settlement_id", "person_id", name=op.f("uq_statement_settlement_id_person_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_statement_year_number")),
    )
    op.create_index(op.f("ix_statement_person_id"), "statement", ["person_id"])


def _refuse_changes(table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
        again = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        op.execute(f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} WHEN {again} {refusal}")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only: ' || TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )

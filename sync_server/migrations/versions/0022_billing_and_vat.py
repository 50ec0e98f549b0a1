"""Bank accounts, VAT regimes and mandates; the VAT a settlement fixes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Tables no row of which ever changes, and the keys that make a new row the same as an old one.
APPEND_ONLY = {
    "vat_regime": ("id",),
    "billing_mandate": ("id",),
    "bank_account": ("id",),
    "settled_vat": ("settlement_id", "payer_id", "beneficiary_id", "kind", "vat_bp"),
    "settled_regime": ("period", "person_id"),
}


def upgrade() -> None:
    """Makes the tables, and the columns that settlements and statements gain."""
    _person_tables()
    _settled_tables()
    op.add_column("settlement", sa.Column("format", sa.Integer(), nullable=False, server_default="1"))
    for name in ("earned_vat_cents", "owed_vat_cents"):
        op.add_column("statement", sa.Column(name, BIG, nullable=False, server_default="0"))
    for name in ("mandate_dated", "mandate_reference"):
        op.add_column("statement", sa.Column(name, sa.String(), nullable=True))
    for table, key in APPEND_ONLY.items():
        _refuse_changes(table, key)


def _person_tables() -> None:
    for table, columns in {
        "vat_regime": [
            sa.Column("valid_from", sa.String(), nullable=False),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("vat_bp", sa.Integer(), nullable=False),
        ],
        "billing_mandate": [
            sa.Column("dated", sa.String(), nullable=False),
            sa.Column("reference", sa.String(), nullable=False),
            sa.Column("is_ended", sa.Integer(), nullable=False),
        ],
        "bank_account": [
            sa.Column("iban", sa.String(), nullable=False),
            sa.Column("bic", sa.String(), nullable=False),
            sa.Column("holder", sa.String(), nullable=False),
        ],
    }.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("person_id", sa.String(), nullable=False),
            *columns,
            sa.Column("recorded_ms", BIG, nullable=False),
            sa.Column("recorded_by", sa.String(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"], unique=False)


def _settled_tables() -> None:
    op.create_table(
        "settled_vat",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.String(), nullable=False),
        sa.Column("beneficiary_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("total_ht_cents", BIG, nullable=False),
        sa.Column("vat_cents", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_settled_vat_settlement_id_settlement")
        ),
        sa.PrimaryKeyConstraint(
            "settlement_id", "payer_id", "beneficiary_id", "kind", "vat_bp", name=op.f("pk_settled_vat")
        ),
    )
    op.create_table(
        "settled_regime",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_settled_regime_settlement_id_settlement")
        ),
        sa.PrimaryKeyConstraint("period", "person_id", name=op.f("pk_settled_regime")),
    )
    op.create_index(
        op.f("ix_settled_regime_settlement_id"), "settled_regime", ["settlement_id"], unique=False
    )


def _refuse_changes(table: str, key: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        same = "(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")"
        again = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        op.execute(f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} WHEN {again} {refusal}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )

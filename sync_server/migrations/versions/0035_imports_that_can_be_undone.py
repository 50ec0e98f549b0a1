"""What an import replaced, kept so that it can be taken back; and each decision about a shop's names."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables; the names remembered so far were each decided once."""
    _past_scope()
    op.create_table(
        "import_undo",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("undone_at_ms", BIG, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_import_undo_import_id_import_file")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_undo")),
    )
    op.create_table(
        "alias_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias_decision")),
    )
    op.create_index("ix_alias_decision_kind_text", "alias_decision", ["kind", "text"])
    op.execute(
        "INSERT INTO alias_decision (kind, text, target_id, decided_by, decided_at_ms) "
        "SELECT kind, text, target_id, confirmed_by, confirmed_at_ms FROM alias ORDER BY confirmed_at_ms"
    )


def _past_scope() -> None:
    op.create_table(
        "past_scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scope_key", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("order_count", sa.Integer(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("amount_ttc_cents", BIG, nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_past_scope_import_id_import_file")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["import_file.id"], name=op.f("fk_past_scope_replaced_by_import_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_scope")),
    )
    op.create_index("ix_past_scope_source_scope_key", "past_scope", ["source", "scope_key"])
    op.create_index(op.f("ix_past_scope_import_id"), "past_scope", ["import_id"])
    op.create_index(op.f("ix_past_scope_replaced_by"), "past_scope", ["replaced_by"])

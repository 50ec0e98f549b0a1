"""Evidence that facts name by hash: pieces, references, bytes, uploads under way, the audit of erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    _pieces()
    _uploads()
    _audit()


def _pieces() -> None:
    op.create_table(
        "evidence",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("named_ms", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("decided_ms", BIG, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_state"), "evidence", ["state"])
    op.create_table(
        "evidence_reference",
        sa.Column("log_pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("log_pk", "name", "event_id", name=op.f("pk_evidence_reference")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_evidence_reference_name"), "evidence_reference", ["name"])
    op.create_table(
        "evidence_content",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_evidence_content")),
    )


def _uploads() -> None:
    op.create_table(
        "evidence_chunk",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("start_byte", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("total_bytes", sa.Integer(), nullable=False),
        sa.Column("received_ms", BIG, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "name", "start_byte", name=op.f("pk_evidence_chunk")),
    )
    op.create_table(
        "evidence_traffic",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("received_bytes", BIG, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "day", name=op.f("pk_evidence_traffic")),
    )


def _audit() -> None:
    op.create_table(
        "evidence_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_audit")),
    )
    _refuse_changes("evidence_audit", "id")


def _refuse_changes(table: str, key: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        again = f"EXISTS (SELECT 1 FROM {table} WHERE ({key} = NEW.{key}))"  # noqa: S608
        op.execute(f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} WHEN {again} {refusal}")
        return
    # The function `refuse_change` came with the ledger.
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )

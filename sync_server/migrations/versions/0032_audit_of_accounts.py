"""What was done about accounts and sessions: rows that nobody changes, and that go after six months."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT_MS = 180 * 24 * 60 * 60 * 1000
# Names and figures of our own. Old is what is old beside the newest row: no clock could take it along.
_OLD = f"OLD.at_ms <= (SELECT max(at_ms) FROM audit_event) - {KEPT_MS}"  # noqa: S608
_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'append-only: audit_event'); END"
_SQLITE = (
    f"CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event {_REFUSAL}",
    f"CREATE TRIGGER audit_event_keeps_six_months BEFORE DELETE ON audit_event WHEN NOT ({_OLD}) {_REFUSAL}",
    # INSERT OR REPLACE removes the old row without firing DELETE triggers.
    "CREATE TRIGGER audit_event_refuses_replace BEFORE INSERT ON audit_event"  # noqa: S608
    f" WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) {_REFUSAL}",
)
_POSTGRESQL = (
    "CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF TG_OP = 'DELETE' THEN"
    f" IF {_OLD} THEN RETURN OLD; END IF;"
    " END IF;"
    " RAISE EXCEPTION USING MESSAGE = 'append-only: audit_event'; END $$",
    "CREATE TRIGGER audit_event_keeps BEFORE UPDATE OR DELETE ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION keep_audit()",
    "CREATE TRIGGER audit_event_refuses_truncate BEFORE TRUNCATE ON audit_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()",
)


def upgrade() -> None:
    """Makes the table and what keeps it."""
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)

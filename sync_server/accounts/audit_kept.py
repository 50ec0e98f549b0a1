"""Triggers that keep the audit of accounts: nothing changes, and nothing goes before six months."""

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


def keeping_statements(dialect: str) -> tuple[str, ...]:
    """The statements that make the triggers, for the table's making and for its migration."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL

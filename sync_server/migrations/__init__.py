"""Revisions of the database's schema, in order; `db.migrate` runs them, forward only."""

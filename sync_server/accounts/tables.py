"""Tables of people, phones, enrolments, coordinators and console sessions."""

from sqlalchemy import DDL, Index, event
from sqlmodel import Field

from sync_server.accounts.audit_kept import keeping_statements
from sync_server.db.base import BIG_INTEGER, ServerTable, table_of


class Person(ServerTable, table=True):
    """A producer, helper, relay keeper or driver. `roles` is a comma-separated list in a fixed order."""

    id: str = Field(primary_key=True)
    name: str
    roles: str = ""
    farm_place_id: str | None = None


class Device(ServerTable, table=True):
    """A phone of a person. Only the sha256 of its token is kept; `status` is active, retired or stolen."""

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    token_sha256: str = Field(unique=True)
    status: str = "active"
    created_ms: int = Field(sa_type=BIG_INTEGER)
    revoked_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    last_seen_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    app: str = ""
    model: str = ""


class Enrolment(ServerTable, table=True):
    """An opened enrolment code and what became of it; the code and the claim are kept as sha256 only.

    `status`: open, claimed, confirmed, refused, killed (claimed twice).
    """

    id: int | None = Field(default=None, primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    code_sha256: str = Field(unique=True)
    opened_by: str
    expires_ms: int = Field(sa_type=BIG_INTEGER)
    status: str = "open"
    # With the claim, which only the phone holds, it makes the token: told again, kept nowhere.
    token_salt: str
    claim_sha256: str | None = Field(default=None, unique=True)
    match_digits: str | None = None
    asked_device: str | None = None
    device_id: str | None = None
    confirmed_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class Coordinator(ServerTable, table=True):
    """Who may open the console, in whichever roles; the password is kept as argon2id.

    `person_id` is who this is in the network: asked of producers and keepers, who see what is theirs.
    """

    id: str = Field(primary_key=True)
    name: str
    login: str = Field(unique=True)
    password_argon2: str
    roles: str = "coordinator"
    person_id: str | None = None
    disabled_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class ConsoleSession(ServerTable, table=True):
    """A signed-in browser; only the sha256 of its cookie is kept."""

    token_sha256: str = Field(primary_key=True)
    coordinator_id: str = Field(foreign_key="coordinator.id", index=True)
    created_ms: int = Field(sa_type=BIG_INTEGER)
    last_seen_ms: int = Field(sa_type=BIG_INTEGER)
    expires_ms: int = Field(sa_type=BIG_INTEGER)
    # When the second factor was last shown in this session.
    factor_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class SecondFactor(ServerTable, table=True):
    """The secret behind somebody's codes of six digits, sealed; in force once `confirmed_ms` is set.

    `last_step` is the half minute of the last code that was right: it counts once.
    """

    coordinator_id: str = Field(primary_key=True, foreign_key="coordinator.id")
    sealed: str
    begun_ms: int = Field(sa_type=BIG_INTEGER)
    confirmed_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    last_step: int = Field(default=0, sa_type=BIG_INTEGER)


class RecoveryCode(ServerTable, table=True):
    """A code that stands in once for the second factor; only its sha256 is kept."""

    code_sha256: str = Field(primary_key=True)
    coordinator_id: str = Field(foreign_key="coordinator.id", index=True)
    used_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class AuditEvent(ServerTable, table=True):
    """Who did what about accounts and sessions. Triggers refuse changes, and deletions before six months."""

    id: int | None = Field(default=None, primary_key=True)
    at_ms: int = Field(sa_type=BIG_INTEGER)
    by: str
    act: str
    about: str
    note: str = ""


for _dialect in ("sqlite", "postgresql"):
    for _statement in keeping_statements(_dialect):
        event.listen(table_of(AuditEvent), "after_create", DDL(_statement).execute_if(dialect=_dialect))


class FailedTry(ServerTable, table=True):
    """A wrong password or code; the digest is that of the address and login, or the account, it came from."""

    __table_args__ = (Index("ix_failed_try_source_sha256_at_ms", "source_sha256", "at_ms"),)

    id: int | None = Field(default=None, primary_key=True)
    source_sha256: str
    at_ms: int = Field(sa_type=BIG_INTEGER, index=True)


class SignInLink(ServerTable, table=True):
    """A one-time link that opens the console, such as the demo's; only its sha256 is kept."""

    token_sha256: str = Field(primary_key=True)
    coordinator_id: str = Field(foreign_key="coordinator.id")
    expires_ms: int = Field(sa_type=BIG_INTEGER)
    used_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)

"""Tables of custody: logs as phones wrote them, accepted events, and what is computed from these."""

from sqlalchemy import Index, LargeBinary, Text, text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable

# What is told beside the movements: few among many, and looked for by their day.
TOLD_BESIDE = "kind IN ('incident', 'round_started', 'temperature')"


class LogHead(ServerTable, table=True):
    """How far the server holds one log (one incarnation of one phone's database)."""

    pk: int | None = Field(default=None, primary_key=True)
    log_id: str = Field(unique=True)
    device_id: str = Field(index=True)
    seq: int = Field(default=0, sa_type=BIG_INTEGER)
    hash: bytes = Field(sa_type=LargeBinary)
    # Up to here every position was counted at a closing: rows of a log are never taken away.
    whole_seq: int = Field(default=0, sa_type=BIG_INTEGER, sa_column_kwargs={"server_default": "0"})


class LogEntry(ServerTable, table=True):
    """One position of a log: an accepted event (also one already known), or a quarantined body."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    log_pk: int = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    hash: bytes = Field(sa_type=LargeBinary)
    event_pk: int | None = Field(default=None, sa_type=BIG_INTEGER)
    quarantine_reason: str | None = None
    # Kept as bytes: a body that is no JSON may hold what a text column refuses, such as NUL.
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    received_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class Event(ServerTable, table=True):
    """An accepted event. `pk` is its feed number, so the order of `pk` is the order of acceptance.

    `body` is the author's text byte for byte; the other columns repeat it for queries, except
    `effective_ms` and `time_source`, which are computed and may move when clock marks arrive.
    """

    __table_args__ = (
        Index(None, "device", "time_known", "n"),
        Index(
            "ix_event_clock_mark",
            "device",
            "boot_key",
            sqlite_where=text("kind = 'clock'"),
            postgresql_where=text("kind = 'clock'"),
        ),
        Index(
            "ix_event_ref",
            "ref",
            sqlite_where=text("ref IS NOT NULL"),
            postgresql_where=text("ref IS NOT NULL"),
        ),
        Index(
            "ix_event_dispute",
            "effective_ms",
            sqlite_where=text("kind = 'dispute'"),
            postgresql_where=text("kind = 'dispute'"),
        ),
        # What is asked of a round's facts: those of a kind, and when the server last heard of it.
        Index("ix_event_of_round", "round_id", "kind", "received_ms"),
        # What one phone recorded on a day: counted whenever it sends something.
        Index(None, "device", "effective_ms"),
        Index(
            "ix_event_place_proposed",
            "pk",
            sqlite_where=text("kind = 'place_proposed'"),
            postgresql_where=text("kind = 'place_proposed'"),
        ),
        Index(
            "ix_event_told_beside",
            "effective_ms",
            sqlite_where=text(TOLD_BESIDE),
            postgresql_where=text(TOLD_BESIDE),
        ),
        # Counted at places now and then, asked for by month: never by a walk over all facts.
        Index(
            "ix_event_empties",
            "effective_ms",
            sqlite_where=text("kind = 'empties'"),
            postgresql_where=text("kind = 'empties'"),
        ),
        # What bears on the doors of a locker bank: a few among many.
        Index(
            "ix_event_door",
            "place_id",
            sqlite_where=text("compartment IS NOT NULL"),
            postgresql_where=text("compartment IS NOT NULL"),
        ),
    )

    pk: int = Field(primary_key=True, sa_type=BIG_INTEGER)
    id: str = Field(unique=True)
    kind: str
    actor: str
    device: str
    place_id: str | None = None
    round_id: str | None = None
    ref: str | None = None
    n: int = Field(sa_type=BIG_INTEGER)
    wall_ms: int = Field(sa_type=BIG_INTEGER)
    boot_ms: int = Field(sa_type=BIG_INTEGER)
    boot_key: str
    effective_ms: int = Field(sa_type=BIG_INTEGER)
    time_source: str
    # 1 where the time is anchored or a satellite's, 0 where it is the phone's own word.
    time_known: int
    received_ms: int = Field(sa_type=BIG_INTEGER)
    log_pk: int
    body: str = Field(sa_type=Text)
    # The door a drop or an incident names, as it is written on the door.
    compartment: str | None = None


class EventCrate(ServerTable, table=True):
    """The events that bear on a crate: those that name it, and those that amend such a one."""

    __table_args__ = (Index(None, "event_pk"), {"sqlite_with_rowid": False})

    crate_code: str = Field(primary_key=True)
    event_pk: int = Field(primary_key=True, sa_type=BIG_INTEGER)


class CrateState(ServerTable, table=True):
    """Who holds a crate: `holder_kind` is place, person or not_seen. `dirty` = its projection failed."""

    __table_args__ = (
        # Asked for by every page that says whether a month can be closed; there should be none.
        Index(
            "ix_crate_state_dirty",
            "crate_code",
            sqlite_where=text("dirty <> 0"),
            postgresql_where=text("dirty <> 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    crate_code: str = Field(primary_key=True)
    holder_kind: str
    holder_id: str | None = None
    since_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    event_id: str | None = None
    dirty: int = 0


class CompartmentStay(ServerTable, table=True):
    """One crate behind one door of a locker bank; `until_ms` is null as long as nobody took it again."""

    __table_args__ = (Index(None, "place_id", "compartment"), {"sqlite_with_rowid": False})

    crate_code: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    place_id: str
    compartment: str
    actor_id: str
    round_id: str | None = None
    from_ms: int = Field(sa_type=BIG_INTEGER)
    until_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class PlaceDecision(ServerTable, table=True):
    """What a coordinator decided about a place proposed from the field; `outcome` is a PlaceOutcome."""

    event_id: str = Field(primary_key=True)
    outcome: str
    coordinator_id: str
    decided_ms: int = Field(sa_type=BIG_INTEGER)


class Leg(ServerTable, table=True):
    """Custody of one crate by one carrier. `stage` is null where the ends make none that a tariff pays.

    `period` is the local month of the end, "2026-11"; `local_date` its day. A leg's `pk` may change
    when its crate is projected again: its identity is (crate_code, end_event_pk, carrier_id).
    """

    __table_args__ = (
        # In the order in which commissions group legs: one walk of this index prices them all.
        Index(
            "ix_leg_alike",
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
        ),
        Index(None, "period"),
        Index(None, "crate_code"),
        # What came to places and left them by day: counted in one walk of these, without a look at the rows.
        Index("ix_leg_arrived", "local_date", "to_place_id", "crate_code", "from_place_id"),
        Index("ix_leg_left", "local_date", "from_place_id", "crate_code", "to_place_id"),
        # What rounds carried, lot by lot.
        Index("ix_leg_carried", "round_id", "consignment_pk", "crate_code", "distance_m"),
        # Whether a planned crate was taken and left in its round: asked for each crate of a list of rounds.
        Index("ix_leg_of_round", "round_id", "crate_code", "from_place_id", "to_place_id", "started_ms"),
    )

    pk: int | None = Field(default=None, primary_key=True, sa_type=BIG_INTEGER)
    crate_code: str
    consignment_pk: int | None = None
    stage: str | None = None
    stage_index: int
    carrier_id: str
    carrier_order: int
    round_id: str | None = None
    from_place_id: str | None = None
    to_place_id: str | None = None
    distance_m: int | None = None
    start_event_pk: int | None = Field(default=None, sa_type=BIG_INTEGER)
    end_event_pk: int = Field(sa_type=BIG_INTEGER)
    started_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)
    ended_ms: int = Field(sa_type=BIG_INTEGER)
    local_date: str
    period: str
    proven: int
    withheld_reason: str | None = None


class DirtyConsignment(ServerTable, table=True):
    """A consignment whose commission lines must be computed again."""

    consignment_pk: int = Field(primary_key=True)

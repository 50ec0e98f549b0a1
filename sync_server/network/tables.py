"""Tables of the network: places, who delivers where, consignments, crates, and planned rounds."""

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from sync_server.db.base import BIG_INTEGER, ServerTable


class Place(ServerTable, table=True):
    """A farm, hub, relay point or locker bank; `role` is a PlaceRole."""

    id: str = Field(primary_key=True)
    name: str = Field(index=True)
    role: str = Field(index=True)
    lat: float
    lon: float
    area: str = ""
    note: str = ""
    keeper_person_id: str | None = Field(default=None, index=True)
    # As `read_phone` writes it; empty where nobody gave one.
    phone: str = Field(default="", sa_column_kwargs={"server_default": ""})


class KeeperBefore(ServerTable, table=True):
    """Who kept a place before `until`, the first day of the next keeper (ISO); None where nobody did.

    Whoever keeps it now stands in the place itself.
    """

    place_id: str = Field(primary_key=True, foreign_key="place.id")
    until: str = Field(primary_key=True)
    person_id: str | None


class NetworkEdit(ServerTable, table=True):
    """One field of a place or a person that somebody set by hand: files imported later leave it as it is.

    `subject` is a Subject, `field` an EditedField; `before` and `after` are what a page shows of it.
    """

    __table_args__ = (Index("ix_network_edit_subject_subject_id", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    subject_id: str
    field: str
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    edited_by: str
    edited_at_ms: int = Field(sa_type=BIG_INTEGER)


class Compartment(ServerTable, table=True):
    """One door of a locker bank; `id` is what is written on it, `size` is S, M or L."""

    place_id: str = Field(primary_key=True, foreign_key="place.id")
    id: str = Field(primary_key=True)
    size: str
    cold: bool
    # A coordinator says it works again: what was reported before counts no longer.
    works_since_ms: int | None = Field(default=None, sa_type=BIG_INTEGER)


class PlacePhoto(ServerTable, table=True):
    """What a place looks like: a small JPEG accepted from the field, and when the proposal was made."""

    place_id: str = Field(primary_key=True, foreign_key="place.id")
    jpeg: bytes
    taken_ms: int = Field(sa_type=BIG_INTEGER)


class DoorCode(ServerTable, table=True):
    """The code that opens a place, or one compartment of it; sealed with a key kept outside the database.

    `compartment` is empty for the code of the place itself.
    """

    place_id: str = Field(primary_key=True, foreign_key="place.id")
    compartment: str = Field(primary_key=True)
    sealed: str


class DeliveryLink(ServerTable, table=True):
    """Which family of products a producer delivers to a place, and its TemperatureClass."""

    producer_id: str = Field(primary_key=True)
    place_id: str = Field(primary_key=True, foreign_key="place.id")
    family: str = Field(primary_key=True)
    temperature_class: str


class CooperativeSetting(ServerTable, table=True):
    """What this co-op has decided once, such as its weekday of distribution."""

    name: str = Field(primary_key=True)
    value: str


class Consignment(ServerTable, table=True):
    """The goods of one producer for one place on one distribution day; it carries the turnover.

    `crate_total` counts the crates it needs; `status` is a ConsignmentStatus.
    """

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    producer_id: str = Field(index=True)
    place_id: str = Field(foreign_key="place.id", index=True)
    # ISO day of distribution, "2026-11-06".
    date: str = Field(index=True)
    turnover_ttc_cents: int = Field(sa_type=BIG_INTEGER)
    # None where the shop's export does not give it.
    turnover_ht_cents: int | None = Field(default=None, sa_type=BIG_INTEGER)
    volume_ml: int = Field(sa_type=BIG_INTEGER)
    cls: str
    label: str = ""
    crate_total: int
    status: str


class Crate(ServerTable, table=True):
    """A physical unit with its code for ever; `status` is a CrateStatus.

    `bound_by` is the fact that bound a blank label to the consignment; None where we gave the code. The rank
    of a bound crate is computed with its fellows and may change.
    """

    __table_args__ = (
        Index(
            "ix_crate_printed",
            "consignment_pk",
            "rank",
            unique=True,
            sqlite_where=text("bound_by IS NULL"),
            postgresql_where=text("bound_by IS NULL"),
        ),
        Index(
            "ix_crate_bound",
            "consignment_pk",
            sqlite_where=text("bound_by IS NOT NULL"),
            postgresql_where=text("bound_by IS NOT NULL"),
        ),
        # A few among many, left out wherever crates are waited for.
        Index(
            "ix_crate_replaced",
            "code",
            sqlite_where=text("status = 'replaced'"),
            postgresql_where=text("status = 'replaced'"),
        ),
    )

    pk: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    consignment_pk: int = Field(foreign_key="consignment.pk", index=True)
    rank: int
    weight_g: int | None = None
    status: str
    bound_by: str | None = None


class BoundLabel(ServerTable, table=True):
    """The claim that makes a crate of a blank label, as custody last read it from the facts.

    Kept also while its consignment is not known yet: the import that brings it finds the label here.
    """

    crate_code: str = Field(primary_key=True)
    consignment_id: str = Field(index=True)
    event_id: str
    at_ms: int = Field(sa_type=BIG_INTEGER)
    round_id: str | None = Field(default=None, index=True)
    place_id: str | None = None


class BlankBatch(ServerTable, table=True):
    """Blank labels asked for at once; `id` comes with the form, so that asking twice makes one batch."""

    id: str = Field(primary_key=True)
    label_count: int
    note: str = ""
    issued_ms: int = Field(sa_type=BIG_INTEGER)
    issued_by: str


class BlankLabel(ServerTable, table=True):
    """A code given out on paper before any crate bore it: no crate is ever given it by the program."""

    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    code: str = Field(primary_key=True)
    batch_id: str = Field(foreign_key="blank_batch.id")
    position: int


class Round(ServerTable, table=True):
    """One helper's trip on one day; `kind` is a RoundKind, `status` a RoundStatus."""

    id: str = Field(primary_key=True)
    date: str = Field(index=True)
    title: str
    kind: str
    helper_person_id: str = Field(index=True)
    status: str


class RoundStop(ServerTable, table=True):
    """A place a round calls at, in order from 1; `planned_at` is local "HH:MM"."""

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    n: int = Field(primary_key=True)
    place_id: str = Field(foreign_key="place.id")
    planned_at: str | None = None


class CrateMove(ServerTable, table=True):
    """What a round is to do with a crate; `step` orders the moves of one crate, from 1."""

    __table_args__ = (UniqueConstraint("crate_code", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    crate_code: str
    step: int
    from_place_id: str = Field(foreign_key="place.id")
    to_place_id: str = Field(foreign_key="place.id")

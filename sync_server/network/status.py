"""The states a round, a consignment and a crate can be in, and the kinds of rounds."""

from enum import StrEnum


class RoundStatus(StrEnum):
    """A planned round may still be planned again; a started or closed one is never touched."""

    PLANNED = "planned"
    STARTED = "started"
    CLOSED = "closed"


class RoundKind(StrEnum):
    """What a round is for: to the hub, between hubs, out to the points, or a farm's own delivery."""

    COLLECTION = "collection"
    TRANSFER = "transfer"
    DELIVERY = "delivery"
    OWN_DELIVERY = "own_delivery"


class ConsignmentStatus(StrEnum):
    """A cancelled consignment stays as a tombstone: its crates' codes may be on labels already."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


class CrateStatus(StrEnum):
    """An unneeded crate keeps its code and waits for the next import that needs it.

    A replaced one was ordered and never seen, and a bound label was carried in its place.
    """

    ACTIVE = "active"
    REPLACED = "replaced"
    UNNEEDED = "unneeded"

"""Rescue as both programs speak of it: what a pack says of itself, and what becomes of one handed over."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.sync.protocol import PUSH_MAX_EVENTS, Count, Hex64, Message, Text64

# As much as one push may carry: a log that is longer goes in several packs.
PACK_MAX_FACTS = PUSH_MAX_EVENTS
# The type under which a pack travels, over HTTP and as a file.
PACK_MEDIA_TYPE = "application/vnd.relais.pack"
PACK_FILE_ENDING = "relais"


class PackLabel(Message):
    """What anybody may read on a pack: whose facts, how many, and where in that phone's log they stand."""

    device: Text64
    name: Annotated[str, Field(max_length=120)] = ""
    first: Annotated[int, Field(ge=1, le=2**53)]
    facts: Annotated[int, Field(ge=1, le=PACK_MAX_FACTS)]


class RescueStatus(StrEnum):
    """What became of a pack that was handed over."""

    RECEIVED = "received"
    KNOWN = "known"
    GAP = "gap"
    REFUSED = "refused"


class RescueRefusal(StrEnum):
    """Why the server took nothing of a pack."""

    UNKNOWN_DEVICE = "unknown-device"
    BROKEN_SEAL = "broken-seal"
    TRUNCATED = "truncated"
    REVOKED = "revoked"


class RescueReply(Message):
    """The answer to a pack: `pack` is the sha256 of the bytes received and proves that it answers them.

    `next` is what the server awaits of that phone's log; `safe` whether a verified backup holds all of the
    pack; `quarantined` how many of its facts are kept aside.
    """

    pack: Hex64
    status: RescueStatus
    reason: str | None = None
    next: Count = 0
    safe: bool = False
    quarantined: Count = 0

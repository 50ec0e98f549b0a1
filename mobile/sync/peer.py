"""The other side as a port: what it is asked, and the three ways it may answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.sync.protocol import (
    PUSH_MAX_COMPRESSED_BYTES,
    EnrolReply,
    EnrolRequest,
    PollReply,
    PollRequest,
    SyncReply,
    SyncRequest,
    VersionReply,
)
from shared.sync.rescue import RescueReply


class NoNetworkReason(StrEnum):
    """Why nothing that speaks relais/1 answered."""

    NO_NETWORK = "no_network"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    NOT_OUR_SERVER = "not_our_server"


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No network, or a stranger in its place: a captive portal's welcome page is one."""

    reason: NoNetworkReason


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """A problem+json answer; `retry_after_s` where the server asks for patience.

    `is_unsent`: known before it was sent, so that the server said nothing.
    """

    status: int
    slug: str
    retry_after_s: float | None = None
    detail: str | None = None
    is_unsent: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes of a piece of evidence from `offset` on; `size_bytes` is the whole piece's."""

    name: str
    offset: int
    size_bytes: int
    content: bytes


@dataclass(frozen=True, slots=True)
class UploadState:
    """How far the server has a piece; complete once it has judged the whole of it."""

    offset: int
    is_complete: bool = False


class Peer(Protocol):
    """A server of relais/1."""

    def exchange(
        self, token: str, request: SyncRequest, most_bytes: int = PUSH_MAX_COMPRESSED_BYTES
    ) -> SyncReply | ProblemAnswer | Unreachable:
        """One sync round trip; several facts beyond `most_bytes` as they travel are too large unsent."""
        ...

    def version(self) -> VersionReply | ProblemAnswer | Unreachable:
        """What the server speaks and takes."""
        ...

    def upload_state(self, token: str, name: str, nonce: str) -> UploadState | ProblemAnswer | Unreachable:
        """How far the server has a piece of evidence."""
        ...

    def send_chunk(self, token: str, chunk: Chunk, nonce: str) -> UploadState | ProblemAnswer | Unreachable:
        """Send a part of a piece; the answer tells where to go on, also where the part did not fit."""
        ...

    def hand_over(self, token: str, pack: bytes) -> RescueReply | ProblemAnswer | Unreachable:
        """Hand over a sealed pack of another phone's facts."""
        ...

    def claim(self, request: EnrolRequest) -> EnrolReply | ProblemAnswer | Unreachable:
        """Claim an enrolment code."""
        ...

    def poll(self, request: PollRequest) -> PollReply | ProblemAnswer | Unreachable:
        """Ask whether a claim was confirmed."""
        ...

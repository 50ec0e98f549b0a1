"""The other side as a port: what it is asked, and the three ways it may answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.sync.protocol import EnrolReply, EnrolRequest, PollReply, PollRequest, SyncReply, SyncRequest
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
    """A problem+json answer; `retry_after_s` where the server asks for patience."""

    status: int
    slug: str
    retry_after_s: float | None = None
    detail: str | None = None


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

    def exchange(self, token: str, request: SyncRequest) -> SyncReply | ProblemAnswer | Unreachable:
        """One sync round trip."""
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

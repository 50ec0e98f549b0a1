"""The other side as a port: what it is asked, and the three ways it may answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.sync.protocol import EnrolReply, EnrolRequest, PollReply, PollRequest, SyncReply, SyncRequest


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


class Peer(Protocol):
    """A server of relais/1."""

    def exchange(self, token: str, request: SyncRequest) -> SyncReply | ProblemAnswer | Unreachable:
        """One sync round trip."""
        ...

    def claim(self, request: EnrolRequest) -> EnrolReply | ProblemAnswer | Unreachable:
        """Claim an enrolment code."""
        ...

    def poll(self, request: PollRequest) -> PollReply | ProblemAnswer | Unreachable:
        """Ask whether a claim was confirmed."""
        ...

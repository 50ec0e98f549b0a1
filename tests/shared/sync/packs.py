"""Stretches of logs to seal, in one line."""

from collections.abc import Sequence

from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import LogPush
from shared.sync.rescue import PackLabel
from shared.sync.rescue_pack import SealedPack, seal_pack, secret_of_token

LOG_ID = "00000000-0000-4000-8000-000000000001"
SECRET = secret_of_token("the token of the lost phone")


def a_stretch(bodies: Sequence[str] = ('{"v":1}',), first: int = 1) -> LogPush:
    """A stretch whose chain holds."""
    prev = log_start(LOG_ID)
    head = chain_hashes(prev, [body.encode() for body in bodies])[-1]
    return LogPush(id=LOG_ID, first=first, prev=prev.hex(), head=head.hex(), events=list(bodies))


def a_pack(bodies: Sequence[str] = ('{"v":1}',), name: str = "Bruno") -> SealedPack:
    """Sealed by the lost phone."""
    log = a_stretch(bodies)
    return seal_pack(log, PackLabel(device="d_7", name=name, first=1, facts=len(log.events)), SECRET)

"""Packs of other phones are handed over after own facts: theirs may fail, own ones never wait for it."""

from mobile.device.clock import Clock
from mobile.store.carried import (
    CarriedState,
    PackToOffer,
    gap_may_be_filled,
    note_offered,
    packs_to_offer,
)
from mobile.store.database import Store
from mobile.sync.peer import Peer, ProblemAnswer, Unreachable
from shared.sync.rescue import RescueReply, RescueStatus

# Well within the server's sixty requests a minute; the rest goes with the next pass.
PACKS_A_PASS = 20
# The pack itself is at fault: it is kept, shown, and asked about again tomorrow.
OF_THE_PACK = frozenset({400, 413, 415, 422})


def hand_over_carried(store: Store, token: str, peer: Peer, clock: Clock) -> None:
    """Offer what is due, until the server has no more time for it. What it says is kept pack by pack."""
    now_ms = clock.wall_ms()
    with store.reading() as connection:
        due = packs_to_offer(connection, now_ms, PACKS_A_PASS)
    for pack in due:
        answer = peer.hand_over(token, pack.raw)
        if not _keep_answer(store, pack, answer, now_ms):
            return


def _keep_answer(
    store: Store, pack: PackToOffer, answer: RescueReply | ProblemAnswer | Unreachable, now_ms: int
) -> bool:
    """Whether to go on with the next pack."""
    match answer:
        case RescueReply(pack=digest) if digest != pack.digest:
            # An answer to something else: nothing that knows this pack spoke.
            return False
        case RescueReply():
            with store.writing() as connection:
                note_offered(connection, pack.digest, _state(answer), answer.reason, now_ms)
                if answer.status is RescueStatus.RECEIVED:
                    gap_may_be_filled(connection)
            return True
        case ProblemAnswer(status=status, slug=slug, detail=detail) if status in OF_THE_PACK:
            with store.writing() as connection:
                note_offered(connection, pack.digest, CarriedState.REFUSED, detail or slug, now_ms)
            return True
        case ProblemAnswer() | Unreachable():
            return False


def _state(reply: RescueReply) -> CarriedState:
    match reply.status:
        case RescueStatus.RECEIVED | RescueStatus.KNOWN:
            return CarriedState.SAFE if reply.safe else CarriedState.RECEIVED
        case RescueStatus.GAP:
            return CarriedState.GAP
        case RescueStatus.REFUSED:
            return CarriedState.REFUSED

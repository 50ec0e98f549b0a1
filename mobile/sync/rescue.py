"""Packs of other phones are handed over after own facts: theirs may fail, own ones never wait for it."""

from dataclasses import dataclass

from mobile.device.clock import Clock
from mobile.store.carried import (
    CarriedState,
    PackToOffer,
    gap_may_be_filled,
    note_offered,
    packs_to_offer,
)
from mobile.store.database import Store
from mobile.sync.outcome import ContactCoordinator, Synced, SyncOutcome
from mobile.sync.peer import Peer, ProblemAnswer, Unreachable
from shared.sync.rescue import RescueReply, RescueStatus

# Well within the server's sixty requests a minute; the rest goes with the next pass.
PACKS_A_PASS = 20
# The pack itself is at fault: it is kept, shown, and asked about again tomorrow.
OF_THE_PACK = frozenset({400, 413, 415, 422})


@dataclass(slots=True)
class CarriedPacks:
    """What is carried for others, in one pass: its turn comes once, after own facts."""

    store: Store
    token: str
    peer: Peer
    clock: Clock
    had_turn: bool = False

    def take_turn(self, end: SyncOutcome | None) -> SyncOutcome | None:
        """Offer what is due where the pass would end so; None where it must go on, to pull what that moved.

        Also where the server answers but does not take this phone's own log: others need not wait for that.
        """
        if self.had_turn or not isinstance(end, Synced | ContactCoordinator):
            return end
        self.had_turn = True
        # Pulled again even where no answer came: the facts may have arrived all the same.
        has_offered = self._hand_over()
        return None if has_offered and isinstance(end, Synced) else end

    def _hand_over(self) -> bool:
        """Until the server has no more time for it; whether anything was offered."""
        now_ms = self.clock.wall_ms()
        with self.store.reading() as connection:
            due = packs_to_offer(connection, now_ms, PACKS_A_PASS)
        for pack in due:
            answer = self.peer.hand_over(self.token, pack.raw)
            if not _keep_answer(self.store, pack, answer, now_ms):
                break
        return bool(due)


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

"""Taking a rescue pack in: the seal opened, its facts taken as if their own phone had pushed them."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlmodel import Session

from shared.sync.hashchain import chain_hashes, log_start
from shared.sync.protocol import LogPush
from shared.sync.rescue import RescueRefusal, RescueStatus
from shared.sync.rescue_pack import SealedPack, open_pack
from sync_server.accounts.devices import own_device_ids
from sync_server.custody.ingest import Fork, Gap, Taken, Truncated, take_stretch
from sync_server.custody.log_queries import held_log
from sync_server.custody.stretch import Sender, Stretch, read_stretch
from sync_server.db.feed import LockedFeed
from sync_server.rescue.queries import Offer, first_offered_ms, note_offer, sealing_phone

# How long facts that come before a pack are waited for; then it is taken without them.
GAP_PATIENCE_MS = 7 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """A pack whose seal was opened: who recorded its facts, and the stretch of log they are."""

    pack: SealedPack
    sender: Sender
    push: LogPush
    stretch: Stretch
    is_shut_out: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of a pack: the log its facts stand in, up to `last` there, and what there is to project.

    `next` is what is awaited of their own phone's log, wherever they stand.
    """

    status: RescueStatus
    log_id: str
    next: int
    last: int
    taken: Taken | None = None
    reason: RescueRefusal | None = None

    @property
    def quarantined_facts(self) -> int:
        """How many of the pack's facts are kept aside."""
        listed = () if self.taken is None else self.taken.quarantined
        return sum(each.seq <= self.last for each in listed)


def open_for_its_phone(session: Session, pack: SealedPack, now_ms: int) -> OpenedPack | RescueRefusal:
    """Opens the seal with what the server keeps of that phone's token, and reads the facts; locks nothing."""
    phone = sealing_phone(session, pack.label.device)
    if phone is None:
        return RescueRefusal.UNKNOWN_DEVICE
    push = open_pack(pack, phone.secret)
    if push is None:
        return RescueRefusal.BROKEN_SEAL
    device = phone.device
    own = own_device_ids(session, device.person_id)
    sender = Sender(device.id, device.person_id, own, is_revoked=device.is_revoked)
    return OpenedPack(pack, sender, push, read_stretch(push, sender), device.is_shut_out(now_ms))


def take_pack(
    session: Session, feed: LockedFeed, opened: OpenedPack, carrier_device: str, now_ms: int
) -> HandedOver:
    """Takes the facts in under the rules of a push by their own phone, and notes who brought them.

    The feed must be locked.
    """
    handed = _take(session, feed, opened, now_ms)
    offer = Offer(
        pack_sha256=opened.pack.digest,
        carrier_device=carrier_device,
        device=opened.sender.device_id,
        log_id=handed.log_id,
        first=opened.push.first,
        facts=len(opened.push.events),
        status=handed.status.value,
        reason=None if handed.reason is None else handed.reason.value,
    )
    note_offer(session.connection(), offer, now_ms)
    return handed


def _take(session: Session, feed: LockedFeed, opened: OpenedPack, now_ms: int) -> HandedOver:
    log_id = opened.push.id
    if opened.is_shut_out:
        return HandedOver(RescueStatus.REFUSED, log_id, 0, 0, reason=RescueRefusal.REVOKED)
    before = _held_seq(session, log_id)
    result = take_stretch(session, feed, opened.stretch, opened.sender, now_ms)
    match result:
        case Taken():
            return _taken(opened.stretch, result, before, result.next)
        case Gap(next=next_seq):
            if not _was_waited_for(session, opened, now_ms):
                return HandedOver(RescueStatus.GAP, log_id, next_seq, 0)
            return _take_as_a_log_of_its_own(session, feed, opened, now_ms)
        case Fork():
            return _take_as_a_log_of_its_own(session, feed, opened, now_ms)
        case Truncated():
            return HandedOver(RescueStatus.REFUSED, log_id, before + 1, 0, reason=RescueRefusal.TRUNCATED)


def _take_as_a_log_of_its_own(
    session: Session, feed: LockedFeed, opened: OpenedPack, now_ms: int
) -> HandedOver:
    """What does not continue the log held: no phone is there to chain it anew, so the server does.

    As after a fork, facts known already are recognised by their id: nothing is lost, nothing counts twice.
    """
    stretch = read_stretch(_chained_anew(opened.push), opened.sender)
    before = _held_seq(session, stretch.log_id)
    result = take_stretch(session, feed, stretch, opened.sender, now_ms)
    # Its name is made from its content: what is held under it is the same, or nothing.
    assert isinstance(result, Taken)
    return _taken(stretch, result, before, _held_seq(session, opened.push.id) + 1)


def _chained_anew(push: LogPush) -> LogPush:
    log_id = str(uuid5(UUID(push.id), f"rescue {push.first} {push.prev} {push.head}"))
    head = chain_hashes(log_start(log_id), [text.encode() for text in push.events])[-1]
    return LogPush(id=log_id, first=1, head=head.hex(), events=push.events)


def _taken(stretch: Stretch, result: Taken, before: int, next_of_its_phone: int) -> HandedOver:
    last = stretch.bodies[-1].seq
    status = RescueStatus.KNOWN if last <= before else RescueStatus.RECEIVED
    return HandedOver(status, stretch.log_id, next_of_its_phone, last, result)


def _was_waited_for(session: Session, opened: OpenedPack, now_ms: int) -> bool:
    since_ms = first_offered_ms(session.connection(), opened.pack.digest)
    return since_ms is not None and now_ms - since_ms > GAP_PATIENCE_MS


def _held_seq(session: Session, log_id: str) -> int:
    log = held_log(session.connection(), log_id)
    return 0 if log is None else log.seq

"""Seal what the server has not confirmed for a colleague to carry: changes nothing, needs no network."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection

from mobile.device.clock import Clock, Randomness
from mobile.store.database import Store
from mobile.store.enrolment import Enrolment
from mobile.store.outbox import Batch, stretch_from
from mobile.store.reference import person_name
from shared.sync.protocol import LogPush
from shared.sync.rescue import PACK_MAX_FACTS, PackLabel
from shared.sync.rescue_frames import FRAMES_MAX, PIECE_BYTES, frames_of
from shared.sync.rescue_pack import SealedPack, seal_pack, secret_of_token

# Escaped as a JSON string a body grows twofold at most: this always fits a pack, compressed or not.
STRETCH_MAX_BYTES = 120 * 1024
# A season of one phone; beyond it the oldest are taken to be on the server, as it said.
ENTRUSTED_MAX_FACTS = 6_000
NAME_MAX_CHARACTERS = 120


class Form(StrEnum):
    """How a colleague takes it."""

    FILE = "file"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class EntrustFacts:
    """Make the packs a colleague is to carry.

    As pictures: what the server has not received, for each picture costs a moment in the rain. As a file:
    all that no backup holds, for the server may have been restored since it was last heard.
    """

    form: Form


class EntrustRefusal(StrEnum):
    """Why there is nothing to carry."""

    NOT_ENROLLED = "not_enrolled"
    NOTHING_WAITS = "nothing_waits"
    TOO_MUCH_FOR_PICTURES = "too_much_for_pictures"


@dataclass(frozen=True, slots=True)
class Entrusted:
    """Packs one after the other, as a file holds them; `frames` are what their pictures say."""

    raw: bytes
    facts: int
    first: int
    last: int
    frames: tuple[str, ...] = ()

    @property
    def file_stem(self) -> str:
        """A file's name without its ending; another stretch has another name."""
        return f"relais-{self.first}-{self.last}-{sha256(self.raw).hexdigest()[:6]}"


def entrust_facts(
    intent: EntrustFacts, store: Store, _clock: Clock, _randomness: Randomness
) -> Entrusted | EntrustRefusal:
    """Read, seal, and give out."""
    return entrusted_now(store, intent.form)


def entrusted_now(store: Store, form: Form) -> Entrusted | EntrustRefusal:
    """The same facts give the same bytes, however often they are asked for."""
    author = store.enrolment
    if author is None:
        return EntrustRefusal.NOT_ENROLLED
    with store.reading() as connection:
        packs = [_sealed(connection, author, batch) for batch in _stretches(connection, form)]
    if not packs:
        return EntrustRefusal.NOTHING_WAITS
    raw = b"".join(pack.raw for pack in packs)
    frames: tuple[str, ...] = ()
    if form is Form.PICTURES:
        if len(raw) > FRAMES_MAX * PIECE_BYTES:
            return EntrustRefusal.TOO_MUCH_FOR_PICTURES
        frames = frames_of(raw)
    facts = sum(pack.label.facts for pack in packs)
    first = packs[0].label.first
    return Entrusted(raw, facts, first, first + facts - 1, frames)


def _stretches(connection: Connection, form: Form) -> Iterator[Batch]:
    """The log from its first unconfirmed fact, in stretches that fit a pack each."""
    next_seq, safe, head = connection.exec_driver_sql(
        "SELECT next, safe, (SELECT coalesce(max(seq), 0) FROM logged_fact) FROM sync_state"
    ).one()
    first = next_seq
    if form is Form.FILE:
        first = max(min(next_seq, safe + 1), head + 1 - ENTRUSTED_MAX_FACTS)
    while first <= head:
        batch = stretch_from(connection, first, PACK_MAX_FACTS, STRETCH_MAX_BYTES)
        yield batch
        first += len(batch.bodies)


def _sealed(connection: Connection, author: Enrolment, batch: Batch) -> SealedPack:
    log = LogPush(
        id=batch.log_id,
        first=batch.first,
        prev=batch.prev.hex(),
        head=batch.head.hex(),
        events=list(batch.bodies),
    )
    name = person_name(connection, author.person_id)[:NAME_MAX_CHARACTERS]
    label = PackLabel(device=author.device_id, name=name, first=batch.first, facts=len(batch.bodies))
    return seal_pack(log, label, secret_of_token(author.token))

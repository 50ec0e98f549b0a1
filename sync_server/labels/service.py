"""Giving blank codes out: each is written down before it is printed, and never given out again."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from sync_server.db.feed import lock_feed
from sync_server.labels.queries import Batch, codes_in_facts, find_batch, insert_batch
from sync_server.network.crates import fresh_codes

BLANKS_AT_ONCE = 1_000
# Among 30 billion codes the first draw is all but always free.
MOST_DRAWS = 10


@dataclass(frozen=True, slots=True)
class BlankOrder:
    """How many blank labels, asked for by whom, when; `id` is the form's own."""

    id: str
    label_count: int
    note: str
    by: str
    now_ms: int


def issue_blanks(session: Session, order: BlankOrder, random_bytes: Callable[[int], bytes]) -> Batch:
    """The batch, made now or found as it was made when the same form came before.

    Raises: ValueError when the count is none that may be asked for at once.
    """
    if not 1 <= order.label_count <= BLANKS_AT_ONCE:
        raise ValueError(order.label_count)
    # The lock under which imports give crates their codes: neither can take what the other is about to.
    lock_feed(session)
    known = find_batch(session, order.id)
    if known is not None:
        return known
    codes = _never_seen(session, order.label_count, random_bytes)
    batch = Batch(order.id, len(codes), order.note, order.now_ms, order.by, 0, codes[0])
    insert_batch(session, batch, codes)
    return batch


def _never_seen(session: Session, count: int, random_bytes: Callable[[int], bytes]) -> list[str]:
    """Codes that are on no crate, no blank label and in no fact: facts may know what a restore forgot.

    Raises: RuntimeError when chance gives none, draw after draw.
    """
    codes: dict[str, None] = {}
    for _ in range(MOST_DRAWS):
        drawn = fresh_codes(session, count - len(codes), random_bytes)
        seen = codes_in_facts(session, drawn)
        codes |= {code: None for code in drawn if code not in seen}
        if len(codes) == count:
            return list(codes)
    raise RuntimeError("no free code found")

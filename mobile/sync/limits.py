"""The server's limits: asked for after a pass now and then, bounded, the built-in ones until it answered."""

import re

from pydantic import ValidationError

from mobile.config import APP_VERSION
from mobile.device.clock import Clock
from mobile.store.database import Store
from mobile.store.limits import KeptAnswer, keep_answer, kept_answer
from mobile.sync.outcome import ContactCoordinator, Synced, SyncOutcome, UpgradeRequired
from mobile.sync.peer import Peer
from shared.custody.events import BODY_MAX_BYTES
from shared.sync.protocol import Limits, VersionReply
from shared.sync.versions import is_older

_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}")
ASK_EVERY_MS = 24 * 3_600_000
ASK_AGAIN_MS = 3_600_000
# A fact of 16 KiB doubles as a JSON string, and its request must pass whatever a server claims to take.
LEAST = Limits(
    body_bytes=BODY_MAX_BYTES,
    push_events=1,
    push_compressed_bytes=4 * BODY_MAX_BYTES,
    push_inflated_bytes=4 * BODY_MAX_BYTES,
    page_rows=1,
    page_bytes=BODY_MAX_BYTES,
    syncs_a_minute=1,
    blob_bytes=1,
)
# What this program is ready to hold in memory at once, however much a server would take.
MOST = Limits(
    body_bytes=BODY_MAX_BYTES,
    push_events=1_000,
    push_compressed_bytes=2 * 1024 * 1024,
    push_inflated_bytes=8 * 1024 * 1024,
    page_rows=5_000,
    page_bytes=8 * 1024 * 1024,
    syncs_a_minute=3_600,
    blob_bytes=16 * 1024 * 1024,
)


def limits_in_force(store: Store) -> Limits:
    """What this phone's server said, within bounds; what relais/1 says where it never answered."""
    kept = _kept(store)
    told = None if kept is None else _read(kept.text)
    return Limits() if told is None else within_bounds(told.limits)


def wanted_app(store: Store) -> str | None:
    """The oldest version the server gives rows to, where this program is older."""
    kept = _kept(store)
    told = None if kept is None else _read(kept.text)
    # Shown to a person as it came: nothing but a version may come.
    is_version = told is not None and _VERSION.fullmatch(told.min_app) is not None
    return told.min_app if told is not None and is_version and is_older(APP_VERSION, told.min_app) else None


def learn_limits_when_due(
    store: Store,
    peer: Peer,
    outcome: SyncOutcome,
    clock: Clock,
    are_doubted: bool,  # noqa: FBT001 - what the pass found out
) -> None:
    """Ask after a pass in which the server had its say: at first, once a day, and when it refused a size.

    Facts never wait for it, and no answer changes how the pass ended.
    """
    author, now_ms = store.enrolment, clock.wall_ms()
    if author is None or not isinstance(outcome, Synced | UpgradeRequired | ContactCoordinator):
        return
    if not (are_doubted or _is_due(_kept(store), now_ms)):
        return
    answer = peer.version()
    said = answer.model_dump_json() if isinstance(answer, VersionReply) else None
    keep_answer(store, author.server_url, said, now_ms)


def within_bounds(told: Limits) -> Limits:
    """A broken or hostile answer may slow a phone down; not stop its facts, nor fill its memory."""
    least, most = LEAST.model_dump(), MOST.model_dump()
    return Limits(
        **{name: max(least[name], min(value, most[name])) for name, value in told.model_dump().items()}
    )


def _kept(store: Store) -> KeptAnswer | None:
    author = store.enrolment
    if author is None:
        return None
    with store.reading() as connection:
        return kept_answer(connection, author.server_url)


def _read(text: str | None) -> VersionReply | None:
    if text is None:
        return None
    try:
        return VersionReply.model_validate_json(text)
    except ValidationError:
        # Kept by a program that understood more or less than this one: asked for again in time.
        return None


def _is_due(kept: KeptAnswer | None, now_ms: int) -> bool:
    if kept is None:
        return True
    wait_ms = ASK_AGAIN_MS if kept.text is None else ASK_EVERY_MS
    return not 0 <= now_ms - kept.asked_ms < wait_ms

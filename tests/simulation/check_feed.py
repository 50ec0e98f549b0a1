"""I1, I2, I3, I13, I15, I16: nothing lost, nothing twice, no gap, chains hold, hints stay hints."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.sync.hashchain import content_digest, feed_start, log_start, next_feed_hash, next_hash
from tests.simulation.owed import Owed
from tests.simulation.phone import SimPhone
from tests.simulation.server import SimServer
from tests.simulation.violation import require

WAL_MAX_BYTES = 32 * 1024 * 1024
_NEW_ENTRIES = (
    "SELECT f.seq, f.kind, f.ref, f.digest, f.fh, e.id, e.body, r.d FROM feed_entry f"
    " LEFT JOIN event e ON e.pk = f.seq LEFT JOIN pull_row r ON r.stamp = f.seq"
    " WHERE f.seq > ? ORDER BY f.seq"
)
_NEW_POSITIONS = (
    "SELECT l.log_pk, l.seq, l.hash, coalesce(l.body, e.body) FROM log_entry l"
    " LEFT JOIN event e ON e.pk = l.event_pk ORDER BY l.log_pk, l.seq"
)


class FeedCheck:
    """Follows the feed from where it last looked; begins anew when the server's database was replaced."""

    def __init__(self, server: SimServer, owed: Owed) -> None:
        self._server = server
        self._owed = owed
        self._incarnation = -1
        self._seq = 0
        self._hash = feed_start()

    def look(self) -> None:
        """After any step: what is new in the feed continues it."""
        if self._incarnation != self._server.incarnation:
            self._incarnation, self._seq, self._hash = self._server.incarnation, 0, feed_start()
        for row in self._server.rows(_NEW_ENTRIES, self._seq):
            self._follow(row)
        seq, head_hash = self._server.rows("SELECT seq, fh FROM feed_head")[0]
        require(
            seq == self._seq and bytes(head_hash) == self._hash, "I3", f"head {seq}, entries to {self._seq}"
        )
        require(self._server.wal_bytes() < WAL_MAX_BYTES, "I16", f"a log of {self._server.wal_bytes()} bytes")

    def look_at_everything(self) -> None:
        """After healing: every chain from its start, and the feed against the events."""
        self._incarnation = -1
        self.look()
        events, entries = self._server.rows(
            "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM feed_entry WHERE kind = 'event')"
        )[0]
        require(events == entries, "I2", f"{events} events under {entries} numbers")
        self._logs()

    def _follow(self, row: Any) -> None:
        seq, kind, ref, digest, entry_hash, event_id, body, d = row
        require(seq == self._seq + 1, "I3", f"number {seq} follows {self._seq}")
        if kind == "event":
            require(event_id == ref, "I3", f"number {seq} is of {ref}, the event there is {event_id}")
            known = self._owed.bodies.setdefault(ref, body)
            require(known == body, "I2", f"the bytes of {ref} changed")
            content = body
        else:
            content = d
        if content is not None:
            require(
                content_digest(content.encode()) == digest, "I3", f"the content of number {seq} is another"
            )
        require(
            next_feed_hash(self._hash, kind, ref, digest) == entry_hash, "I3", f"the feed's hash at {seq}"
        )
        self._seq, self._hash = seq, bytes(entry_hash)

    def _logs(self) -> None:
        heads = {
            pk: (log_id, seq, bytes(end))
            for pk, log_id, seq, end in self._server.rows("SELECT pk, log_id, seq, hash FROM log_head")
        }
        reached = {pk: (0, log_start(log_id)) for pk, (log_id, _, _) in heads.items()}
        for log_pk, seq, entry_hash, body in self._server.rows(_NEW_POSITIONS):
            before, previous = reached[log_pk]
            raw = body if isinstance(body, bytes) else body.encode()
            require(seq == before + 1, "I3", f"log {log_pk}: position {seq} follows {before}")
            require(next_hash(previous, raw) == bytes(entry_hash), "I3", f"log {log_pk}: chain at {seq}")
            reached[log_pk] = (seq, bytes(entry_hash))
        for pk, (_, seq, end) in heads.items():
            require(reached[pk] == (seq, end), "I3", f"log {pk}: head {seq}, held to {reached[pk][0]}")


def check_hints(phone: SimPhone, backed_up: Mapping[str, int]) -> int:
    """I15: `next` stays within the log, `safe` within what a verified backup holds of it; `safe`."""
    log_id, next_seq, safe, head = phone.rows(
        "SELECT log_id, next, safe, (SELECT coalesce(max(seq), 0) FROM logged_fact) FROM sync_state"
    )[0]
    require(1 <= next_seq <= head + 1, "I15", f"{phone.name}: next {next_seq}, head {head}")
    held = min(backed_up.get(log_id, 0), head)
    require(0 <= safe <= held, "I15", f"{phone.name}: safe {safe}, backups hold {held}, head {head}")
    return safe


def accepted_of_revoked(server: SimServer, phone: SimPhone) -> int | None:
    """How many facts of a revoked phone were accepted; None where the server trusts or ignores it."""
    enrolment = phone.store.enrolment
    found = server.rows(
        "SELECT (SELECT count(*) FROM event e WHERE e.device = d.id) FROM device d"
        " WHERE d.id = ? AND d.status <> 'active'",
        enrolment.device_id if enrolment else "",
    )
    return found[0][0] if found else None


def check_nothing_lost(server: SimServer, phones: Iterable[SimPhone], owed: Owed) -> None:
    """I1: what somebody was told is recorded is on the server or on a phone."""
    held = set(server.held_ids())
    for phone in phones:
        held |= phone.fact_ids()
    lost = owed.owed - held
    require(not lost, "I1", f"{len(lost)} facts are nowhere, such as {min(lost, default='')}")


def check_all_received(server: SimServer, owed: Owed) -> None:
    """I1 after healing: the server holds every fact owed, byte for byte."""
    accepted: dict[str, str] = {row[0]: row[1] for row in server.rows("SELECT id, body FROM event")}
    quarantined = _bodies_in_quarantine(server)
    for fact_id in sorted(owed.owed):
        held = accepted.get(fact_id) or quarantined.get(fact_id)
        require(held is not None, "I1", f"the server lacks {fact_id}")
        require(held == owed.bodies[fact_id], "I2", f"the server holds other bytes of {fact_id}")
    check_no_tap_twice(accepted, owed)


def check_no_tap_twice(accepted: Mapping[str, str], owed: Owed) -> None:
    """A tap made the facts it was told, and no others."""
    for intent_id, ids in owed.intents.items():
        first = owed.bodies[ids[0]]
        require(intent_id in first, "I2", f"{ids[0]} does not name its tap")
    told = {fact_id: intent_id for intent_id, ids in owed.intents.items() for fact_id in ids}
    for fact_id, body in accepted.items():
        if fact_id in told or '"intent":"' not in body:
            continue
        intent_id = body.split('"intent":"', 1)[1].split('"', 1)[0]
        require(
            intent_id not in owed.intents, "I2", f"{fact_id} is counted beside {owed.intents.get(intent_id)}"
        )


def quarantined_positions(server: SimServer) -> set[tuple[str, int, str]]:
    """(log, position, reason) of everything in quarantine."""
    found = server.rows(
        "SELECT h.log_id, l.seq, l.quarantine_reason FROM log_entry l JOIN log_head h ON h.pk = l.log_pk"
        " WHERE l.quarantine_reason IS NOT NULL"
    )
    return set(found)


def check_quarantine(
    server: SimServer, phones: Sequence[SimPhone], owed: Owed, revoked_devices: Iterable[str]
) -> None:
    """I13: only what may be is in quarantine, and each phone was told of what is of its log."""
    revoked = set(revoked_devices)
    listed: dict[str, dict[int, str]] = {}
    for log_id, seq, reason, body in server.rows(
        "SELECT h.log_id, l.seq, l.quarantine_reason, l.body FROM log_entry l"
        " JOIN log_head h ON h.pk = l.log_pk WHERE l.quarantine_reason IS NOT NULL"
    ):
        listed.setdefault(log_id, {})[seq] = reason
        text = body.decode()
        device = text.split('"device":"', 1)[1].split('"', 1)[0]
        may_be = (
            any(fact_id in text for fact_id in owed.of_tomorrow)
            if reason == "unknown-kind"
            else device in revoked
        )
        require(may_be, "I13", f"quarantined as {reason}: {text[:160]}")
    for phone in phones:
        log_id = phone.rows("SELECT log_id FROM sync_state")[0][0]
        told = dict(phone.rows("SELECT seq, reason FROM quarantined_fact"))
        late = {seq for log, seq, _ in owed.quarantined_late if log == log_id}
        untold = listed.get(log_id, {}).keys() - told.keys() - late
        require(not untold, "I13", f"{phone.name} was told {told}, never of {sorted(untold)[:3]}")
        # Once told, a phone hears no more of what a restored or upgraded server takes after all.
        changed = server.incarnation > 0 or server.was_upgraded
        false = () if changed else told.items() - listed.get(log_id, {}).items()
        require(not false, "I13", f"{phone.name} still shows {sorted(false)[:3]} as quarantined")


def check_order_in_logs(server: SimServer, phones: Iterable[SimPhone]) -> None:
    """I3: the server holds each phone's log in the phone's own order, byte for byte."""
    for phone in phones:
        log_id = phone.rows("SELECT log_id FROM sync_state")[0][0]
        own = [row[0].encode() for row in phone.rows("SELECT body FROM logged_fact ORDER BY seq")]
        held = [
            row[0] if isinstance(row[0], bytes) else row[0].encode()
            for row in server.rows(
                "SELECT coalesce(l.body, e.body) FROM log_entry l JOIN log_head h ON h.pk = l.log_pk"
                " LEFT JOIN event e ON e.pk = l.event_pk WHERE h.log_id = ? ORDER BY l.seq",
                log_id,
            )
        ]
        require(held == own[: len(held)], "I3", f"{phone.name}: its log stands otherwise on the server")


def _bodies_in_quarantine(server: SimServer) -> dict[str, str]:
    found = server.rows("SELECT json_extract(body, '$.id'), body FROM log_entry WHERE body IS NOT NULL")
    return {fact_id: body.decode() for fact_id, body in found}

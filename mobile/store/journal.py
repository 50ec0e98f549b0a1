"""The log: facts appended with their hash, what they say of crates beside them, all in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from mobile.config import APP_VERSION
from mobile.store.enrolment import Enrolment
from mobile.store.statements import first, run, run_many
from shared.custody.bodies import read_body, write_body
from shared.custody.details import HandoverTakenDetail, ScanOddDetail, detail_of, is_receipt
from shared.custody.events import CUSTODY_KINDS, ClockMark, EnvelopeFault, Evidence, Fact, Kind
from shared.errors import RelaisError
from shared.ids import RANDOM_BYTES_OF_UUID7, uuid4, uuid7
from shared.sync.hashchain import log_start, next_hash

TOUCHING_CRATES = CUSTODY_KINDS | {Kind.INCIDENT, Kind.BIND}


class UnrecordableFactError(RelaisError):
    """A fact whose body the server could not read: recording it would only fill the quarantine."""

    code = "unrecordable-fact"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an action wants recorded; the journal adds who, when, and the place in the log."""

    kind: Kind
    round_id: str | None = None
    place_id: str | None = None
    crates: tuple[str, ...] = ()
    how: str | None = None
    ref: str | None = None
    data: dict[str, Any] = field(default_factory=dict[str, Any])
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class _LogEnd:
    seq: int
    hash: bytes
    n: int


def append_facts(
    connection: Connection,
    author: Enrolment,
    drafts: Sequence[Draft],
    mark: ClockMark,
    random_bytes: Callable[[int], bytes],
    intent_id: str | None = None,
) -> tuple[str, ...]:
    """Append the drafts in order, in the caller's transaction; durable once that one commits.

    Raises: UnrecordableFactError, and then nothing of the transaction may be kept.
    """
    end = _log_end(connection)
    ids: list[str] = []
    for draft in drafts:
        fact = Fact(
            id=uuid7(mark.wall_ms, random_bytes(RANDOM_BYTES_OF_UUID7)),
            kind=draft.kind,
            actor=author.person_id,
            device=author.device_id,
            app=APP_VERSION,
            clock=mark,
            n=end.n + 1,
            round_id=draft.round_id,
            place_id=draft.place_id,
            crates=draft.crates,
            how=draft.how,
            ref=draft.ref,
            evidence=draft.evidence,
            data=draft.data,
        )
        end = _append(connection, end, fact, _body_of(fact), intent_id)
        ids.append(fact.id)
    return tuple(ids)


def ids_of_intent(connection: Connection, intent_id: str) -> tuple[str, ...]:
    """The facts an intent already made, in order: the same tap twice is one act."""
    found = run(connection, "SELECT id FROM logged_fact WHERE intent_id = ? ORDER BY seq", (intent_id,))
    return tuple(row[0] for row in found)


def fork_log(connection: Connection, random_bytes: Callable[[int], bytes]) -> str:
    """Give the whole log a new name and chain: the server knows another history under the old one.

    The bodies stay as they are; the server drops what it already has by their ids.
    """
    log_id = uuid4(random_bytes(16))
    bodies = run(connection, "SELECT seq, body FROM logged_fact ORDER BY seq").fetchall()
    end_hash = log_start(log_id)
    hashes: list[tuple[bytes, int]] = []
    for seq, body in bodies:
        end_hash = next_hash(end_hash, body.encode())
        hashes.append((end_hash, seq))
    run_many(connection, "UPDATE logged_fact SET hash = ? WHERE seq = ?", hashes)
    run(connection, "DELETE FROM quarantined_fact")
    run(connection, "UPDATE sync_state SET log_id = ?, next = 1, safe = 0, covered = 1", (log_id,))
    return log_id


def refill_log(connection: Connection, bodies: Iterable[tuple[str, str | None]], n_gap: int) -> int:
    """Append salvaged (body, intent id) pairs to an empty log, and keep the counter well beyond them."""
    end = _log_end(connection)
    for body, intent_id in bodies:
        fact = read_body(body)
        if isinstance(fact, Fact):
            end = _append(connection, end, fact, body, intent_id)
    run(connection, "UPDATE sync_state SET n_floor = ?", (end.n + n_gap,))
    return end.seq


def _log_end(connection: Connection) -> _LogEnd:
    log_id, n_floor, seq, end_hash, n = first(
        connection,
        "SELECT s.log_id, s.n_floor, f.seq, f.hash, f.n FROM sync_state s"
        " LEFT JOIN logged_fact f ON f.seq = (SELECT max(seq) FROM logged_fact)",
    )
    if seq is None:
        return _LogEnd(0, log_start(log_id), n_floor)
    return _LogEnd(seq, end_hash, max(n, n_floor))


def _body_of(fact: Fact) -> str:
    body = write_body(fact)
    read = read_body(body)
    if isinstance(read, EnvelopeFault):
        raise UnrecordableFactError(kind=fact.kind.value, reason=read.reason.value, field=read.field_name)
    return body


def _append(connection: Connection, end: _LogEnd, fact: Fact, body: str, intent_id: str | None) -> _LogEnd:
    seq, body_hash = end.seq + 1, next_hash(end.hash, body.encode())
    run(
        connection,
        "INSERT INTO logged_fact (seq, id, kind, n, wall_ms, round_id, place_id, intent_id, hash, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            fact.id,
            fact.kind.value,
            fact.n,
            fact.clock.wall_ms,
            fact.round_id,
            fact.place_id,
            intent_id,
            body_hash,
            body,
        ),
    )
    _note_what_it_says(connection, seq, fact)
    return _LogEnd(seq, body_hash, fact.n)


def _note_what_it_says(connection: Connection, seq: int, fact: Fact) -> None:
    if fact.kind is Kind.VOID:
        run(
            connection,
            "INSERT OR IGNORE INTO voided_fact (fact_id, by_seq) VALUES (?, ?)",
            (fact.ref, seq),
        )
    elif is_receipt(fact) or (fact.kind in TOUCHING_CRATES and not _is_told_only(fact)):
        said = _said_of_crates(fact)
        row = (seq, fact.id, fact.kind.value, fact.actor, fact.round_id, fact.place_id, fact.clock.wall_ms)
        run_many(
            connection,
            "INSERT INTO own_movement"
            " (code, seq, fact_id, kind, actor_id, round_id, place_id, at_ms, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(code, *row, more) for code, more in said.items()],
        )


def _is_told_only(fact: Fact) -> bool:
    """An incident that names no act sets nothing aside: its crates are still to be handled as planned."""
    return fact.kind is Kind.INCIDENT and "act" not in fact.data


def _said_of_crates(fact: Fact) -> dict[str, str | None]:
    """What else a fact says of each of its crates: why it was left out, where it goes, who took it."""
    if is_receipt(fact):
        receipt = detail_of(fact, ScanOddDetail)
        return dict.fromkeys(receipt.missing or ()) | dict.fromkeys(fact.crates, receipt.taker)
    if fact.kind is Kind.HANDOVER_TAKEN:
        dests = detail_of(fact, HandoverTakenDetail).dests or {}
        return dict.fromkeys(fact.crates) | {
            code: place_id for place_id, codes in dests.items() for code in codes if code in fact.crates
        }
    return dict.fromkeys(fact.crates, fact.data.get("reason"))

"""Which pieces of evidence accepted facts name: noted when facts are taken in, whatever way they came."""

from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.events import Fact
from shared.custody.evidence import names_in
from shared.sync.evidence import MISSING_LISTED_MAX
from sync_server.evidence.queries import bodies_at, missing_of_log, note_references


def may_name_evidence(body: str) -> bool:
    """Most facts name none and need not be read again; a key may be written in escapes, too."""
    return '"evidence"' in body or "\\u" in body


def note_evidence(session: Session, log_id: str, first: int, last: int, now_ms: int) -> None:
    """Note what the accepted facts at these positions of a log name; noting it again changes nothing."""
    connection = session.connection()
    named: set[tuple[int, str, str]] = set()
    for log_pk, event_id, body in bodies_at(connection, log_id, first, last):
        fact = read_body(body) if may_name_evidence(body) else None
        if isinstance(fact, Fact):
            named |= {(log_pk, name, event_id) for name in names_in(fact.evidence)}
    if named:
        note_references(connection, sorted(named), now_ms)


def missing_evidence(session: Session, log_id: str, person_id: str) -> list[str]:
    """What a phone of this person with this log is asked for, as many as one reply lists."""
    return missing_of_log(session.connection(), log_id, person_id)[:MISSING_LISTED_MAX]

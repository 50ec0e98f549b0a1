"""Which pieces of evidence accepted facts name: noted when facts are taken in, whatever way they came."""

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.events import Fact
from shared.custody.evidence import names_in
from shared.sync.evidence import MISSING_LISTED_MAX
from sync_server.custody.log_queries import accepted_bodies
from sync_server.evidence.queries import bodies_aside_at, bodies_at, missing_of_log, note_references


def may_name_evidence(body: str) -> bool:
    """Most facts name none and need not be read again; a key may be written in escapes, too."""
    return '"evidence"' in body or "\\u" in body


def note_evidence(session: Session, log_id: str, first: int, last: int, now_ms: int) -> None:
    """Note what the accepted facts at these positions of a log name; noting it again changes nothing.

    A fact may be accepted in one log and aside in another: told again from a copy of a phone that was
    stolen since. Who tells it again has its evidence, and can be asked for it.
    """
    connection = session.connection()
    told = [(log_pk, body) for log_pk, _, body in bodies_at(connection, log_id, first, last)]
    facts = [*_facts_naming(told), *_accepted_elsewhere(connection, log_id, first, last)]
    named = {(log_pk, name, fact.id) for log_pk, fact in facts for name in names_in(fact.evidence)}
    if named:
        note_references(connection, sorted(named), now_ms)


def _accepted_elsewhere(connection: Connection, log_id: str, first: int, last: int) -> list[tuple[int, Fact]]:
    aside = [
        (log_pk, body.decode(errors="replace"))
        for log_pk, body in bodies_aside_at(connection, log_id, first, last)
    ]
    ids = sorted({fact.id for _, fact in _facts_naming(aside)})
    accepted = {body for _, body in accepted_bodies(connection, ids).values()}
    return _facts_naming((log_pk, body) for log_pk, body in aside if body in accepted)


def _facts_naming(told: Iterable[tuple[int, str]]) -> list[tuple[int, Fact]]:
    found: list[tuple[int, Fact]] = []
    for log_pk, body in told:
        fact = read_body(body) if may_name_evidence(body) else None
        if isinstance(fact, Fact):
            found.append((log_pk, fact))
    return found


def missing_evidence(session: Session, log_id: str, person_id: str) -> list[str]:
    """What a phone of this person with this log is asked for, as many as one reply lists."""
    return missing_of_log(session.connection(), log_id, person_id)[:MISSING_LISTED_MAX]

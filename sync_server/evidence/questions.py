"""Which pieces of evidence are in question: named by a fact an open discrepancy or a dispute is about."""

from collections.abc import Sequence

from sqlmodel import Session

from shared.custody.bodies import read_body
from shared.custody.events import Fact
from sync_server.evidence import queries


def pieces_in_question(session: Session, names: Sequence[str]) -> set[str]:
    """Those of `names` that are; one of the facts that name a piece is enough."""
    connection = session.connection()
    events = queries.events_in_question(connection)
    lines: list[str] = []
    for body in queries.dispute_bodies(connection):
        dispute = read_body(body)
        if isinstance(dispute, Fact):
            # A dispute's own evidence is in question too.
            events |= {dispute.id, dispute.ref or ""}
            lines.append(str(dispute.data.get("line", "")))
    events |= queries.events_of_lines(connection, lines)
    # A position comes after the fact it speaks of, in a fact of its own.
    events |= queries.positions_joined_to(connection, events)
    return {name for name, by in queries.named_by(connection, names).items() if by & events}

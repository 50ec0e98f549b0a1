"""What was said of lines: decisions by which they are proven, disputes and their outcome, for phones."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from shared.commission.line_values import CommissionLine, due_identity
from sync_server.accounts.names import coordinator_names
from sync_server.custody.decision_queries import decisions_that_prove
from sync_server.custody.dispute_queries import all_disputes


def notes_of_lines(session: Session, lines: Iterable[CommissionLine]) -> dict[str, dict[str, Any]]:
    """By line key, what its row says beside the line; lines without a word are absent."""
    wanted = {line.key: (line.crates, line.event_ids) for line in lines}
    notes: dict[str, dict[str, Any]] = defaultdict(dict)
    disputed = dispute_notes(session)
    for key in wanted if disputed else ():
        told = disputed.get(due_identity(key))
        if told is not None:
            notes[key]["dispute"] = told
    proving = decisions_that_prove(session.connection(), wanted)
    names = coordinator_names(session) if proving else {}
    for key, decisions in proving.items():
        notes[key]["decided"] = [
            {
                "how": each.resolution.value,
                "because": each.because,
                "by": names.get(each.by, each.by),
                "at_ms": each.at_ms,
            }
            for each in decisions
        ]
    return notes


def dispute_notes(session: Session) -> dict[tuple[str | None, ...] | None, dict[str, Any]]:
    """By the due line's identity, where the latest dispute of it stands.

    Whatever row was disputed: the line waits as a whole, while it is withheld, due, and in each settlement.
    """
    return {
        each.identity: {
            "status": "open" if each.decision is None else each.decision.resolution.value,
            "because": None if each.decision is None else each.decision.because,
            "at_ms": each.at_ms if each.decision is None else each.decision.at_ms,
        }
        for each in all_disputes(session.connection())
        if each.concerns_author and not each.is_withdrawn
    }

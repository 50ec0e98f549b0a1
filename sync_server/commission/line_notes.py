"""What coordinators said of lines: the decisions by which they are proven, as phones show them."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from shared.commission.line_values import CommissionLine
from sync_server.accounts.names import coordinator_names
from sync_server.custody.decision_queries import decisions_that_prove


def notes_of_lines(session: Session, lines: Iterable[CommissionLine]) -> dict[str, dict[str, Any]]:
    """By line key, what its row says beside the line; lines without a word are absent."""
    wanted = {line.key: (line.crates, line.event_ids) for line in lines}
    proving = decisions_that_prove(session.connection(), wanted)
    names = coordinator_names(session) if proving else {}
    return {
        key: {
            "decided": [
                {
                    "how": each.resolution.value,
                    "because": each.because,
                    "by": names.get(each.by, each.by),
                    "at_ms": each.at_ms,
                }
                for each in decisions
            ]
        }
        for key, decisions in proving.items()
    }

"""What the plain acts of a round share: a known round, one fact."""

from typing import Any

from sqlalchemy import Connection

from mobile.actions.outcomes import RefusalReason, Refused
from mobile.store.journal import Draft
from mobile.store.unplanned import knows_place, knows_round
from shared.custody.events import Kind


def draft_round_act(
    connection: Connection, kind: Kind, round_id: str, place_id: str | None, data: dict[str, Any]
) -> list[Draft] | Refused:
    """One fact about a round this phone knows, at a place where the kind has one."""
    if not knows_round(connection, round_id):
        return Refused(RefusalReason.UNKNOWN_ROUND)
    if place_id is not None and not knows_place(connection, place_id):
        return Refused(RefusalReason.UNKNOWN_PLACE)
    return [Draft(kind, round_id, place_id, data=data)]


def without_absent(**fields: int | str | None) -> dict[str, Any]:
    """The fields that were given: what is not known is left out of a fact."""
    return {name: value for name, value in fields.items() if value is not None}

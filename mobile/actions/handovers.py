"""What both sides of a handover share: crates with good codes, of a round this phone knows or of none."""

from sqlalchemy import Connection

from mobile.actions.outcomes import RefusalReason, Refused
from mobile.store.unplanned import knows_round
from shared.custody.codes import CodeWrong, read_code


def refuse_unusable_handover(
    connection: Connection, round_id: str | None, crates: tuple[str, ...]
) -> Refused | None:
    """Why these crates cannot change hands at all; None where they may."""
    if not crates:
        return Refused(RefusalReason.NOTHING_TO_RECORD)
    bad = tuple(code for code in crates if isinstance(read_code(code), CodeWrong))
    if bad:
        return Refused(RefusalReason.BAD_CODE, bad)
    if round_id is not None and not knows_round(connection, round_id):
        return Refused(RefusalReason.UNKNOWN_ROUND)
    return None

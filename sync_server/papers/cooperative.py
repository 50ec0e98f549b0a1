"""What the co-op calls itself on its papers."""

from sqlmodel import Session

from shared.commission.line_values import NETWORK
from sync_server.billing.queries import accounts
from sync_server.network.queries import setting

UNNAMED = "Relais fermier"


def cooperative_name(session: Session) -> str:
    """The name set, else the holder of the co-op's own account, else the program's."""
    named = setting(session, "cooperative_name")
    if named:
        return named
    account = accounts(session).get(NETWORK)
    return account.holder if account is not None and account.holder else UNNAMED

"""What a server said of its limits, as it said it, and when it was last asked."""

from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.store.database import Store


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """`text` is the server's JSON, None where it was asked and did not say; `asked_ms` on the wall clock."""

    text: str | None
    asked_ms: int


def kept_answer(connection: Connection, server_url: str) -> KeptAnswer | None:
    """What this server said; None where it was never asked. Another server's word counts for nothing."""
    found = connection.exec_driver_sql(
        "SELECT answer, asked_ms FROM server_limits WHERE server_url = ?", (server_url,)
    ).first()
    return None if found is None else KeptAnswer(*found)


def keep_answer(store: Store, server_url: str, text: str | None, asked_ms: int) -> None:
    """Keep what the server said and when; silence does not take away what it said before."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO server_limits (server_url, answer, asked_ms) VALUES (?, ?, ?)"
            " ON CONFLICT (server_url) DO UPDATE"
            " SET answer = coalesce(excluded.answer, answer), asked_ms = excluded.asked_ms",
            (server_url, text, asked_ms),
        )

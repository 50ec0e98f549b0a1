"""Packs of other phones' facts: kept from when they are taken in until a backup of the server has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from mobile.store.carried_pack import CarriedState, keep_pack
from mobile.store.database import Store
from shared.sync.rescue_pack import SealedPack

# Offered again: what may change by itself, such as a gap, and what a restored server may have lost.
GAP_AGAIN_MS = 3_600_000
REST_AGAIN_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class CarriedPack:
    """A pack on this phone; `name` is whose facts they are, instants are wall ms of this phone."""

    digest: str
    device_id: str
    name: str
    first: int
    facts: int
    taken_in_ms: int
    state: CarriedState
    reason: str | None


@dataclass(frozen=True, slots=True)
class PackToOffer:
    """A pack the server is to be asked about now."""

    digest: str
    raw: bytes


def keep_packs(store: Store, packs: Sequence[SealedPack], now_ms: int) -> int:
    """Keep them, durably once this returns; how many are new. A refused one is tried again."""
    added = 0
    with store.writing() as connection:
        for pack in packs:
            added += keep_pack(connection, pack, now_ms)
            connection.exec_driver_sql(
                "UPDATE carried_pack SET state = ?, reason = NULL, offered_ms = NULL"
                " WHERE digest = ? AND state = ?",
                (CarriedState.WAITING.value, pack.digest, CarriedState.REFUSED.value),
            )
    return added


def carried_packs(store: Store) -> tuple[CarriedPack, ...]:
    """All of them, the newest first."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT digest, device_id, name, first, facts, taken_in_ms, state, reason FROM carried_pack"
            " ORDER BY taken_in_ms DESC, device_id, first"
        ).all()
    return tuple(CarriedPack(*row[:6], state=CarriedState(row[6]), reason=row[7]) for row in rows)


def packs_to_offer(connection: Connection, now_ms: int, most: int) -> list[PackToOffer]:
    """What is due, in the order of each phone's log: what comes first fills the gap before what follows.

    A clock set back makes everything due: better asked once too often than never.
    """
    rows = connection.exec_driver_sql(
        "SELECT digest, pack FROM carried_pack WHERE pack IS NOT NULL AND (offered_ms IS NULL"
        " OR state = 'waiting' OR offered_ms > ?"
        " OR offered_ms <= ? - CASE state WHEN 'gap' THEN ? ELSE ? END)"
        " ORDER BY state <> 'waiting', device_id, first LIMIT ?",
        (now_ms, now_ms, GAP_AGAIN_MS, REST_AGAIN_MS, most),
    ).all()
    return [PackToOffer(*row) for row in rows]


def note_offered(
    connection: Connection, digest: str, state: CarriedState, reason: str | None, now_ms: int
) -> None:
    """Keep what the server said of a pack; what a backup holds need not be carried any further."""
    connection.exec_driver_sql(
        "UPDATE carried_pack SET state = ?, reason = ?, offered_ms = ?,"
        " pack = CASE WHEN ? THEN NULL ELSE pack END WHERE digest = ?",
        (state.value, reason, now_ms, state is CarriedState.SAFE, digest),
    )


def gap_may_be_filled(connection: Connection) -> None:
    """Something of the same log has just arrived: ask again at once about what waited for it."""
    connection.exec_driver_sql("UPDATE carried_pack SET state = 'waiting' WHERE state = 'gap'")

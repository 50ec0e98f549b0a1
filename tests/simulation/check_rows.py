"""I4 and I5: a phone that synced holds the rows of its scope, byte for byte, and no other row."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.simulation.phone import SimPhone
from tests.simulation.server import SimServer
from tests.simulation.violation import require

PARIS = ZoneInfo("Europe/Paris")
KEPT_AFTER_CLOSING = timedelta(days=45)
AROUND_THE_DAY = timedelta(days=2)


def audiences_of(server: SimServer, person_id: str) -> list[str]:
    """Whose rows this person's phones may see, worked out beside the server's own rule."""
    today = datetime.fromtimestamp(server.time.at_ms / 1000, UTC).astimezone(PARIS).date()
    driven = server.rows("SELECT id, date, status FROM round WHERE helper_person_id = ?", person_id)
    kept = [
        f"round:{round_id}"
        for round_id, day, status in driven
        if status != "closed" or (today - KEPT_AFTER_CLOSING).isoformat() <= day
    ]
    first, last = (today - AROUND_THE_DAY).isoformat(), (today + AROUND_THE_DAY).isoformat()
    by = server.rows(
        "SELECT DISTINCT s.place_id FROM round_stop s JOIN round r ON r.id = s.round_id"
        " WHERE r.helper_person_id = ? AND r.date BETWEEN ? AND ?",
        person_id,
        first,
        last,
    )
    return ["all", f"person:{person_id}", *kept, *(f"place:{place_id}" for (place_id,) in by)]


def check_rows(server: SimServer, phone: SimPhone) -> None:
    """Straight after a complete pull, and after healing."""
    audiences = audiences_of(server, phone.person_id)
    marks = ",".join("?" * len(audiences))
    expected = {
        (t, k): d
        for t, k, d in server.rows(
            "SELECT DISTINCT r.t, r.k, r.d FROM row_audience a JOIN pull_row r ON r.id = a.row_id"
            f" JOIN audience n ON n.id = a.audience_id WHERE r.deleted = 0 AND n.name IN ({marks})",
            *audiences,
        )
    }
    held = {(t, k): d for t, k, d in phone.rows("SELECT t, k, d FROM pulled_row")}
    beyond = sorted(set(held) - set(expected))
    require(not beyond, "I5", f"{phone.name} holds {beyond[:3]} of nobody it may see")
    missing = sorted(set(expected) - set(held))
    require(not missing, "I4", f"{phone.name} lacks {missing[:3]}")
    other = sorted(key for key, d in expected.items() if held[key] != d)
    told = [f"{key}: {held[key]} instead of {expected[key]}" for key in other[:1]]
    require(not other, "I4", f"{phone.name} holds {told}")


def check_audiences(server: SimServer) -> None:
    """I5: the order of delivery of each audience is what the rows themselves say."""
    listed = {
        (audience_id, stamp, row_id)
        for audience_id, stamp, row_id in server.rows("SELECT audience_id, stamp, row_id FROM row_audience")
    }
    said = {
        (int(member), stamp, row_id)
        for row_id, stamp, members in server.rows("SELECT id, stamp, audience_ids FROM pull_row")
        for member in members.split(",")
        if member
    }
    require(listed == said, "I5", f"{len(listed ^ said)} deliveries differ from what the rows say")

"""The addresses of the screens that carry a parameter."""

from urllib.parse import quote


def stop_route(round_id: str, place_id: str) -> str:
    """One stop of one round."""
    return f"/stop/{quote(round_id, safe='')}/{quote(place_id, safe='')}"


def scan_route(round_id: str, place_id: str) -> str:
    """The scanner of one stop, on top of it."""
    return f"{stop_route(round_id, place_id)}/scan"


def place_route(round_id: str, place_id: str) -> str:
    """The place of one stop: the way there and in."""
    return f"{stop_route(round_id, place_id)}/place"


def lockers_route(round_id: str, place_id: str) -> str:
    """The locker bank of one stop."""
    return f"{stop_route(round_id, place_id)}/lockers"


def round_route(round_id: str) -> str:
    """One round that is not the one shown first."""
    return f"/round/{quote(round_id, safe='')}"


def add_stop_route(round_id: str) -> str:
    """A stop nobody planned, added to one round."""
    return f"{round_route(round_id)}/stop"


def extra_route(round_id: str, place_id: str) -> str:
    """Crates nobody planned at a stop."""
    return f"{stop_route(round_id, place_id)}/extra"


def load_route(round_id: str) -> str:
    """The count before one round leaves."""
    return f"{round_route(round_id)}/load"


def note_route(round_id: str) -> str:
    """The delivery note of one round."""
    return f"{round_route(round_id)}/note"


def closing_route(round_id: str) -> str:
    """The end of one round."""
    return f"{round_route(round_id)}/close"


def round_incident_route(round_id: str) -> str:
    """Report something on the way."""
    return f"{round_route(round_id)}/incident"


def stop_incident_route(round_id: str, place_id: str) -> str:
    """Report something at a stop."""
    return f"{stop_route(round_id, place_id)}/incident"


def round_handover_route(round_id: str) -> str:
    """Hand crates over on the road."""
    return f"{round_route(round_id)}/handover"


def stop_handover_route(round_id: str, place_id: str) -> str:
    """Hand crates over at a stop."""
    return f"{stop_route(round_id, place_id)}/handover"


def take_over_route(round_id: str | None = None) -> str:
    """Take crates over, in a round or outside any."""
    return f"{round_route(round_id)}/take-over" if round_id else "/take-over"


def handovers_route() -> str:
    """Every handover of this phone."""
    return "/handovers"


def handover_shown_route(fact_id: str) -> str:
    """One handover, with its code and its receipt."""
    return f"{handovers_route()}/{quote(fact_id, safe='')}"


def why_route(line_key: str) -> str:
    """The explanation of one commission line."""
    return f"/commissions/{quote(line_key, safe='')}"

"""Evidence arrives after healing, whole; I17: erasing all of it changes no cent, no chain and no row."""

from collections.abc import Sequence

from mobile.sync.outcome import Synced
from shared.custody.bodies import read_body
from shared.custody.events import Fact
from shared.custody.evidence import names_in
from sync_server.evidence.erasure import DAY_MS, KEPT_IN_QUESTION_MS, Erased, erase_old_evidence, erase_piece
from tests.simulation.check_money import check_open_lines
from tests.simulation.co_op import CoOp
from tests.simulation.phone import SimPhone
from tests.simulation.server import SimServer
from tests.simulation.violation import require

# A dozen pieces go up in a pass.
PASSES_MAX = 20


def erase_some(co_op: CoOp) -> frozenset[str]:
    """Somebody has one piece in ten erased, whether it arrived or not; their names."""
    named = [row[0] for row in co_op.server.rows("SELECT name FROM evidence ORDER BY name")]
    erased = named[::10]
    for name in erased:
        co_op.server.coordinate(
            lambda session, _, name=name: erase_piece(session, name, "C01", "demande", co_op.time.at_ms)
        )
    return frozenset(erased)


def send_what_waits(co_op: CoOp, phones: Sequence[SimPhone]) -> None:
    """Phones go on for as long as there is more to send."""
    for phone in phones:
        for _ in range(PASSES_MAX):
            outcome = phone.last_outcome
            if not isinstance(outcome, Synced) or not outcome.evidence.has_more:
                break
            co_op.sync(phone)


def check_evidence(server: SimServer, phones: Sequence[SimPhone], erased: frozenset[str]) -> None:
    """What an accepted fact of a present phone names is held, byte for byte, unless it was erased."""
    accepted = {row[0] for row in server.rows("SELECT id FROM event")}
    held = dict(
        server.rows("SELECT e.name, c.original FROM evidence e JOIN evidence_content c ON c.name = e.name")
    )
    states = dict(server.rows("SELECT name, state FROM evidence"))
    for name in erased:
        require(states[name] == "erased" and name not in held, "I17", f"{name} is back: {states[name]}")
    for phone in phones:
        kept = {name: (state, bytes(content)) for name, state, content in _pieces(phone)}
        for fact in _facts(phone):
            for name in names_in(fact.evidence):
                if name in erased:
                    continue
                require(name in kept, "I1", f"{phone.name} dropped {name}, which no backup is known to hold")
                if fact.id in accepted:
                    state, content = kept[name]
                    require(held.get(name) == content, "I14", f"{phone.name}: {name} is {states.get(name)}")
                    require(state == "received", "I14", f"{phone.name} still holds {name} as {state}")
    stray = server.rows("SELECT count(*) FROM evidence_content WHERE name NOT IN (SELECT name FROM evidence)")
    require(stray == [(0,)], "I17", "bytes are kept that no fact names")


def check_erasing(server: SimServer) -> None:
    """I17: a year later all of it goes, and the rest of the database stays as it is, byte for byte."""
    before = _everything_else(server)
    much_later_ms = server.time.at_ms + KEPT_IN_QUESTION_MS + DAY_MS
    done = server.coordinate(lambda session, _: erase_old_evidence(session, much_later_ms))
    require(isinstance(done, Erased), "I17", "evidence could not be erased")
    left = server.rows("SELECT count(*) FROM evidence_content")
    require(left == [(0,)], "I17", f"{left} pieces are left")
    require(_everything_else(server) == before, "I17", "erasing evidence changed something else")
    check_open_lines(server)


def _pieces(phone: SimPhone) -> list[tuple[str, str, bytes]]:
    return phone.rows("SELECT name, state, content FROM evidence")


def _facts(phone: SimPhone) -> list[Fact]:
    bodies = phone.rows("SELECT body FROM logged_fact WHERE body LIKE '%\"evidence\"%'")
    facts = [read_body(body) for (body,) in bodies]
    return [fact for fact in facts if isinstance(fact, Fact)]


def _everything_else(server: SimServer) -> dict[str, list[object]]:
    tables = server.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'evidence%' ORDER BY name"
    )
    return {table: server.rows(f"SELECT * FROM {table}") for (table,) in tables}

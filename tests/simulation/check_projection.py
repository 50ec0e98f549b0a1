"""I7, I12: computing everything again from the facts changes nothing; a discrepancy has one item."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.custody.bodies import read_body
from shared.custody.chain import AtPlace, CarriedBy, fold_chain
from shared.custody.decisions import Decision, decided_movements, decisions_that_count, endorsed_ids
from shared.custody.effective_time import clocked, effective_times
from shared.custody.events import SERVER_DEVICE, Fact
from shared.custody.standing import TimedFact, movements_of_crate, standing_facts
from sync_server.upkeep.after_push import project_again
from tests.simulation.co_op import CoOp
from tests.simulation.server import SimServer
from tests.simulation.violation import require

# Everything that is computed from facts, without the keys and instants of its writing.
COMPUTED: Mapping[str, str] = {
    "states": "SELECT crate_code, holder_kind, holder_id, since_ms, event_id, dirty FROM crate_state"
    " ORDER BY crate_code",
    "legs": "SELECT crate_code, consignment_pk, stage, stage_index, carrier_id, carrier_order, round_id,"
    " from_place_id, to_place_id, start_event_pk, end_event_pk, started_ms, ended_ms, period, proven,"
    " withheld_reason FROM leg ORDER BY crate_code, end_event_pk, carrier_id, stage_index, carrier_order",
    "discrepancies": "SELECT key, kind, blocking, status, crates, event_ids, period, round_id, place_id,"
    " at_ms, resolution FROM discrepancy ORDER BY key",
    "crates": "SELECT code, consignment_pk, rank, status, bound_by FROM crate ORDER BY code",
    "labels": "SELECT * FROM bound_label ORDER BY crate_code",
    "doors": "SELECT * FROM compartment_stay ORDER BY crate_code, event_id",
    "moves": "SELECT crate_code, step, round_id, from_place_id, to_place_id FROM crate_move ORDER BY 1, 2",
    "rows": "SELECT t, k, d, deleted, stamp FROM pull_row ORDER BY t, k",
}


def check_projection(co_op: CoOp) -> None:
    """From zero = incremental, three ways: times, holders, and the server's own rebuild."""
    server = co_op.server
    facts = [read_body(row[0]) for row in server.rows("SELECT body FROM event ORDER BY pk")]
    readable = [fact for fact in facts if isinstance(fact, Fact)]
    require(len(readable) == len(facts), "I7", "an accepted event cannot be read")
    times = check_times(server, readable)
    check_holders(server, readable, times)
    before = {name: server.rows(statement) for name, statement in COMPUTED.items()}
    project_again(server.runtime, everything=True)
    for name, statement in COMPUTED.items():
        after = server.rows(statement)
        changed = [(old, new) for old, new in zip(before[name], after, strict=False) if old != new]
        require(before[name] == after, "I7", f"{name} changed when computed again: {_shown(changed)}")
    keys = [row[0] for row in server.rows("SELECT key FROM discrepancy")]
    require(len(keys) == len(set(keys)), "I12", "a discrepancy has two items")


def check_times(server: SimServer, facts: list[Fact]) -> dict[str, int]:
    """I7: the stored effective times are those of the pure function over all facts of each phone."""
    by_device: dict[str, list[Fact]] = {}
    for fact in facts:
        by_device.setdefault(fact.device, []).append(fact)
    pure: dict[str, Any] = {}
    for own in by_device.values():
        pure |= effective_times(clocked(fact) for fact in own)
    for fact_id, at_ms, source in server.rows("SELECT id, effective_ms, time_source FROM event"):
        expected = pure[fact_id]
        require(
            (at_ms, source) == (expected.at_ms, expected.source.value),
            "I7",
            f"{fact_id} happened at {at_ms} ({source}), from zero at {expected.at_ms} ({expected.source})",
        )
    return {fact_id: time.at_ms for fact_id, time in pure.items()}


def check_holders(server: SimServer, facts: list[Fact], times: dict[str, int]) -> None:
    """I7: who holds each crate is the fold of all facts, read together."""
    timed = [TimedFact(fact, times[fact.id], fact.device == SERVER_DEVICE) for fact in facts]
    decisions = decisions_that_count(timed)
    standing = standing_facts(timed, endorsed_ids(decisions))
    decided = _decided(facts, decisions)
    for code, kind, holder_id, since_ms, event_id in server.rows(
        "SELECT crate_code, holder_kind, holder_id, since_ms, event_id FROM crate_state"
    ):
        movements = movements_of_crate(code, standing.facts)
        holder = fold_chain(decided_movements(movements, decided.get(code, ()))).holder
        match holder:
            case AtPlace(place_id=place_id, since_ms=since, event_id=event):
                expected = ("place", place_id, since, event)
            case CarriedBy(person_id=person_id, since_ms=since, event_id=event):
                expected = ("person", person_id, since, event)
            case _:
                expected = ("not_seen", None, None, None)
        held = (kind, holder_id, since_ms, event_id)
        require(held == expected, "I7", f"{code} is held as {held}, from zero {expected}")


def _decided(facts: list[Fact], decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """The decisions that count for each crate: those that name it, or facts of it."""
    by_id = {fact.id: fact for fact in facts}
    found: dict[str, list[Decision]] = {}
    for each in decisions:
        named = by_id[each.id].crates
        of_facts = (code for id_ in each.event_ids if id_ in by_id for code in by_id[id_].crates)
        for code in dict.fromkeys(named or of_facts):
            found.setdefault(code, []).append(each)
    return found


def _shown(changed: list[tuple[Any, Any]]) -> str:
    return "; ".join(f"{old} -> {new}" for old, new in changed[:2])

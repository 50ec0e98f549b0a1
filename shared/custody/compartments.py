"""Compartments of locker banks: how one is named, who is in it until when, when two claim the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from shared.custody.chain import CarriedBy, CrateChain, Leg
from shared.custody.discrepancies import Discrepancy, DiscrepancyKind

# A customer's withdrawal is nobody's fact: what was left longer ago than this no longer fills a door.
KEPT_IN_LOCKER_MS = 5 * 24 * 3600 * 1000
COMPARTMENT_MAX_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class Stay:
    """One crate behind one door: who left it with which fact, and until when, None while it is there."""

    crate: str
    place_id: str
    compartment: str
    event_id: str
    actor_id: str
    round_id: str | None
    from_ms: int
    until_ms: int | None

    @property
    def ends_ms(self) -> int:
        """The instant from which the door counts as free again."""
        presumed_ms = self.from_ms + KEPT_IN_LOCKER_MS
        return presumed_ms if self.until_ms is None else min(self.until_ms, presumed_ms)


def read_compartment(text: str, place_id: str) -> str | None:
    """A compartment as it is written on its door: `b4` and the label `R014:B4` are both `B4` at R014.

    None where the label is of another place, or where it can be no compartment.
    """
    before, colon, after = text.strip().upper().rpartition(":")
    if colon and before != place_id.upper():
        return None
    is_one = after.isascii() and after.isalnum() and len(after) <= COMPARTMENT_MAX_CHARACTERS
    return after if is_one else None


def compartment_label(place_id: str, compartment: str) -> str:
    """What the QR label of a compartment says, after `/L/`."""
    return f"{place_id}:{compartment}"


def stays_of_crate(code: str, chain: CrateChain, compartment_of: Mapping[str, str]) -> tuple[Stay, ...]:
    """The stays of one crate; `compartment_of` names the door for the drops that name one, by event."""
    return tuple(
        Stay(
            crate=code,
            place_id=leg.to_place_id,
            compartment=compartment_of[leg.end_event_id],
            event_id=leg.end_event_id,
            actor_id=leg.carrier_id,
            round_id=leg.round_id,
            from_ms=leg.ended_ms,
            until_ms=_moved_on_ms(chain, leg),
        )
        for leg in chain.legs
        if leg.to_place_id is not None and leg.end_event_id in compartment_of
    )


def _moved_on_ms(chain: CrateChain, leg: Leg) -> int | None:
    """When the crate was next taken, or said to be somewhere else."""
    later = chain.legs[chain.legs.index(leg) + 1 :]
    moved = [_left_ms(each, leg.ended_ms) for each in later]
    if isinstance(chain.holder, CarriedBy):
        moved.append(chain.holder.since_ms)
    return min(moved, default=None)


def _left_ms(leg: Leg, there_ms: int) -> int:
    """When a later leg took the crate away: who claims to have had it before says so where he leaves it."""
    return leg.ended_ms if leg.started_ms is None or leg.started_ms < there_ms else leg.started_ms


def clashes(stays: Iterable[Stay]) -> list[Discrepancy]:
    """One discrepancy for each two deposits of different people behind one door at one time.

    Who fills a door twice himself has seen what is in it: that is no contradiction.
    """
    by_door: defaultdict[tuple[str, str], dict[str, list[Stay]]] = defaultdict(dict)
    for stay in stays:
        by_door[stay.place_id, stay.compartment].setdefault(stay.event_id, []).append(stay)
    found = [
        _clash(*sorted((one, other), key=_order))
        for deposits in by_door.values()
        for one, other in combinations(deposits.values(), 2)
        if _collide(one, other)
    ]
    return sorted(found, key=lambda each: each.key)


def _collide(one: list[Stay], other: list[Stay]) -> bool:
    if one[0].actor_id == other[0].actor_id:
        return False
    return any(a.from_ms < b.ends_ms and b.from_ms < a.ends_ms for a in one for b in other)


def _order(deposit: list[Stay]) -> tuple[int, str]:
    return (deposit[0].from_ms, deposit[0].event_id)


def _clash(first: list[Stay], second: list[Stay]) -> Discrepancy:
    kind, last = DiscrepancyKind.COMPARTMENT_TAKEN, second[0]
    events = (first[0].event_id, last.event_id)
    crates = sorted({stay.crate for stay in first}) + sorted({stay.crate for stay in second})
    return Discrepancy(
        kind,
        ":".join((kind.value, last.place_id, last.compartment, *sorted(events))),
        tuple(dict.fromkeys(crates)),
        events,
        last.place_id,
        last.round_id,
        last.from_ms,
    )

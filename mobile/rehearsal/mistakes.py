"""Honest mistakes planted in a rehearsal, so that a coordinator has something to settle."""

from collections.abc import Sequence
from dataclasses import dataclass

from mobile.rehearsal.visits import Visit


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """A crate left at another stop of its round than its own."""

    code: str
    round_id: str
    place_id: str


@dataclass(frozen=True, slots=True)
class DoubleClaim:
    """A crate that a second helper, loading at the same hub, says he took too."""

    code: str
    round_id: str
    place_id: str


@dataclass(frozen=True, slots=True)
class Mistakes:
    """At most one of each; all None for a faultless day."""

    missing: str | None = None
    wrong_place: WrongPlace | None = None
    double_claim: DoubleClaim | None = None


FAULTLESS = Mistakes()


def choose_mistakes(visits: Sequence[Visit]) -> Mistakes:
    """The same mistakes for the same plan, each on another crate: found from the plan alone."""
    missing = _missing(visits)
    wrong_place = _wrong_place(visits, {missing})
    taken = {missing, wrong_place.code if wrong_place else None}
    return Mistakes(missing, wrong_place, _double_claim(visits, taken))


def _missing(visits: Sequence[Visit]) -> str | None:
    """A crate never brought to the car, of the first stop that leaves others beside it."""
    return next((visit.pickups[-1] for visit in visits if len(visit.pickups) > 1), None)


def _wrong_place(visits: Sequence[Visit], taken: set[str | None]) -> WrongPlace | None:
    """A crate of a stop with several, left by mistake at the stop before it in the same round."""
    in_hand: dict[str, set[str]] = {}
    last: dict[str, Visit] = {}
    for visit in visits:
        before, loaded = last.get(visit.round_id), in_hand.setdefault(visit.round_id, set())
        if before is not None and before.drops and len(visit.drops) > 1:
            code = next((code for code in visit.drops if code in loaded and code not in taken), None)
            if code is not None:
                return WrongPlace(code, before.round_id, before.place_id)
        if before is not None:
            loaded.update(before.pickups)
        last[visit.round_id] = visit
    return None


def _double_claim(visits: Sequence[Visit], taken: set[str | None]) -> DoubleClaim | None:
    """Two helpers load at one place: the first there also scans a crate of the second."""
    for at, visit in enumerate(visits):
        for later in visits[at + 1 :]:
            if later.place_id != visit.place_id or later.person_id == visit.person_id or not visit.pickups:
                continue
            code = next((code for code in later.pickups if code not in taken), None)
            if code is not None:
                return DoubleClaim(code, visit.round_id, visit.place_id)
    return None

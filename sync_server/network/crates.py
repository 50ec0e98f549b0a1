"""The crates of a consignment: missing ones get a code, unneeded ones keep theirs and leave the plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from shared.custody.codes import new_code
from sync_server.db.feed import LockedFeed
from sync_server.network.consignment_queries import (
    KnownConsignment,
    codes_taken,
    insert_crates,
    set_crate_status,
)
from sync_server.network.plan_queries import (
    StepInRound,
    delete_steps,
    insert_steps,
    steps_in_planned_rounds,
)
from sync_server.network.publish import publish_rounds
from sync_server.network.queries import (
    CrateInPlan,
    crates_of_consignments,
    moves_by_crate,
    published_crates,
)
from sync_server.network.rows import republish_crates
from sync_server.network.status import ConsignmentStatus, CrateStatus

RandomBytes = Callable[[int], bytes]
BYTES_OF_A_CODE = 5
# A draw is refused for its check character about once in seven, for being taken about never.
MOST_DRAWS_FOR_ONE_CODE = 200


@dataclass(frozen=True, slots=True)
class CratesFitted:
    """How many crates were added or taken back into use, and how many are no longer needed."""

    added: int
    unneeded: int


@dataclass(frozen=True, slots=True)
class _Fit:
    needed: tuple[CrateInPlan, ...]
    unneeded: tuple[CrateInPlan, ...]
    # (consignment's pk, rank)
    missing: tuple[tuple[int, int], ...]


def fit_crates(
    session: Session,
    feed: LockedFeed,
    consignments: Mapping[str, KnownConsignment],
    random_bytes: RandomBytes,
) -> CratesFitted:
    """Gives each consignment the crates it needs and sends the rows concerned to the phones."""
    fellows = crates_of_consignments(session, (one.pk for one in consignments.values()))
    # Crates of blank labels are no affair of the orders: they come and go with the facts that bind them.
    crates = [crate for crate in fellows if crate.bound_by is None]
    rows = published_crates(session, (crate.code for crate in crates))
    fit = _fit(consignments.values(), crates, {code for code, row in rows.items() if row["state"]})
    new = dict(zip(fresh_codes(session, len(fit.missing), random_bytes), fit.missing, strict=True))
    insert_crates(session, [(code, pk, rank) for code, (pk, rank) in new.items()], CrateStatus.ACTIVE)
    returning = [crate for crate in fit.needed if crate.status == CrateStatus.UNNEEDED]
    leaving = [crate for crate in fit.unneeded if crate.status != CrateStatus.UNNEEDED]
    set_crate_status(session, [crate.pk for crate in returning], CrateStatus.ACTIVE)
    set_crate_status(session, [crate.pk for crate in leaving], CrateStatus.UNNEEDED)
    joining = {code: pk for code, (pk, _) in new.items()}
    joining |= {crate.code: crate.consignment_pk for crate in returning}
    rounds = _fit_plan(session, fit, joining)
    republish_crates(session, feed, [*(crate.code for crate in fellows), *new])
    publish_rounds(session, feed, rounds)
    return CratesFitted(len(new) + len(returning), len(leaving))


def fresh_codes(session: Session, count: int, random_bytes: RandomBytes) -> list[str]:
    """Crate codes that no crate has, from the given randomness."""
    codes: dict[str, None] = {}
    for _ in range(MOST_DRAWS_FOR_ONE_CODE * count):
        if len(codes) == count:
            taken = codes_taken(session, codes)
            if not taken:
                break
            codes = {code: None for code in codes if code not in taken}
        code = new_code(int.from_bytes(random_bytes(BYTES_OF_A_CODE), "big"))
        if code is not None:
            codes[code] = None
    return list(codes)


def _fit(consignments: Iterable[KnownConsignment], crates: Iterable[CrateInPlan], seen: set[str]) -> _Fit:
    held: dict[int, list[CrateInPlan]] = {}
    for crate in crates:
        held.setdefault(crate.consignment_pk, []).append(crate)
    needed: list[CrateInPlan] = []
    unneeded: list[CrateInPlan] = []
    missing: list[tuple[int, int]] = []
    for one in consignments:
        count = one.crate_total if one.status == ConsignmentStatus.ACTIVE else 0
        # A crate already seen on its way is not the one to give up.
        kept = sorted(held.get(one.pk, ()), key=lambda crate: (crate.code not in seen, crate.rank))
        needed += kept[:count]
        unneeded += kept[count:]
        missing += [(one.pk, len(kept) + 1 + extra) for extra in range(count - len(kept))]
    return _Fit(tuple(needed), tuple(unneeded), tuple(missing))


def _fit_plan(session: Session, fit: _Fit, joining: Mapping[str, int]) -> set[str]:
    """Unneeded crates leave the rounds not yet started; new ones join those of their fellows.

    The rounds whose counts changed.
    """
    leaving = steps_in_planned_rounds(session, (crate.code for crate in fit.unneeded))
    delete_steps(session, leaving)
    siblings = _one_planned_sibling(session, fit.needed, set(joining.values()))
    joined = [replace(step, crate_code=code) for code, pk in joining.items() for step in siblings.get(pk, ())]
    insert_steps(session, joined)
    return {step.round_id for step in (*leaving, *joined)}


def _one_planned_sibling(
    session: Session, needed: Sequence[CrateInPlan], consignment_pks: set[int]
) -> dict[int, list[StepInRound]]:
    """By consignment, the steps of a crate whose whole way is planned in rounds not yet started."""
    asked = {crate.code: crate.consignment_pk for crate in needed if crate.consignment_pk in consignment_pks}
    planned: dict[str, list[StepInRound]] = {}
    for step in steps_in_planned_rounds(session, asked):
        planned.setdefault(step.crate_code, []).append(step)
    whole = {code: len(moves) for code, moves in moves_by_crate(session, planned).items()}
    return {asked[code]: steps for code, steps in planned.items() if len(steps) == whole[code]}

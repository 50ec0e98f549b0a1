"""Crates made by blank labels: put into their consignment, given a way, and counted with the printed ones.

All of it follows from the labels' claims, the plan and which crates were seen, whatever came first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count

from sqlmodel import Session

from shared.custody.bound_labels import LabelClaim
from sync_server.db.feed import LockedFeed
from sync_server.db.rows import drop_rows
from sync_server.network.bound_queries import (
    BoundCrate,
    delete_bound,
    held_bound,
    held_claims,
    insert_bound,
    known_ends,
    pks_by_id,
    put_claims,
    replace_way,
    set_rank,
)
from sync_server.network.consignment_queries import set_crate_status
from sync_server.network.publish import publish_consignments, publish_rounds
from sync_server.network.queries import (
    CrateInPlan,
    PlannedMove,
    crates_by_code,
    crates_of_consignments,
    moves_by_crate,
)
from sync_server.network.status import CrateStatus

Way = tuple[PlannedMove, ...]


def put_bound_crates(
    session: Session, feed: LockedFeed, claims: Mapping[str, LabelClaim | None]
) -> frozenset[int]:
    """Brings the crates of these labels in line with their claims; the consignments that won or lost one.

    None: no claim makes a crate of this label. A claim on a consignment nobody knows yet waits.
    """
    put_claims(session, claims)
    pks = pks_by_id(session, {each.consignment_id for each in claims.values() if each is not None})
    wanted = {
        code: (pks[claim.consignment_id], claim.event_id)
        for code, claim in claims.items()
        if claim is not None and claim.consignment_id in pks
    }
    held = {each.code: (each.consignment_pk, each.bound_by) for each in held_bound(session, claims)}
    leaving = sorted(code for code, at in held.items() if wanted.get(code) != at)
    joining = sorted(code for code, at in wanted.items() if held.get(code) != at)
    ways = moves_by_crate(session, leaving)
    delete_bound(session, leaving)
    insert_bound(session, [BoundCrate(code, *wanted[code]) for code in joining])
    drop_rows(session, feed, [("crate", code) for code in leaving if code not in wanted])
    publish_rounds(session, feed, {move.round_id for way in ways.values() for move in way})
    return frozenset(held[code][0] for code in leaving) | {wanted[code][0] for code in joining}


def fit_bound_crates(
    session: Session, feed: LockedFeed, consignment_pks: Iterable[int], seen: Collection[str]
) -> frozenset[str]:
    """Says of these consignments which printed crates a bound one replaces; ranks and ways of the bound.

    `seen` are the codes some movement tells of. Returns the crates that changed.
    """
    crates = crates_of_consignments(session, consignment_pks)
    together: dict[int, list[CrateInPlan]] = {}
    for crate in crates:
        together.setdefault(crate.consignment_pk, []).append(crate)
    claims = held_claims(session, (crate.code for crate in crates if crate.bound_by is not None))
    changed: set[str] = set()
    for fellows in together.values():
        replaced = _replaced(fellows, seen)
        changed |= _write_status(session, fellows, replaced)
        changed |= _write_ranks(session, fellows, replaced, claims, seen)
    ways = moves_by_crate(session, (crate.code for crate in crates))
    moved_rounds = {move.round_id for code in changed for move in ways.get(code, ())}
    for code, way in _ways(session, together, claims, ways).items():
        if way != tuple(ways.get(code, ())):
            moved_rounds |= {move.round_id for move in (*ways.get(code, ()), *way)}
            replace_way(session, code, way)
            changed.add(code)
    if changed:
        publish_rounds(session, feed, moved_rounds)
        known = crates_by_code(session, sorted(changed)).values()
        publish_consignments(session, feed, sorted({crate.consignment_id for crate in known}))
    return frozenset(changed)


def _replaced(fellows: Sequence[CrateInPlan], seen: Collection[str]) -> list[CrateInPlan]:
    """The printed crates in whose place bound ones were carried: never seen, the highest ranks first.

    Only a bound crate that was seen takes a place: until then both may stand at the farm.
    """
    wanted = [each for each in fellows if each.bound_by is None and each.status != CrateStatus.UNNEEDED]
    carried = sum(each.bound_by is not None and each.code in seen for each in fellows)
    unseen = sorted((each for each in wanted if each.code not in seen), key=lambda each: each.rank)
    too_many = max(0, len(wanted) + carried - fellows[0].crate_total)
    return unseen[max(0, len(unseen) - too_many) :]


def _write_status(
    session: Session, fellows: Sequence[CrateInPlan], replaced: Sequence[CrateInPlan]
) -> set[str]:
    leaving = [each for each in replaced if each.status != CrateStatus.REPLACED]
    back = [each for each in fellows if each.status == CrateStatus.REPLACED and each not in replaced]
    set_crate_status(session, [each.pk for each in leaving], CrateStatus.REPLACED)
    set_crate_status(session, [each.pk for each in back], CrateStatus.ACTIVE)
    return {each.code for each in (*leaving, *back)}


def _write_ranks(
    session: Session,
    fellows: Sequence[CrateInPlan],
    replaced: Sequence[CrateInPlan],
    claims: Mapping[str, LabelClaim],
    seen: Collection[str],
) -> set[str]:
    """Bound crates bear the ranks of those they replace, then those after the last printed one."""
    bound = sorted(
        (each for each in fellows if each.bound_by is not None),
        key=lambda each: (each.code not in seen, claims[each.code].at_ms, claims[each.code].event_id),
    )
    last = max((each.rank for each in fellows if each.bound_by is None), default=0)
    ranks = chain((each.rank for each in replaced), count(last + 1))
    renumbered = {each.code: rank for each, rank in zip(bound, ranks, strict=False) if each.rank != rank}
    for code, rank in renumbered.items():
        set_rank(session, code, rank)
    return set(renumbered)


def _ways(
    session: Session,
    together: Mapping[int, Sequence[CrateInPlan]],
    claims: Mapping[str, LabelClaim],
    ways: Mapping[str, Sequence[PlannedMove]],
) -> dict[str, Way]:
    ends = known_ends(session, claims.values())
    found: dict[str, Way] = {}
    for fellows in together.values():
        printed = sorted((each for each in fellows if each.bound_by is None), key=lambda each: each.rank)
        planned = [tuple(ways[each.code]) for each in printed if each.code in ways]
        for each in fellows:
            if each.bound_by is not None:
                found[each.code] = _way(claims[each.code], each.place_id, planned, ends)
    return found


def _way(
    claim: LabelClaim, destination_id: str, planned: Sequence[Way], ends: Collection[tuple[str, str]]
) -> Way:
    """Its fellows' way where one passes by where it was bound; else straight on in the round it was bound in.

    As the phone that bound it shows it.
    """
    at = (claim.round_id or "", claim.place_id or "")
    passing = (way for way in planned if any((move.round_id, move.from_place_id) == at for move in way))
    straight: Way = (PlannedMove(*at, destination_id),) if at in ends and at[1] != destination_id else ()
    return next(passing, None) or straight or next(iter(planned), ())

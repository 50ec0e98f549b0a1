"""From a crate's chain to its stages: what each leg is part of, and whether it is proven or withheld."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from shared.commission.legs import CrateLeg, Stage, WithheldReason, stage_of
from shared.commission.local_time import local_date
from shared.custody.chain import BLOCKING_ODDITIES, CrateChain, Leg
from shared.network import PlaceRole


@dataclass(frozen=True, slots=True)
class StagedLeg:
    """One leg of a chain and the stage it is part of; no stage where no tariff pays such a way.

    `from_place_id` and `to_place_id` are the leg's own ends, None at a handover on the road; a start
    that was not recorded is the place where the crate was last known to be.
    """

    leg: Leg
    stage: Stage | None
    stage_index: int
    from_place_id: str | None
    to_place_id: str | None
    proven: bool
    withheld_reason: WithheldReason | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is known beside the chain itself, as event ids of this crate.

    `blocked_event_ids` belong to an open blocking discrepancy that touches the crate. A coordinator's
    decision upholds a leg by the event that ends it: it then pays though contested or without a start.
    What was carried already stays paid once, whatever was decided.
    """

    blocked_event_ids: Collection[str] = frozenset()
    upheld_event_ids: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Run:
    """Legs joined by handovers, from a place to a place; `end_id` is None while somebody still carries it."""

    legs: tuple[Leg, ...]
    start_id: str
    end_id: str | None
    stage: Stage | None

    @property
    def ways_done(self) -> frozenset[str]:
        """What a crate does only once: leave its farm, arrive, be transferred between the same two hubs."""
        match self.stage:
            case Stage.COLLECTION:
                return frozenset({"left_farm"})
            case Stage.DELIVERY:
                return frozenset({"arrived"})
            case Stage.DIRECT:
                return frozenset({"left_farm", "arrived"})
            case Stage.TRANSFER:
                return frozenset({f"{self.start_id}>{self.end_id}"})
            case None:
                return frozenset()


def stage_legs_of_chain(
    chain: CrateChain,
    role_of: Mapping[str, PlaceRole],
    origin_id: str,
    destination_id: str,
    verdicts: Verdicts | None = None,
) -> tuple[StagedLeg, ...]:
    """The legs of one crate with their stages, in the order of the stages and of their carriers.

    `origin_id` is the farm of its producer, `destination_id` the place of its consignment: they stand in for
    ends nobody recorded, in legs that are withheld. A crate still carried has no leg for who carries it now.
    """
    verdicts = _with_blocking_oddities(verdicts or Verdicts(), chain)
    done: set[str] = set()
    staged: list[StagedLeg] = []
    for stage_index, run in enumerate(_runs(chain, role_of, origin_id, destination_id)):
        repeated = not done.isdisjoint(run.ways_done)
        reasons = [_reason_to_withhold(leg, run, verdicts, repeated=repeated) for leg in run.legs]
        if None in reasons:
            done |= run.ways_done
        for leg, reason in zip(run.legs, reasons, strict=True):
            from_place_id = run.start_id if leg is run.legs[0] else leg.from_place_id
            place_ids = (from_place_id, leg.to_place_id)
            staged.append(StagedLeg(leg, run.stage, stage_index, *place_ids, reason is None, reason))
    return tuple(staged)


def crate_legs(
    crate: str,
    consignment_id: str,
    staged: Iterable[StagedLeg],
    distance_between: Callable[[str, str], int | None],
) -> tuple[CrateLeg, ...]:
    """The legs commissions are computed from: those that are part of a stage."""
    return tuple(
        CrateLeg(
            crate=crate,
            consignment_id=consignment_id,
            stage=each.stage,
            stage_index=each.stage_index,
            carrier_id=each.leg.carrier_id,
            carrier_order=each.leg.order,
            round_id=each.leg.round_id,
            from_place_id=each.from_place_id,
            to_place_id=each.to_place_id,
            distance_m=_distance_m(each, distance_between),
            ended_at_ms=each.leg.ended_ms,
            local_date=local_date(each.leg.ended_ms),
            event_ids=tuple(id_ for id_ in (each.leg.start_event_id, each.leg.end_event_id) if id_),
            proven=each.proven,
            withheld_reason=each.withheld_reason,
        )
        for each in staged
        if each.stage is not None
    )


def _distance_m(staged: StagedLeg, distance_between: Callable[[str, str], int | None]) -> int | None:
    if staged.from_place_id is None or staged.to_place_id is None:
        return None
    return distance_between(staged.from_place_id, staged.to_place_id)


def _with_blocking_oddities(verdicts: Verdicts, chain: CrateChain) -> Verdicts:
    of_chain = {
        event_id for odd in chain.oddities if odd.oddity in BLOCKING_ODDITIES for event_id in odd.event_ids
    }
    return replace(verdicts, blocked_event_ids=of_chain.union(verdicts.blocked_event_ids))


def _runs(
    chain: CrateChain, role_of: Mapping[str, PlaceRole], origin_id: str, destination_id: str
) -> Iterable[_Run]:
    legs_of_run: dict[int, list[Leg]] = defaultdict(list)
    for leg in chain.legs:
        legs_of_run[leg.run].append(leg)
    last_place_id = origin_id
    for number in sorted(legs_of_run):
        legs = tuple(sorted(legs_of_run[number], key=lambda leg: leg.order))
        start_id = legs[0].from_place_id or last_place_id
        end_id = legs[-1].to_place_id
        yield _Run(legs, start_id, end_id, _stage_between(start_id, end_id or destination_id, role_of))
        last_place_id = end_id or last_place_id


def _stage_between(start_id: str, end_id: str, role_of: Mapping[str, PlaceRole]) -> Stage | None:
    from_role, to_role = role_of.get(start_id), role_of.get(end_id)
    # A crate put back where it was taken has not been carried anywhere.
    if start_id == end_id or from_role is None or to_role is None:
        return None
    return stage_of(from_role, to_role)


def _reason_to_withhold(leg: Leg, run: _Run, verdicts: Verdicts, *, repeated: bool) -> WithheldReason | None:
    if run.end_id is None:
        return WithheldReason.STAGE_OPEN
    own_event_ids = {leg.start_event_id, leg.end_event_id}
    if leg.end_event_id not in verdicts.upheld_event_ids:
        if leg.contested or not own_event_ids.isdisjoint(verdicts.blocked_event_ids):
            return WithheldReason.DISCREPANCY
        if leg.start_event_id is None:
            return WithheldReason.START_UNPROVEN
    return WithheldReason.REPEATED_STAGE if repeated else None

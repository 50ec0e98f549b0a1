"""Which consignment a blank label belongs to: the binds that stand, and what two of them cannot both mean."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.custody.decisions import Decision, Resolution
from shared.custody.details import BindDetail, detail_of
from shared.custody.discrepancies import Discrepancy, DiscrepancyKind
from shared.custody.events import Kind
from shared.custody.standing import TimedFact, standing_facts

_BINDS = frozenset({Kind.BIND})


@dataclass(frozen=True, slots=True)
class LabelClaim:
    """Somebody says that this label is on a crate of this consignment."""

    event_id: str
    consignment_id: str
    at_ms: int
    round_id: str | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class LabelReading:
    """What the standing claims on one label come to.

    `claim` is the one that makes the crate: the earliest. `odd` is what a coordinator must decide; the
    crate's legs that end from `contested_from_ms` on pay nobody until then.
    """

    claim: LabelClaim | None = None
    odd: Discrepancy | None = None
    contested_from_ms: int = 0


def label_claims(
    code: str, facts: Collection[TimedFact], decisions: Collection[Decision] = ()
) -> tuple[LabelClaim, ...]:
    """The claims on one label that stand after voids, corrections and decisions, in total order."""
    aside: set[str] = set()
    for each in decisions:
        if each.resolution is Resolution.VOIDED:
            aside |= each.event_ids
        elif each.resolution is Resolution.ATTRIBUTED:
            aside |= each.seen_ids - each.event_ids
            aside -= each.event_ids
    return tuple(
        LabelClaim(
            each.fact.id,
            detail_of(each.fact, BindDetail).consignment,
            each.at_ms,
            each.fact.round_id,
            each.fact.place_id,
        )
        for each in standing_facts(facts, kinds=_BINDS).facts
        if code in each.fact.crates and each.fact.id not in aside
    )


def read_label(code: str, claims: Sequence[LabelClaim], printed_for: str | None) -> LabelReading:
    """What claims in total order come to; `printed_for` is the consignment a label was printed for, if any.

    A printed label stays what it is whatever is claimed later. Of blank ones the first claim makes the
    crate: another consignment's claim is for a coordinator to decide.
    """
    if printed_for is not None:
        strange = [each for each in claims if each.consignment_id != printed_for]
        return LabelReading(None, *_contested(DiscrepancyKind.LABEL_NOT_BLANK, code, strange, strange))
    if not claims:
        return LabelReading()
    rivals = [each for each in claims if each.consignment_id != claims[0].consignment_id]
    return LabelReading(claims[0], *_contested(DiscrepancyKind.LABEL_BOUND_TWICE, code, claims, rivals))


def _contested(
    kind: DiscrepancyKind, code: str, shown: Sequence[LabelClaim], rivals: Sequence[LabelClaim]
) -> tuple[Discrepancy | None, int]:
    if not rivals:
        return None, 0
    event_ids = tuple(each.event_id for each in shown)
    place_id, round_id = rivals[-1].place_id, rivals[-1].round_id
    odd = Discrepancy(kind, f"{kind.value}:{code}", (code,), event_ids, place_id, round_id)
    return odd, rivals[0].at_ms

"""Every kind of discrepancy can be settled by a coordinator in some way."""

from shared.custody.decisions import Resolution
from shared.custody.discrepancies import BLOCKING_KINDS, DiscrepancyKind
from shared.custody.resolutions import OFFERED


def test_every_kind_offers_something_and_a_blocking_one_is_never_merely_accepted() -> None:
    assert set(OFFERED) == set(DiscrepancyKind)
    assert all(OFFERED.values())
    assert not [kind for kind in BLOCKING_KINDS if Resolution.ACCEPTED in OFFERED[kind]]
    assert not [kind for kind, ways in OFFERED.items() if Resolution.REJECTED in ways]

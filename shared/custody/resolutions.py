"""Which discrepancies a coordinator can settle how: the table both programs and the console's pages share."""

from collections.abc import Mapping

from shared.custody.decisions import Resolution
from shared.custody.discrepancies import DiscrepancyKind

ACCEPTED, ATTRIBUTED, SUPPLIED, VOIDED, _ = Resolution
_LOOKED_AT = (ACCEPTED, VOIDED)

# In the order in which they are offered: what most often is true comes first.
OFFERED: Mapping[DiscrepancyKind, tuple[Resolution, ...]] = {
    DiscrepancyKind.DOUBLE_CLAIM: (ATTRIBUTED, VOIDED),
    DiscrepancyKind.DOUBLE_DROP: (ATTRIBUTED, VOIDED),
    DiscrepancyKind.DROP_WITHOUT_PICKUP: (SUPPLIED, ATTRIBUTED, ACCEPTED, VOIDED),
    DiscrepancyKind.HANDOVER_OPEN: (SUPPLIED, ACCEPTED, VOIDED),
    DiscrepancyKind.HANDOVER_ONE_SIDED: (SUPPLIED, ATTRIBUTED, VOIDED),
    DiscrepancyKind.MOVED_WITHOUT_RECORD: _LOOKED_AT,
    DiscrepancyKind.WRONG_PLACE: (ATTRIBUTED, SUPPLIED, VOIDED),
    DiscrepancyKind.NOT_PICKED: (ACCEPTED, SUPPLIED),
    DiscrepancyKind.NOT_DROPPED: (SUPPLIED, ACCEPTED),
    DiscrepancyKind.UNPLANNED_ROUND: (ACCEPTED,),
    DiscrepancyKind.UNKNOWN_CRATE: (ACCEPTED,),
    DiscrepancyKind.LABEL_BOUND_TWICE: (ATTRIBUTED, VOIDED),
    DiscrepancyKind.LABEL_NOT_BLANK: (VOIDED,),
    DiscrepancyKind.LABEL_UNUSED: (ACCEPTED, VOIDED, SUPPLIED),
    DiscrepancyKind.UNKNOWN_PLACE: _LOOKED_AT,
    DiscrepancyKind.UNKNOWN_PERSON: _LOOKED_AT,
    DiscrepancyKind.CLOCK_DOUBT: _LOOKED_AT,
    DiscrepancyKind.FAR_FUTURE: _LOOKED_AT,
    DiscrepancyKind.TOO_MANY_CRATES: _LOOKED_AT,
    # It is about a day, no single fact: what is wrong in it is withdrawn where it is found.
    DiscrepancyKind.TOO_MANY_FACTS: (ACCEPTED,),
    DiscrepancyKind.COLD_CHAIN: _LOOKED_AT,
    DiscrepancyKind.COMPARTMENT_TAKEN: _LOOKED_AT,
    DiscrepancyKind.FOREIGN_AMENDMENT: (ACCEPTED, ATTRIBUTED),
    # It is about a phone and a person: what is wrong of what it sent is withdrawn where it is found.
    DiscrepancyKind.OTHERS_PHONE: (ACCEPTED,),
    DiscrepancyKind.BODY_UNREADABLE: (ACCEPTED,),
}

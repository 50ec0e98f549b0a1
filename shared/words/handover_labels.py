"""Labels of what is wrong with a handover's code, or with using it here."""

from collections.abc import Mapping
from enum import StrEnum

from shared.custody.handover_code import HandoverFault
from shared.custody.handover_rules import HandoverNo
from shared.custody.handover_short import ShortFault
from shared.words.language import Wording

HANDOVER_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    HandoverFault: {
        HandoverFault.NOT_A_HANDOVER: Wording("pas une remise", "not a handover"),
        HandoverFault.DAMAGED: Wording("code abîmé", "damaged code"),
        HandoverFault.NEWER_VERSION: Wording("d'une version plus récente", "of a newer version"),
    },
    ShortFault: {
        ShortFault.NOT_A_SHORT_CODE: Wording("pas un code court", "not a short code"),
        ShortFault.WRONG_CHECK: Wording("caractère faux", "wrong character"),
        ShortFault.NEWER_VERSION: Wording("d'une version plus récente", "of a newer version"),
    },
    HandoverNo: {
        HandoverNo.OWN_CODE: Wording("son propre code", "one's own code"),
        HandoverNo.FOR_SOMEBODY_ELSE: Wording("pour quelqu'un d'autre", "for somebody else"),
        HandoverNo.ANOTHER_DAY: Wording("d'un autre jour", "of another day"),
        HandoverNo.ALREADY_DONE: Wording("déjà fait", "already done"),
        HandoverNo.NOT_MY_HANDOVER: Wording("d'une autre remise", "of another handover"),
        HandoverNo.A_RECEIPT: Wording("un reçu", "a receipt"),
        HandoverNo.AN_OFFER: Wording("une remise à recevoir", "a handover to take"),
        HandoverNo.UNKNOWN_PERSON: Wording("personne inconnue ici", "person unknown here"),
    },
}

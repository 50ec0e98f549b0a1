"""The French and English label of every member of every shared enum."""

from collections.abc import Mapping
from enum import StrEnum

from shared.errors import RelaisError
from shared.words.commission_labels import COMMISSION_LABELS
from shared.words.custody_labels import CUSTODY_LABELS
from shared.words.decision_labels import DECISION_LABELS
from shared.words.evidence_labels import EVIDENCE_LABELS
from shared.words.handover_labels import HANDOVER_LABELS
from shared.words.language import Language, Wording
from shared.words.rescue_labels import RESCUE_LABELS
from shared.words.sync_labels import SYNC_LABELS

_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    **CUSTODY_LABELS,
    **DECISION_LABELS,
    **EVIDENCE_LABELS,
    **HANDOVER_LABELS,
    **COMMISSION_LABELS,
    **SYNC_LABELS,
    **RESCUE_LABELS,
    Language: {
        Language.FRENCH: Wording("français", "French"),
        Language.ENGLISH: Wording("anglais", "English"),
    },
}


def wording_of(member: StrEnum) -> Wording:
    """The label in both languages.

    Raises: RelaisError `no-label` for a member of an enum that is not shared.
    """
    labels = _LABELS.get(type(member))
    if labels is None or member not in labels:
        raise RelaisError("no-label", member=repr(member))
    return labels[member]


def label(member: StrEnum, language: Language = Language.FRENCH) -> str:
    """The word people read for a member, without a capital: it may stand within a sentence.

    Raises: RelaisError `no-label` for a member of an enum that is not shared.
    """
    return wording_of(member).say(language)

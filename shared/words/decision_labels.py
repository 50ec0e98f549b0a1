"""Labels of decisions: what a coordinator did with a discrepancy or a dispute."""

from collections.abc import Mapping
from enum import StrEnum

from shared.custody.decisions import Resolution
from shared.words.language import Language, Wording

DECISION_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    Resolution: {
        Resolution.ACCEPTED: Wording("laissé tel quel", "left as it is"),
        Resolution.ATTRIBUTED: Wording("reconnu juste", "found right"),
        Resolution.SUPPLIED: Wording("mouvement manquant ajouté", "missing event supplied"),
        Resolution.VOIDED: Wording("constat retiré", "record withdrawn"),
        Resolution.REJECTED: Wording("contestation rejetée", "dispute rejected"),
    },
}


def decided_sentence(by: str, because: str, language: Language) -> str:
    """« Compte par décision de Camille : « vu avec les deux » »: what proves a line beside its records."""
    if language is Language.FRENCH:
        return f"Compte par décision de {by} (coordination) : « {because} »."
    return f"Counts by decision of {by} (coordination): “{because}”."

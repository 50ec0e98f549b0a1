"""Which incidents ask for a photo, and why: what nobody can check any more once the crate has moved on."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from shared.custody.events import IncidentReason


class PhotoWhy(StrEnum):
    """What the photo of an incident is for."""

    DAMAGE_HAS_NO_WITNESS = "damage_has_no_witness"
    REFUSAL_IS_DISPUTED = "refusal_is_disputed"
    READING_FADES = "reading_fades"
    CODE_IS_LOST = "code_is_lost"


# Of the others a word is enough: an absence, a closed relay or a road cut can be checked afterwards.
PHOTO_ASKED: Mapping[IncidentReason, PhotoWhy] = MappingProxyType(
    {
        IncidentReason.BROKEN: PhotoWhy.DAMAGE_HAS_NO_WITNESS,
        IncidentReason.REFUSED: PhotoWhy.REFUSAL_IS_DISPUTED,
        IncidentReason.TOO_WARM: PhotoWhy.READING_FADES,
        IncidentReason.LABEL_UNREADABLE: PhotoWhy.CODE_IS_LOST,
    }
)

"""Labels of evidence: what a piece is, and why bytes are none."""

from collections.abc import Mapping
from enum import StrEnum

from shared.custody.evidence import EvidenceFault, EvidenceKind
from shared.custody.evidence_image import ImageType
from shared.words.language import Wording

EVIDENCE_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    EvidenceKind: {
        EvidenceKind.POSITION: Wording("position", "position"),
        EvidenceKind.PHOTO: Wording("photo", "photo"),
        EvidenceKind.SIGNATURE: Wording("signature", "signature"),
    },
    EvidenceFault: {
        EvidenceFault.NOT_EVIDENCE: Wording("ce n'est pas une preuve", "this is no evidence"),
        EvidenceFault.TOO_LARGE: Wording("fichier trop lourd", "file too large"),
        EvidenceFault.NOT_AN_IMAGE: Wording("image illisible", "unreadable image"),
        EvidenceFault.TOO_MANY_PIXELS: Wording("image trop grande", "image too large"),
        EvidenceFault.NOT_A_POSITION: Wording("position illisible", "unreadable position"),
    },
    ImageType: {
        ImageType.JPEG: Wording("image JPEG", "JPEG image"),
        ImageType.PNG: Wording("image PNG", "PNG image"),
    },
}

"""Labels of rescue: what became of a pack handed over, and why bytes or pictures are none."""

from collections.abc import Mapping
from enum import StrEnum

from shared.sync.rescue import RescueRefusal, RescueStatus
from shared.sync.rescue_frames import FrameFault
from shared.sync.rescue_pack import PackFault
from shared.words.language import Wording

RESCUE_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    RescueStatus: {
        RescueStatus.RECEIVED: Wording("remis", "handed over"),
        RescueStatus.KNOWN: Wording("déjà au serveur", "at the server already"),
        RescueStatus.GAP: Wording("en attente de ce qui précède", "waiting for what comes before"),
        RescueStatus.REFUSED: Wording("refusé", "refused"),
    },
    RescueRefusal: {
        RescueRefusal.UNKNOWN_DEVICE: Wording("téléphone d'origine inconnu", "original phone unknown"),
        RescueRefusal.BROKEN_SEAL: Wording("sceau qui ne s'ouvre pas", "seal that does not open"),
        RescueRefusal.TRUNCATED: Wording("paquet incomplet", "incomplete pack"),
        RescueRefusal.REVOKED: Wording("téléphone d'origine retiré", "original phone withdrawn"),
    },
    PackFault: {
        PackFault.NOT_A_PACK: Wording("autre sorte de fichier", "another kind of file"),
        PackFault.NEWER_VERSION: Wording("fichier d'une application plus récente", "file of a newer app"),
        PackFault.DAMAGED: Wording("fichier abîmé", "damaged file"),
        PackFault.TOO_LARGE: Wording("fichier trop gros", "file too large"),
    },
    FrameFault: {
        FrameFault.NOT_A_FRAME: Wording("autre sorte d'image", "another kind of picture"),
        FrameFault.DAMAGED: Wording("image mal lue", "picture misread"),
        FrameFault.OF_ANOTHER: Wording("image d'un autre envoi", "picture of another pack"),
    },
}

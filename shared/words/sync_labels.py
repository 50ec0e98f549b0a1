"""Labels of an exchange with the server: what became of a push, of a pull, and what went wrong."""

from collections.abc import Mapping
from enum import StrEnum

from shared.sync.outcomes import LogStatus, Problem, PullStatus
from shared.words.language import Wording

SYNC_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    LogStatus: {
        LogStatus.OK: Wording("reçu", "received"),
        LogStatus.GAP: Wording("à renvoyer", "to be sent again"),
        LogStatus.FORK: Wording("journal à renvoyer en entier", "whole journal to be sent again"),
    },
    PullStatus: {
        PullStatus.OK: Wording("à jour", "up to date"),
        PullStatus.RESET: Wording("tout est rechargé", "everything is loaded again"),
        PullStatus.REFUSED: Wording("refusé", "refused"),
    },
    Problem: {
        Problem.BAD_JSON: Wording("message illisible", "unreadable message"),
        Problem.BAD_GZIP: Wording("message mal compressé", "badly compressed message"),
        Problem.TRUNCATED: Wording("message incomplet", "incomplete message"),
        Problem.UNKNOWN_DEVICE: Wording("téléphone à inscrire", "phone to be enrolled"),
        Problem.REVOKED: Wording("téléphone révoqué", "revoked phone"),
        Problem.TIMEOUT: Wording("réponse trop lente", "answer too slow"),
        Problem.RATE: Wording("trop d'envois, un instant", "too many requests, one moment"),
        Problem.MAINTENANCE: Wording("serveur en maintenance", "server under maintenance"),
        Problem.TOO_LARGE: Wording("envoi trop gros", "too much at once"),
        Problem.WRONG_TYPE: Wording("format inattendu", "unexpected format"),
        Problem.ENVELOPE: Wording("contactez le coordinateur", "contact the coordinator"),
        Problem.UPGRADE_REQUIRED: Wording("application à mettre à jour", "app to be updated"),
        Problem.NOT_FOUND: Wording("introuvable", "not found"),
        Problem.OFFSET: Wording("envoi à reprendre", "upload to be resumed"),
        Problem.ERASED: Wording("preuve effacée", "evidence erased"),
        Problem.NOT_EVIDENCE: Wording("preuve illisible", "unreadable evidence"),
        Problem.ENROLMENT_UNKNOWN: Wording("code d'inscription inconnu", "unknown enrolment code"),
        Problem.ENROLMENT_EXPIRED: Wording("code d'inscription expiré", "expired enrolment code"),
        Problem.ENROLMENT_USED: Wording("code d'inscription déjà utilisé", "enrolment code already used"),
    },
}

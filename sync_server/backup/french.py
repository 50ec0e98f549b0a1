"""Backups in French sentences: why a copy is not one, and whom a restored server waits for."""

from collections.abc import Sequence

from shared.words.format import format_count, format_date_time
from shared.words.language import Language
from sync_server.backup.chains import CopyFault, FaultCode
from sync_server.backup.queries import PhoneNotBack

FR = Language.FRENCH
_NAMED = 8
_FAULTS = {
    FaultCode.UNREADABLE: "ce fichier ne s'ouvre pas comme une base ({})",
    FaultCode.DAMAGED: "SQLite y trouve des pages abîmées ({})",
    FaultCode.FEED_BROKEN: "la chaîne du fil est rompue au numéro {}",
    FaultCode.LOG_BROKEN: "la chaîne d'un journal est rompue à la position {}",
    FaultCode.EVIDENCE_BROKEN: "une preuve y manque ou n'est plus la même ({})",
    FaultCode.OTHER_BYTES: "son contenu n'est plus celui de l'empreinte écrite à côté ({})",
    FaultCode.OTHER_HISTORY: "au numéro {}, elle ne dit pas la même chose que la base",
}


def fault_sentence(fault: CopyFault) -> str:
    """Why this copy is not a backup."""
    return f"La copie n'est pas une sauvegarde valable : {_FAULTS[fault.code].format(fault.detail)}."


def restored_sentence(phones: Sequence[PhoneNotBack]) -> str:
    """What happened to the database, and how many phones have not refilled it yet."""
    restored_ms = max(phone.restored_ms for phone in phones)
    count = format_count(len(phones), "téléphone n'est pas revenu", "téléphones ne sont pas revenus", FR)
    return f"La base a été restaurée le {format_date_time(restored_ms, FR)}. {count} depuis."


def awaited_sentence(phones: Sequence[PhoneNotBack]) -> str:
    """Who is to open the app so that what the backup lacked comes back."""
    names = list(dict.fromkeys(phone.person_name for phone in phones))
    more = f" et {len(names) - _NAMED} autres" if len(names) > _NAMED else ""
    who = ", ".join(names[:_NAMED]) + more
    return f"À rappeler : {who}. Ce qui manque revient quand chacun ouvre son application."

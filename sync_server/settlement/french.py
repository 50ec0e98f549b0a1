"""Settlement in French sentences: what stands in the way of a closing."""

from collections.abc import Sequence

from shared.custody.codes import CodeOk, print_code, read_code
from shared.words.format import format_count, format_date, format_date_time, format_long_date, format_period
from shared.words.labels import label
from shared.words.language import Language
from sync_server.settlement.blocking import (
    BlockingPoint,
    CratesNotProjected,
    LaterPeriodClosed,
    LogGap,
    OpenDiscrepancies,
    PeriodNotOver,
    PhoneNotBackSinceRestore,
    SilentPhone,
    UnvaluedLegs,
)

FR = Language.FRENCH
_SHOWN_CODES = 5


def blocking_sentence(point: BlockingPoint) -> str:
    """What stands in the way, and where to look."""
    match point:
        case PeriodNotOver(last_day):
            return f"La période n'est pas finie : elle court jusqu'au {format_long_date(last_day, FR)}."
        case LaterPeriodClosed(closed_period):
            return (
                f"La période de {format_period(closed_period, FR)} est déjà close :"
                " ce qui restait des mois précédents y est réglé."
            )
        case OpenDiscrepancies(kind, period, item_ids):
            count = format_count(len(item_ids), "écart", "écarts", FR)
            return f"{count} à trancher en {format_period(period, FR)} : {label(kind, FR)}."
        case SilentPhone(_, _, person_name, last_seen_ms):
            return (
                f"Le téléphone de {person_name} n'a rien envoyé depuis le"
                f" {format_date_time(last_seen_ms, FR)} : il peut garder des mouvements de cette période."
            )
        case PhoneNotBackSinceRestore(_, _, person_name, restored_ms):
            return (
                f"Le téléphone de {person_name} n'est pas revenu depuis la restauration de la base, le"
                f" {format_date_time(restored_ms, FR)} : il peut garder des mouvements que la base n'a plus."
            )
        case UnvaluedLegs():
            return _unvalued(point)
        case CratesNotProjected(crates):
            verb = "reste" if len(crates) == 1 else "restent"
            count = format_count(len(crates), "caisse", "caisses", FR)
            return f"{count} {verb} à recalculer : {_codes(crates)}."
        case LogGap(_, device_id, missing_count):
            count = format_count(missing_count, "mouvement", "mouvements", FR)
            return f"Il manque {count} au journal du téléphone {device_id}."


def _unvalued(point: UnvaluedLegs) -> str:
    count = format_count(len(point.crates), "caisse", "caisses", FR)
    which = "" if point.consignment_id is None else f" pour le lot {point.consignment_id}"
    day = format_date(point.day, FR)
    return f"Aucun montant{which} le {day} ({count}) : {label(point.error, FR)}."


def _codes(codes: Sequence[str]) -> str:
    shown = ", ".join(_printed(code) for code in codes[:_SHOWN_CODES])
    return f"{shown}…" if len(codes) > _SHOWN_CODES else shown


def _printed(code: str) -> str:
    checked = read_code(code)
    return print_code(checked.code) if isinstance(checked, CodeOk) else code

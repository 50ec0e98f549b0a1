"""Discrepancies in words: what each kind means, what to do about it, and how one is shown in a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.custody.codes import print_code
from shared.custody.discrepancies import DiscrepancyKind
from shared.words.labels import label
from sync_server.console import french
from sync_server.console.chips import DISCREPANCY_STATUS, Chip
from sync_server.console.names import Names, read_names
from sync_server.custody.crate_story import where_of_events
from sync_server.reconciliation.items import ItemStatus, Resolution, WorkItem
from sync_server.reconciliation.queries import items_of_crate
from sync_server.upkeep.deciding import can_be_accepted

CRATES_NAMED = 2
_NOWHERE: tuple[str | None, str | None] = (None, None)

EXPLAINED: dict[DiscrepancyKind, str] = {
    DiscrepancyKind.DOUBLE_CLAIM: (
        "Deux aidants disent avoir pris cette caisse. Elle n'a pu partir qu'avec l'un des deux."
    ),
    DiscrepancyKind.DOUBLE_DROP: (
        "Deux dépôts sont enregistrés pour cette caisse, sans collecte entre eux. L'un des deux est faux."
    ),
    DiscrepancyKind.DROP_WITHOUT_PICKUP: (
        "La caisse est déposée, mais personne n'a enregistré sa collecte : le trajet n'a qu'un bout."
    ),
    DiscrepancyKind.HANDOVER_OPEN: (
        "Un aidant a remis la caisse, l'autre n'a pas encore dit l'avoir reçue. Son téléphone n'a peut-être"
        " pas donné de nouvelles."
    ),
    DiscrepancyKind.HANDOVER_ONE_SIDED: "Une remise n'est confirmée que par un des deux aidants.",
    DiscrepancyKind.MOVED_WITHOUT_RECORD: (
        "La caisse a été prise ailleurs que là où elle était : quelqu'un l'a déplacée sans l'enregistrer."
    ),
    DiscrepancyKind.WRONG_PLACE: "La caisse est déposée à un lieu où elle n'était pas attendue.",
    DiscrepancyKind.NOT_PICKED: "La tournée est finie et la caisse n'a pas été collectée.",
    DiscrepancyKind.NOT_DROPPED: "La tournée est finie et la caisse n'est pas déposée : l'aidant l'a encore.",
    DiscrepancyKind.UNKNOWN_CRATE: "Ce code a été lu sur une caisse, mais aucun lot ne le connaît.",
    DiscrepancyKind.LABEL_BOUND_TWICE: (
        "Deux aidants ont lié la même étiquette vierge à deux lots. La caisse n'est que dans l'un des deux."
    ),
    DiscrepancyKind.LABEL_NOT_BLANK: (
        "Cette étiquette a été liée à un lot, mais elle est imprimée pour une caisse d'un autre lot."
    ),
    DiscrepancyKind.LABEL_UNUSED: (
        "Une étiquette vierge a été liée à ce lot, et la tournée est finie sans que sa caisse soit collectée."
    ),
    DiscrepancyKind.UNKNOWN_PLACE: "Un mouvement nomme un lieu que le réseau ne connaît pas.",
    DiscrepancyKind.UNKNOWN_PERSON: "Un mouvement nomme une personne que le réseau ne connaît pas.",
    DiscrepancyKind.UNPLANNED_ROUND: (
        "Un aidant a fait une tournée que personne n'avait prévue. Ses mouvements comptent déjà. La commande"
        " adopt-round l'inscrit au plan : elle paraît alors dans les tournées de son jour."
    ),
    DiscrepancyKind.CLOCK_DOUBT: (
        "L'heure du téléphone contredit l'ordre de ses propres mouvements : elle a été ramenée entre eux."
    ),
    DiscrepancyKind.FAR_FUTURE: "Le mouvement est daté de plus d'un jour après sa réception.",
    DiscrepancyKind.TOO_MANY_CRATES: "Beaucoup de caisses sont confirmées d'un seul geste.",
    DiscrepancyKind.TOO_MANY_FACTS: (
        "Un téléphone a enregistré plus de 500 constats en un seul jour. Tous sont gardés et comptent : voyez"
        " s'il est en panne, ou si quelqu'un gonfle ses tournées."
    ),
    DiscrepancyKind.COLD_CHAIN: "La température relevée sort de ce que la classe de froid permet.",
    DiscrepancyKind.COMPARTMENT_TAKEN: (
        "Deux aidants disent avoir mis leurs caisses dans le même casier au même moment. L'une des deux est"
        " peut-être ailleurs dans la consigne."
    ),
    DiscrepancyKind.FOREIGN_AMENDMENT: (
        "Quelqu'un a voulu annuler ou rectifier le mouvement d'un autre : cela ne compte pas sans vous."
    ),
    DiscrepancyKind.OTHERS_PHONE: (
        "Ce téléphone a été inscrit pour quelqu'un, et enregistre au nom de quelqu'un d'autre. Ces mouvements"
        " comptent déjà. Si ces deux personnes partagent ce téléphone, laissez tel quel ; sinon, retirez-le."
    ),
    DiscrepancyKind.BODY_UNREADABLE: "Un mouvement reçu ne se lit pas. Il est gardé tel quel.",
}
_RESOLVED = {
    Resolution.GONE: "Réglé par les faits : ce qui est arrivé depuis ne montre plus cet écart.",
    Resolution.ACCEPTED: "Laissé tel quel par la coordination.",
    Resolution.ATTRIBUTED: "Tranché : la coordination a dit quel constat est juste.",
    Resolution.SUPPLIED: "Réglé : la coordination a ajouté le mouvement qui manquait.",
    Resolution.VOIDED: "Réglé : la coordination a retiré un constat.",
}


@dataclass(frozen=True, slots=True)
class GapShown:
    """A discrepancy as one line of a list."""

    id: int
    title: str
    explained: str
    crates_words: str
    place_name: str
    round_title: str
    opened_ms: int
    status: Chip
    is_blocking: bool
    can_be_accepted: bool


def gaps_shown(session: Session, items: Sequence[WorkItem]) -> list[GapShown]:
    """Work items in words; one that names no place or round takes those of its last event."""
    last_ids = [item.event_ids[-1] for item in items if item.event_ids]
    at = where_of_events(session, last_ids)
    placed = [(item, at.get(item.event_ids[-1], _NOWHERE) if item.event_ids else _NOWHERE) for item in items]
    names = read_names(session, [item.round_id or round_id for item, (_, round_id) in placed])
    return [
        _gap_shown(item, names, item.place_id or place_id, item.round_id or round_id)
        for item, (place_id, round_id) in placed
    ]


def _gap_shown(item: WorkItem, names: Names, place_id: str | None, round_id: str | None) -> GapShown:
    return GapShown(
        id=item.id,
        title=title_of(item.kind),
        explained=EXPLAINED[item.kind],
        crates_words=crates_words(item.crates),
        place_name=names.place(place_id) if place_id else "",
        round_title=names.round(round_id),
        opened_ms=item.opened_ms,
        status=DISCREPANCY_STATUS[item.is_blocking, item.status.value],
        is_blocking=item.is_blocking,
        can_be_accepted=can_be_accepted(item),
    )


def title_of(kind: DiscrepancyKind) -> str:
    """« Caisse déposée deux fois »."""
    words = label(kind)
    return words[0].upper() + words[1:]


def crates_words(crates: Sequence[str]) -> str:
    """The code of one or two crates, the number of more."""
    if len(crates) > CRATES_NAMED:
        return french.counted(len(crates), "caisse")
    return ", ".join(print_code(code) for code in crates) or "—"


def resolution_words(item: WorkItem) -> str:
    """How a resolved item came to rest; empty while it is open."""
    if item.resolution is None or item.resolved_ms is None:
        return ""
    return f"{_RESOLVED[item.resolution]} ({french.day_and_clock(item.resolved_ms)})"


def gaps_of_crate(session: Session, code: str) -> list[GapShown]:
    """The open discrepancies about one crate."""
    items = items_of_crate(session, code)
    return gaps_shown(session, [item for item in items if item.status is ItemStatus.OPEN])

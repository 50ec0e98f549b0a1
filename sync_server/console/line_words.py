"""Commission lines in words: which goods, which way, which rate, and why they are withheld."""

from collections.abc import Iterable

from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.line_values import NETWORK, POOL, LineKind
from shared.words.labels import label
from sync_server.console import french
from sync_server.console.names import Names
from sync_server.network.consignment_words import ConsignmentNamed, name_consignments

PARTIES = {NETWORK: "le réseau", POOL: "le pot commun"}


def party_name(party_id: str, names: Names) -> str:
    """A person's name, or what is no person."""
    return PARTIES.get(party_id) or names.person(party_id)


def consignments_named(session: Session, ids: Iterable[str | None]) -> dict[str, ConsignmentNamed]:
    """What the goods of these lines are called, by id."""
    return name_consignments(session, sorted({id_ for id_ in ids if id_}))


def goods_words(consignment_id: str | None, named: dict[str, ConsignmentNamed]) -> str:
    """« Ferme des Chênes pour Épicerie du bourg, ven. 6 nov. »."""
    if consignment_id is None:
        return "toute la période"
    goods = named.get(consignment_id)
    if goods is None:
        return consignment_id
    return f"{goods.producer_name} pour {goods.place_name}, {french.day(goods.date)}"


def destination_words(consignment_id: str | None, named: dict[str, ConsignmentNamed]) -> str:
    """« Épicerie du bourg, ven. 6 nov. », where the producer is said beside it."""
    goods = named.get(consignment_id or "")
    return f"{goods.place_name}, {french.day(goods.date)}" if goods else goods_words(consignment_id, named)


def way_words(kind: str) -> str:
    """« livraison au point »."""
    return label(LineKind(kind))


def reason_words(reason: str | None) -> str:
    """« dépôt non enregistré », empty where nothing is withheld."""
    return label(WithheldReason(reason)) if reason else ""


def rate_words(rate_bp: int) -> str:
    """« 3 % », a dash where the line is no percentage."""
    return french.rate(rate_bp) if rate_bp else "—"

"""What can be decided of one discrepancy, as numbered choices in words, and the form that decides it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from shared.custody.decisions import Resolution
from shared.custody.details import BindDetail, detail_of
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.events import CUSTODY_KINDS, Kind
from shared.ids import uuid7
from sync_server.accounts.names import people_names
from sync_server.console import french
from sync_server.console.names import Names
from sync_server.console.visit import Visit
from sync_server.custody.crate_story import ToldFact, as_carried
from sync_server.network.consignment_words import ConsignmentNamed, name_consignments
from sync_server.network.queries import places_by_id
from sync_server.reconciliation.items import WorkItem
from sync_server.upkeep.deciding import DecisionFault, offered
from sync_server.upkeep.proposals import Proposal

ID_BYTES = 10
# Claims that exclude each other: one of them is right, or none.
_EXCLUSIVE = frozenset(
    {DiscrepancyKind.DOUBLE_CLAIM, DiscrepancyKind.DOUBLE_DROP, DiscrepancyKind.LABEL_BOUND_TWICE}
)
_WITHDRAWABLE = CUSTODY_KINDS | {Kind.BIND}
_MISSING = {
    Kind.PICKUP: ("Ajouter la collecte qui manque", "la collecte"),
    Kind.DROP: ("Ajouter le dépôt qui manque", "le dépôt"),
    Kind.HANDOVER_TAKEN: ("La remise a bien eu lieu", "la remise"),
}
_ACCEPTED = {
    DiscrepancyKind.DROP_WITHOUT_PICKUP: "Le trajet reste retenu : personne n'est payé pour lui.",
    DiscrepancyKind.HANDOVER_OPEN: "La caisse reste à qui l'a remise, jusqu'à ce que l'autre la reçoive.",
    DiscrepancyKind.NOT_PICKED: "La caisse n'est pas partie. Rien n'est dû.",
    DiscrepancyKind.LABEL_UNUSED: "Elle compte parmi les caisses du lot, et sa part n'est due à personne.",
    DiscrepancyKind.NOT_DROPPED: "La caisse est encore chez l'aidant. Rien n'est dû.",
    DiscrepancyKind.FOREIGN_AMENDMENT: "L'annulation ne compte pas : le mouvement de l'autre tient.",
    DiscrepancyKind.BODY_UNREADABLE: "Le mouvement reste à part et ne compte pas.",
}
FAULT_WORDS = {
    DecisionFault.NO_REASON: "Dites pourquoi, en quelques mots : les aidants le liront.",
    DecisionFault.REASON_TOO_LONG: "La raison est trop longue : 400 caractères au plus.",
    DecisionFault.NOT_OFFERED: "Choisissez une des réponses.",
    DecisionFault.WHICH_CLAIM: "Choisissez lequel des constats.",
    DecisionFault.WHO: "Dites qui l'a fait : choisissez une personne de la liste.",
    DecisionFault.WHERE: "Dites où : choisissez un lieu de la liste.",
    DecisionFault.WHEN: "Cette heure contredit les autres constats de la caisse, ou n'est pas encore passée.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle the discrepancy; `value` comes back with the form."""

    value: str
    title: str
    note: str
    is_supply: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was left."""

    choice: str = ""
    because: str = ""
    person: str = ""
    place: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class SupplyForm:
    """What is asked of the missing movement; an empty list where it is known."""

    what: str
    person_name: str
    person: str
    people: list[tuple[str, str]]
    has_place: bool
    place: str
    places: list[tuple[str, str]]
    at: str


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The form that decides an open discrepancy; `fact_id` makes sending it twice deciding once."""

    fact_id: str
    seen: str
    kind: str
    choices: list[Choice]
    supply: SupplyForm | None
    typed: Typed = field(default_factory=Typed)
    fault: str = ""


def decision_form(
    visit: Visit,
    item: WorkItem,
    told: Sequence[ToldFact],
    proposal: Proposal | None,
    names: Names,
    typed: Typed,
    fault: str,
) -> DecisionForm:
    """The form over the facts as they are now."""
    told = [as_carried(each) for each in told]
    choices = [
        each
        for resolution in offered(item, proposal)
        for each in (
            _lots(visit.session, told)
            if (item.kind, resolution) == (DiscrepancyKind.LABEL_BOUND_TWICE, Resolution.ATTRIBUTED)
            else _choices(item, resolution, told, proposal, names)
        )
    ]
    return DecisionForm(
        fact_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        seen=" ".join(item.event_ids),
        kind=item.kind.value,
        choices=choices,
        supply=None if proposal is None else _supply_form(visit, proposal, names, typed),
        typed=typed,
        fault=fault,
    )


def read_choice(value: str) -> tuple[Resolution | None, tuple[str, ...]]:
    """What a choice's value names: a resolution, and the facts it is about."""
    name, _, event_ids = value.partition(":")
    known = {each.value: each for each in Resolution}
    return known.get(name), tuple(each for each in event_ids.split(",") if each)


def proposed_at(proposal: Proposal) -> str:
    """The proposed instant as a date and time field holds it."""
    return french.field_of_instant(proposal.at_ms)


def _choices(
    item: WorkItem, resolution: Resolution, told: Sequence[ToldFact], proposal: Proposal | None, names: Names
) -> Iterable[Choice]:
    match resolution:
        case Resolution.ATTRIBUTED:
            return [_upheld(item, each, told, names) for each in told]
        case Resolution.VOIDED:
            return _withdrawn(item, told, names)
        case Resolution.SUPPLIED if proposal is not None:
            return [_supplied(item, proposal)]
        case _:
            note = _ACCEPTED.get(item.kind, "C'est regardé et sans suite. Rien ne change.")
            return [Choice(resolution.value, "Laisser tel quel", note)]


def _lots(session: Session, told: Sequence[ToldFact]) -> list[Choice]:
    """The consignments a label was bound to, one choice each."""
    bound: dict[str, str] = {}
    for each in told:
        bound.setdefault(detail_of(each.fact, BindDetail).consignment, each.fact.id)
    named = name_consignments(session, sorted(bound))
    note = "Tous les trajets de cette caisse sont de ce lot. L'autre constat reste visible et ne compte pas."
    return [
        Choice(
            f"{Resolution.ATTRIBUTED}:{event_id}",
            _lot_words(named.get(lot)),
            note,
        )
        for lot, event_id in bound.items()
    ]


def _lot_words(lot: ConsignmentNamed | None) -> str:
    if lot is None:
        return "Un lot qui n'est pas encore importé"
    return f"Le lot de {lot.producer_name} pour {lot.place_name}, {french.day(lot.date)}"


def _upheld(item: WorkItem, claim: ToldFact, told: Sequence[ToldFact], names: Names) -> Choice:
    value = f"{Resolution.ATTRIBUTED}:{claim.fact.id}"
    who, where = names.person(claim.fact.actor), names.place(claim.fact.place_id)
    if item.kind is DiscrepancyKind.FOREIGN_AMENDMENT:
        return Choice(value, "Elle compte", f"Ce qu'a écrit {who} vaut pour le mouvement de l'autre.")
    if len(told) == 1:
        return Choice(value, "Le constat compte", f"Le trajet de {who} jusqu'à {where} est payé tel quel.")
    if len({each.fact.actor for each in told}) == 1:
        at = french.clock(claim.at_ms)
        return Choice(value, f"Le bon est celui de {at}, {where}", "L'autre reste visible et ne compte pas.")
    note = "Son trajet est payé. Ce que dit l'autre reste visible et ne compte pas."
    return Choice(value, f"C'est {who}", note)


def _withdrawn(item: WorkItem, told: Sequence[ToldFact], names: Names) -> list[Choice]:
    if item.kind in _EXCLUSIVE:
        ids = ",".join(each.fact.id for each in told)
        note = "Les deux restent visibles et ne comptent pas : ce trajet ne paie personne."
        if item.kind is DiscrepancyKind.LABEL_BOUND_TWICE:
            note = "L'étiquette redevient celle d'une caisse inconnue : ses trajets ne paient personne."
        return [Choice(f"{Resolution.VOIDED}:{ids}", "Ni l'un ni l'autre", note)]
    note = "Il reste visible et ne compte pas."
    return [
        Choice(
            f"{Resolution.VOIDED}:{each.fact.id}",
            "Retirer ce constat" if len(told) == 1 else f"Retirer celui de {names.person(each.fact.actor)}",
            note,
        )
        for each in told
        if each.fact.kind in _WITHDRAWABLE
    ]


def _supplied(item: WorkItem, proposal: Proposal) -> Choice:
    title, _ = _MISSING[proposal.kind]
    if item.kind is DiscrepancyKind.WRONG_PLACE:
        title = "Le dépôt a eu lieu ailleurs"
    note = "Le trajet est prouvé par votre décision, et « pourquoi » le dira."
    return Choice(Resolution.SUPPLIED.value, title, note, is_supply=True)


def _supply_form(visit: Visit, proposal: Proposal, names: Names, typed: Typed) -> SupplyForm:
    people = [] if proposal.person_id else list(people_names(visit.session).items())
    places = places_by_id(visit.session).values() if proposal.has_place else ()
    return SupplyForm(
        what=_MISSING[proposal.kind][1],
        person_name=names.person(proposal.person_id) if proposal.person_id else "",
        person=typed.person,
        people=people,
        has_place=proposal.has_place,
        place=typed.place or proposal.place_id or "",
        places=sorted(((place.id, place.name) for place in places), key=lambda pair: pair[1].casefold()),
        at=typed.at or proposed_at(proposal),
    )

"""The delivery note of a round: owner, nature, origin, destination and lot of all it carries.

The same content as on the phone: an entry for each consignment and way, no turnover.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from shared.custody.codes import print_code
from shared.network import TemperatureClass
from shared.words.format import format_count, format_date_time, format_long_date, format_time
from shared.words.labels import label
from shared.words.language import Language
from sync_server.custody.carried import CarriedCrate, carried_in_round
from sync_server.network.consignment_queries import KnownConsignment, consignments_by_id
from sync_server.network.crate_search import FoundCrate, crates_by_codes
from sync_server.network.queries import people_by_id, places_by_id
from sync_server.network.round_list import ListedRound
from sync_server.papers.cooperative import cooperative_name
from sync_server.papers.engine import pdf

FR = Language.FRENCH
NOT_GIVEN = "non renseigné"
MODE = (
    "Transport entre producteurs du réseau. Entraide, prestation ou transporteur : selon l’accord de la "
    "coopérative, à valider avec votre conseil."
)
LEGAL = (
    "Le producteur répond de ses produits devant le client ; le transporteur en répond devant le producteur."
)


@dataclass(frozen=True, slots=True)
class _Ground:
    crates: Mapping[str, FoundCrate]
    consignments: Mapping[str, KnownConsignment]
    places: Mapping[str, Any]
    people: Mapping[str, Any]

    def end(self, place_id: str | None) -> str:
        """The name of a place and its area."""
        place = self.places.get(place_id or "")
        return ", ".join(filter(None, (place.name, place.area))) if place else place_id or NOT_GIVEN

    def person(self, person_id: str) -> str:
        """A person's name and the area of his farm."""
        person = self.people.get(person_id)
        if person is None:
            return person_id
        farm = self.places.get(person.farm_place_id or "")
        return ", ".join(filter(None, (person.name, farm.area if farm else "")))


def delivery_note_pdf(session: Session, listed: ListedRound, now_ms: int, *, only_aboard: bool) -> bytes:
    """The note of a round as it stands now: all it carries, or what is aboard."""
    return pdf("delivery_note.typ", _data(session, listed, now_ms, only_aboard=only_aboard), now_ms)


def _data(session: Session, listed: ListedRound, now_ms: int, *, only_aboard: bool) -> dict[str, Any]:
    carried = [crate for crate in carried_in_round(session, listed.id) if crate.is_aboard or not only_aboard]
    crates = crates_by_codes(session, [crate.code for crate in carried])
    lots = {crate.consignment_id for crate in crates.values()}
    ground = _Ground(crates, consignments_by_id(session, lots), places_by_id(session), people_by_id(session))
    entries = _entries(ground, carried)
    counted = format_count(len(carried), "caisse", "caisses", FR)
    return {
        "coop": cooperative_name(session),
        "reference": listed.id,
        "day": format_long_date(date.fromisoformat(listed.date), FR),
        "scope": "À bord" if only_aboard else "Toute la tournée",
        "sum": f"{counted}, {format_count(len(entries), 'lot', 'lots', FR)}",
        "nothing": "" if entries else "Rien à bord en ce moment." if only_aboard else "Aucune caisse prévue.",
        "heading": [
            ["Transporteur", ground.person(listed.helper_id) if listed.helper_id else NOT_GIVEN],
            ["Véhicule", NOT_GIVEN],
            ["Établi le", format_date_time(now_ms, FR)],
            ["Tournée", listed.title],
            ["Cadre du transport", MODE],
        ],
        "entries": entries,
        "legal": LEGAL,
    }


def _entries(ground: _Ground, carried: Sequence[CarriedCrate]) -> list[dict[str, Any]]:
    together: defaultdict[tuple[str, str | None, str | None], list[CarriedCrate]] = defaultdict(list)
    for crate in carried:
        found = ground.crates.get(crate.code)
        goes_to = crate.to_place_id or (found.place_id if found else None)
        together[found.consignment_id if found else "", crate.from_place_id, goes_to].append(crate)
    entries = [_entry(ground, lot, way, crates) for (lot, *way), crates in together.items()]
    return sorted(entries, key=lambda entry: (entry["destination"], entry["owner"], entry["lot"]))


def _entry(
    ground: _Ground, lot: str, way: Sequence[str | None], crates: Sequence[CarriedCrate]
) -> dict[str, Any]:
    consignment = ground.consignments.get(lot)
    taken = [crate.taken_ms for crate in crates if crate.taken_ms is not None]
    return {
        "destination": ground.end(way[1]),
        "origin": ground.end(way[0]),
        "owner": ground.person(consignment.producer_id) if consignment else "Propriétaire à préciser",
        "nature": _nature(consignment),
        "lot": lot or NOT_GIVEN,
        "codes": [print_code(crate.code) for crate in crates],
        "taken": format_time(min(taken), FR) if taken else "",
    }


def _nature(consignment: KnownConsignment | None) -> str:
    if consignment is None:
        return NOT_GIVEN
    known = consignment.cls in set(TemperatureClass)
    words = label(TemperatureClass(consignment.cls), FR) if known else consignment.cls
    return ", ".join((consignment.label or NOT_GIVEN, words))

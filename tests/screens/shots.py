"""Which screens are pictured, on whose phone, and what is tapped first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from mobile.app.routes import WAYS, Way, stack_for
from mobile.screens.frame import (
    ACCESS,
    COMMISSIONS,
    DIAGNOSTICS,
    ENROL,
    ENTRUST,
    FIRST_CODE,
    HOME,
    LOCK,
    OUTBOX,
    PRACTICE,
    SETTINGS,
)
from mobile.screens.routes import (
    closing_route,
    load_route,
    lockers_route,
    place_route,
    round_handover_route,
    round_incident_route,
    scan_route,
    stop_incident_route,
    stop_route,
    why_route,
)
from tests.builders_phone import ROUND, crate_codes
from tests.builders_phone_bank import BANK
from tests.screens.cast import (
    AT_BANK,
    AT_REST,
    CROWDED,
    CROWDED_ROUND,
    HELPING,
    LOADED,
    LOCKED,
    LONG_FARM,
    LONG_RELAY,
    NEW,
    Cast,
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. `taps` are the names touched after the address is open, in order; `is_long`: far down.

    Pictures are taken in the order of the list, on the same phone: what one records the next one shows.
    """

    name: str
    title: str
    phone: str
    route: Callable[[Cast], str]
    taps: tuple[str, ...] = ()
    is_long: bool = False


def _at_pickup(cast: Cast) -> str:
    return stop_route(cast.round_id, cast.pickup_place)


def _incident_at_pickup(cast: Cast) -> str:
    return stop_incident_route(cast.round_id, cast.pickup_place)


def _handing_over(_cast: Cast) -> str:
    return round_handover_route(CROWDED_ROUND)


def _crowd_pickup(_cast: Cast) -> str:
    return stop_route(CROWDED_ROUND, LONG_FARM)


_ONE_IS_BROKEN = (f"crate-{crate_codes(1)[0]}", "reason-broken")

SHOTS: tuple[Shot, ...] = (
    Shot("enrol", "Inscription", NEW, lambda _: ENROL),
    Shot("first-code", "Inscrit : un code ?", AT_REST, lambda _: FIRST_CODE),
    Shot("empty", "Pas de tournée", AT_REST, lambda _: HOME),
    Shot("round", "Ma tournée", HELPING, lambda _: HOME),
    Shot("stop", "Arrêt, collecte", HELPING, _at_pickup),
    Shot("stop-recorded", "Enregistré", HELPING, _at_pickup, ("record-all",)),
    Shot("scan", "Scanner", HELPING, lambda cast: scan_route(cast.round_id, cast.drop_place)),
    Shot("load", "Départ", HELPING, lambda cast: load_route(cast.round_id)),
    Shot("incident", "Incident, à l’arrêt", HELPING, _incident_at_pickup, ("reason-broken",)),
    Shot("reasons", "Incident, en route", HELPING, lambda cast: round_incident_route(cast.round_id)),
    Shot("close", "Fin de tournée", HELPING, lambda cast: closing_route(cast.round_id)),
    Shot("stop-bank", "Arrêt, consigne", AT_BANK, lambda _: stop_route(ROUND, BANK)),
    Shot("lockers", "Consigne", AT_BANK, lambda _: lockers_route(ROUND, BANK)),
    Shot("place", "Le lieu", AT_BANK, lambda _: place_route(ROUND, BANK)),
    Shot("outbox", "À envoyer", HELPING, lambda _: OUTBOX),
    Shot("entrust", "Confier en images", HELPING, lambda _: ENTRUST),
    Shot("commissions", "Mes commissions", HELPING, lambda _: COMMISSIONS),
    Shot("why", "Pourquoi ?", HELPING, lambda cast: why_route(cast.line_key)),
    Shot("settings", "Réglages", HELPING, lambda _: SETTINGS),
    Shot("access", "Qui tient ce téléphone", HELPING, lambda _: ACCESS),
    Shot("access-code", "Choisir un code", HELPING, lambda _: ACCESS, ("set-code",)),
    Shot("practice", "Tournée d’essai", HELPING, lambda _: PRACTICE),
    Shot("diagnostics", "Diagnostic", HELPING, lambda _: DIAGNOSTICS),
    Shot("lock", "Verrou", LOCKED, lambda _: LOCK),
    Shot("practising", "En essai", AT_REST, lambda _: PRACTICE, ("start-practice",)),
    Shot("handover", "Remettre des caisses", LOADED, _handing_over),
    Shot("handover-signed", "Sans l’appli", LOADED, _handing_over, ("to-nobody",)),
    Shot("handover-code", "Remise, son code", LOADED, _handing_over, ("to-P004", "give")),
    Shot("crowded-pickup", "60 caisses", CROWDED, _crowd_pickup),
    Shot("crowded-proof", "Casse : une photo", CROWDED, _crowd_pickup, _ONE_IS_BROKEN),
    Shot("crowded-rounds", "30 autres tournées", CROWDED, lambda _: HOME, ("more-rows",), is_long=True),
    Shot("crowded-drop", "60 à déposer", CROWDED, lambda _: stop_route(CROWDED_ROUND, LONG_RELAY)),
)

# What the guides and the README show, each as docs/pictures/phone-<name>.png.
GUIDE_PICTURES = (
    "round",
    "stop",
    "stop-recorded",
    "scan",
    "load",
    "close",
    "incident",
    "lockers",
    "outbox",
    "commissions",
    "why",
)

# What the screens are called that are pictured as they open.
TITLES = {
    "/round/:round_id": "Une tournée",
    "/round/:round_id/stop": "Ajouter un arrêt",
    "/round/:round_id/note": "Bon de livraison",
    "/round/:round_id/take-over": "Recevoir, en tournée",
    "/stop/:round_id/:place_id/handover": "Remettre, à l’arrêt",
    "/stop/:round_id/:place_id/extra": "Caisse imprévue",
    "/take-over": "Recevoir une remise",
    "/handovers": "Remises",
    "/handovers/:fact_id": "Remise inconnue",
    "/unplanned": "Tournée hors plan",
    "/outbox/carry": "Porter pour un collègue",
}


def shots_of(cast: Cast) -> tuple[Shot, ...]:
    """The list above, and after it every screen it leaves out, at its address in the helper's round."""
    listed = {stack_for(shot.route(cast))[-1].screen.path for shot in SHOTS}
    return (*SHOTS, *(_as_it_opens(way) for way in WAYS if way.path not in listed))


def _as_it_opens(way: Way) -> Shot:
    name = re.sub(r"[^a-z_]+", "-", way.path).strip("-")

    def address(cast: Cast) -> str:
        # A phone that has handed nothing over yet says so.
        values = {
            "fact_id": "none",
            "round_id": cast.round_id,
            "place_id": cast.drop_place,
            "line_key": cast.line_key,
        }
        return re.sub(r":(\w+)", lambda found: quote(values[found[1]], safe=""), way.path)

    return Shot(name, TITLES.get(way.path, way.path), HELPING, address)

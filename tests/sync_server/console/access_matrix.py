"""Who may ask what in the console, as data: each route's right, each role's rights, written out once more.

A new route needs a row here, and says by it who opens it. The names are values of `Right`.
"""

from collections.abc import Iterator

from fastapi.routing import APIRoute

from sync_server.accounts.rights import ConsoleRole
from sync_server.console.site import PAGES
from tests.sync_server.console.world import COLLECTION, GARDENS, HUB

OPEN_TO_ANYBODY = {("GET", "/entrer"), ("POST", "/entrer"), ("GET", "/lien/{token}"), ("POST", "/lien"),
                   ("POST", "/sortir")}  # fmt: skip

RIGHT_OF = {
    ("GET", "/"): "see_rounds",
    ("GET", "/baremes"): "see_money_of_all",
    ("POST", "/baremes/brouillon"): "set_tariffs",
    ("POST", "/baremes/brouillons/{draft_id}/jeter"): "set_tariffs",
    ("GET", "/baremes/nouveau"): "set_tariffs",
    ("GET", "/baremes/simulation"): "set_tariffs",
    ("POST", "/baremes/voter"): "set_tariffs",
    ("GET", "/baremes/{version}"): "see_money_of_all",
    ("POST", "/baremes/{version}/retirer"): "set_tariffs",
    ("GET", "/caisses"): "see_crates",
    ("GET", "/caisses/{code}"): "see_crates",
    ("GET", "/caisses-vides"): "see_crates",
    ("GET", "/caisses-vides/{place_id}"): "see_crates",
    ("GET", "/chez-moi"): "see_own",
    ("GET", "/chez-moi/caisses/{code}"): "see_own",
    ("GET", "/chez-moi/jours/{day}"): "see_own",
    ("GET", "/chez-moi/releves/{period}"): "see_own",
    ("GET", "/ecritures/{span}.txt"): "pay",
    ("GET", "/periodes/{period}/paiement"): "pay",
    ("POST", "/periodes/{period}/paiement"): "pay",
    ("GET", "/periodes/{period}/virements/{number}.xml"): "pay",
    ("POST", "/periodes/{period}/virements/{number}/annuler"): "pay",
    ("POST", "/periodes/{period}/virements/{number}/envoyer"): "pay",
    ("POST", "/periodes/{period}/virements/{number}/executer"): "pay",
    ("POST", "/periodes/{period}/virements/{number}/revenu"): "pay",
    ("POST", "/periodes/{period}/encaissements/{person_id}"): "pay",
    ("GET", "/comptes"): "pay",
    ("GET", "/comptes/{person_id}"): "pay",
    ("POST", "/comptes/{person_id}/banque"): "pay",
    ("POST", "/comptes/{person_id}/mandat"): "pay",
    ("POST", "/comptes/{person_id}/tva"): "pay",
    ("GET", "/chez-moi/releves/{period}/csv"): "see_own",
    ("GET", "/chez-moi/releves/{period}/pdf"): "see_own",
    ("GET", "/consignes"): "manage_places",
    ("GET", "/consignes/{place_id}"): "manage_places",
    ("POST", "/consignes/{place_id}/code"): "manage_places",
    ("POST", "/consignes/{place_id}/remettre"): "manage_places",
    ("GET", "/contestations"): "see_disputes",
    ("GET", "/contestations/{dispute_id}"): "see_disputes",
    ("POST", "/contestations/{dispute_id}/annuler"): "decide",
    ("POST", "/contestations/{dispute_id}/decider"): "decide",
    ("GET", "/couts"): "see_figures",
    ("GET", "/couts/taux"): "see_figures",
    ("POST", "/couts/taux"): "set_tariffs",
    ("GET", "/couts/tournees/{round_id}"): "see_figures",
    ("POST", "/couts/tournees/{round_id}"): "set_tariffs",
    ("GET", "/ecarts"): "see_discrepancies",
    ("GET", "/ecarts/{item_id}"): "see_discrepancies",
    ("POST", "/ecarts/accepter"): "decide",
    ("POST", "/ecarts/{item_id}/annuler"): "decide",
    ("POST", "/ecarts/{item_id}/decider"): "decide",
    ("GET", "/etiquettes"): "print_labels",
    ("GET", "/etiquettes/caisses.pdf"): "print_labels",
    ("GET", "/etiquettes/lieux"): "print_labels",
    ("GET", "/etiquettes/lieux.pdf"): "print_labels",
    ("GET", "/etiquettes/vierges"): "print_labels",
    ("POST", "/etiquettes/vierges"): "print_labels",
    ("GET", "/etiquettes/vierges/{batch_id}"): "print_labels",
    ("GET", "/exports"): "export",
    ("GET", "/exports/journal"): "export",
    ("GET", "/exports/{key}"): "export",
    ("GET", "/equite"): "see_money_of_all",
    ("POST", "/equite/retirer"): "set_tariffs",
    ("POST", "/equite/vote"): "set_tariffs",
    ("GET", "/flux"): "see_figures",
    ("GET", "/incidents"): "see_rounds",
    ("GET", "/imports"): "import",
    ("GET", "/imports/modele.csv"): "import",
    ("GET", "/imports/noms"): "import",
    ("GET", "/lieux/ajouter"): "manage_places",
    ("POST", "/lieux/ajouter"): "manage_places",
    ("GET", "/lieux/{place_id}"): "manage_places",
    ("POST", "/lieux/{place_id}"): "manage_places",
    ("GET", "/personnes"): "manage_places",
    ("GET", "/personnes/ajouter"): "manage_places",
    ("POST", "/personnes/ajouter"): "manage_places",
    ("GET", "/personnes/{person_id}"): "manage_places",
    ("POST", "/personnes/{person_id}"): "manage_places",
    ("POST", "/imports/noms/oublier"): "import",
    ("POST", "/imports/{import_id}/annuler"): "import",
    ("POST", "/imports/apercu"): "import",
    ("GET", "/imports/apercu/{file_id}"): "import",
    ("POST", "/imports/apercu/{file_id}/confirmer"): "import",
    ("POST", "/imports/apercu/{file_id}/noms"): "import",
    ("GET", "/imports/{import_id}"): "import",
    ("GET", "/lieux"): "manage_places",
    ("POST", "/lieux/propositions/{event_id}"): "manage_places",
    ("POST", "/lieux/propositions/{event_id}/photo"): "manage_places",
    ("GET", "/lieux/{place_id}/photo"): "manage_places",
    ("POST", "/lieux/{place_id}/photo"): "manage_places",
    ("GET", "/utilisateurs"): "manage_users",
    ("POST", "/utilisateurs"): "manage_users",
    ("GET", "/utilisateurs/{user_id}"): "manage_users",
    ("POST", "/utilisateurs/{user_id}/lien"): "manage_users",
    ("POST", "/utilisateurs/{user_id}/roles"): "manage_users",
    ("POST", "/utilisateurs/{user_id}/sessions"): "manage_users",
    ("POST", "/utilisateurs/{user_id}/{act}"): "manage_users",
    ("GET", "/mon-compte"): "own_account",
    ("POST", "/mon-compte/application"): "own_account",
    ("POST", "/mon-compte/codes"): "own_account",
    ("POST", "/mon-compte/mot-de-passe"): "own_account",
    ("POST", "/mon-compte/sessions"): "own_account",
    ("GET", "/journal-des-acces"): "see_audit",
    ("GET", "/mon-relais"): "see_relay",
    ("GET", "/papiers/{paper_id}"): "own_account",
    ("GET", "/papiers/{paper_id}/fichier"): "own_account",
    ("GET", "/periodes"): "see_money_of_all",
    ("GET", "/periodes/{period}"): "see_money_of_all",
    ("POST", "/periodes/{period}/clore"): "close_period",
    ("GET", "/periodes/{period}/releves"): "see_money_of_all",
    ("GET", "/releves/{period}/{person_id}"): "see_money_of_all",
    ("GET", "/releves/{period}/{person_id}/csv"): "see_money_of_all",
    ("GET", "/releves/{period}/{person_id}/pdf"): "see_money_of_all",
    ("GET", "/rapprochement"): "see_rounds",
    ("GET", "/rapprochement.csv"): "export",
    ("GET", "/rapprochement/caisses"): "see_crates",
    ("POST", "/rapprochement/retraits"): "decide",
    ("GET", "/second-facteur"): "own_account",
    ("POST", "/second-facteur"): "own_account",
    ("POST", "/second-facteur/commencer"): "own_account",
    ("POST", "/second-facteur/confirmer"): "own_account",
    ("POST", "/second-facteur/encore"): "own_account",
    ("GET", "/telephones"): "manage_phones",
    ("POST", "/telephones/ajouter"): "manage_phones",
    ("GET", "/telephones/inscriptions/{enrolment_id}"): "manage_phones",
    ("POST", "/telephones/inscriptions/{enrolment_id}/annuler"): "manage_phones",
    ("POST", "/telephones/inscriptions/{enrolment_id}/confirmer"): "manage_phones",
    ("GET", "/telephones/{device_id}/a-part"): "decide",
    ("POST", "/telephones/{device_id}/a-part"): "decide",
    ("GET", "/telephones/{device_id}/retirer"): "manage_phones",
    ("POST", "/telephones/{device_id}/retirer"): "manage_phones",
    ("GET", "/tournees"): "see_rounds",
    ("POST", "/tournees/preparer"): "plan_rounds",
    ("GET", "/tournees/{round_id}"): "see_rounds",
    ("GET", "/tournees/{round_id}/bon"): "see_crates",
}

# What a role may do beyond this is a change somebody must want: it is written here too.
RIGHTS_OF = {
    ConsoleRole.COORDINATOR: {
        "see_rounds", "plan_rounds", "see_crates", "see_discrepancies", "decide", "see_disputes",
        "manage_places", "manage_phones", "import", "print_labels", "see_money_of_all", "close_period", "pay",
        "set_tariffs", "see_figures", "export", "manage_users", "see_audit", "own_account",
    },
    ConsoleRole.TREASURER: {"see_money_of_all", "close_period", "pay", "see_figures", "own_account"},
    ConsoleRole.KEEPER: {"see_relay", "see_own", "own_account"},
    ConsoleRole.PRODUCER: {"see_own", "own_account"},
}  # fmt: skip

FILLED_IN = {
    "{round_id}": COLLECTION,
    "{version}": "1",
    "{draft_id}": "1",
    "{item_id}": "1",
    "{code}": "0000034T",
    "{day}": "2026-11-06",
    "{device_id}": "d_0000000000",
    "{enrolment_id}": "1",
    "{period}": "2026-11",
    "{span}": "2026-11",
    "{number}": "1",
    "{paper_id}": "0" * 32,
    "{person_id}": GARDENS,
    "{place_id}": HUB,
    "{file_id}": "0" * 32,
    "{import_id}": "1",
    "{key}": "mouvements",
    "{batch_id}": "01a2b3c4-0000-7000-8000-000000000003",
    "{user_id}": "C01",
    "{act}": "facteur",
    "{token}": "x",
    "{event_id}": "01a2b3c4-0000-7000-8000-000000000001",
    "{dispute_id}": "01a2b3c4-0000-7000-8000-000000000002",
}


def api_routes() -> Iterator[APIRoute]:
    """Every route of the console."""
    for page in PAGES:
        for route in page.router.routes:
            assert isinstance(route, APIRoute)
            yield route


def routes() -> Iterator[tuple[str, str]]:
    """The method and path of every route of the console."""
    for route in api_routes():
        for method in route.methods or ():
            yield method, route.path


def address(path: str) -> str:
    """The address of a route with something in place of each id."""
    for name, value in FILLED_IN.items():
        path = path.replace(name, value)
    assert "{" not in path, f"say what to put in {path}"
    return f"/console{path}"


GUARDED = sorted(set(routes()) - OPEN_TO_ANYBODY)
PAGES_TO_READ = sorted(path for method, path in GUARDED if method == "GET")
ACTS = sorted(path for method, path in routes() if method == "POST")

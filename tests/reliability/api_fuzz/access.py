"""Who may ask what, and what an honest request is answered. A route without a row here fails the tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.reliability.api_fuzz.stage import ACCOUNTS, Role
from tests.sync_server.console.access_matrix import RIGHT_OF, RIGHTS_OF


class Access(StrEnum):
    """Whom a route answers; of those who sign in to the console, whoever has the right it asks for."""

    ANYBODY = "anybody"
    PHONE = "phone"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Row:
    """`statuses` are for nobody, a producer, a neighbour, a revoked phone, a coordinator, in this order."""

    access: Access
    statuses: tuple[int, int, int, int, int]


ANYBODY, PHONE, COORDINATOR = Access
# The neighbour's fact names the piece of evidence that all of them ask for.
_TABLE: Mapping[str, Row] = {
    "GET /": Row(ANYBODY, (307, 307, 307, 307, 307)),
    "GET /C/{code}": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "GET /L/{compartment}": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "GET /P/{place_id}": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "GET /enrol": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "GET /console/": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/baremes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/baremes/brouillon": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "POST /console/baremes/brouillons/{draft_id}/jeter": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/baremes/nouveau": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/baremes/simulation": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/baremes/voter": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/baremes/{version}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/baremes/{version}/retirer": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/caisses": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/caisses/{code}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/caisses-vides": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/caisses-vides/{place_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/chez-moi": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/chez-moi/caisses/{code}": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/chez-moi/jours/{day}": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/chez-moi/releves/{period}": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/ecritures/{span}.txt": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/periodes/{period}/paiement": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/periodes/{period}/paiement": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/periodes/{period}/virements/{number}.xml": Row(COORDINATOR, (303, 303, 303, 303, 404)),
    "POST /console/periodes/{period}/virements/{number}/annuler": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "POST /console/periodes/{period}/virements/{number}/envoyer": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "POST /console/periodes/{period}/virements/{number}/executer": Row(
        COORDINATOR, (401, 401, 401, 401, 404)
    ),
    "POST /console/periodes/{period}/virements/{number}/revenu": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "POST /console/periodes/{period}/encaissements/{person_id}": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/comptes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/comptes/{person_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/comptes/{person_id}/banque": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/comptes/{person_id}/mandat": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/comptes/{person_id}/tva": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/chez-moi/releves/{period}/csv": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/chez-moi/releves/{period}/pdf": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/consignes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/consignes/{place_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/consignes/{place_id}/code": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/consignes/{place_id}/remettre": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "GET /console/contestations": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/contestations/{dispute_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/contestations/{dispute_id}/annuler": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/contestations/{dispute_id}/decider": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/couts": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/couts/taux": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/couts/taux": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/couts/tournees/{round_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/couts/tournees/{round_id}": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/ecarts": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/ecarts/{item_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/ecarts/accepter": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "POST /console/ecarts/{item_id}/annuler": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/ecarts/{item_id}/decider": Row(COORDINATOR, (401, 401, 401, 401, 409)),
    "GET /console/entrer": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "POST /console/entrer": Row(ANYBODY, (401, 401, 401, 401, 401)),
    "GET /console/etiquettes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/etiquettes/caisses.pdf": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/etiquettes/lieux": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/etiquettes/lieux.pdf": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/etiquettes/vierges": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/etiquettes/vierges": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/etiquettes/vierges/{batch_id}": Row(COORDINATOR, (303, 303, 303, 303, 404)),
    "GET /console/exports": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/exports/journal": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/exports/{key}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/equite": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/equite/retirer": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/equite/vote": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/flux": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/incidents": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/imports": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/imports/noms": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/imports/noms/oublier": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/imports/{import_id}/annuler": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "GET /console/imports/modele.csv": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/imports/apercu": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/imports/apercu/{file_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/imports/apercu/{file_id}/confirmer": Row(COORDINATOR, (401, 401, 401, 401, 409)),
    "POST /console/imports/apercu/{file_id}/noms": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/imports/{import_id}": Row(COORDINATOR, (303, 303, 303, 303, 404)),
    "GET /console/lieux": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/lieux/ajouter": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/lieux/ajouter": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/lieux/{place_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/lieux/{place_id}": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/personnes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/personnes/ajouter": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/personnes/ajouter": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/personnes/{person_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/personnes/{person_id}": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/lieux/{place_id}/photo": Row(COORDINATOR, (303, 303, 303, 303, 404)),
    "POST /console/lieux/{place_id}/photo": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/lieux/propositions/{event_id}": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/lieux/propositions/{event_id}/photo": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/lien": Row(ANYBODY, (401, 401, 401, 401, 401)),
    "GET /console/lien/{token}": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "GET /console/journal-des-acces": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/mon-compte": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/mon-compte/application": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/mon-compte/codes": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "POST /console/mon-compte/mot-de-passe": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "POST /console/mon-compte/sessions": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/utilisateurs": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/utilisateurs": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/utilisateurs/{user_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/utilisateurs/{user_id}/lien": Row(COORDINATOR, (401, 401, 401, 401, 200)),
    "POST /console/utilisateurs/{user_id}/roles": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "POST /console/utilisateurs/{user_id}/sessions": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/utilisateurs/{user_id}/{act}": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/mon-relais": Row(COORDINATOR, (303, 303, 303, 303, 403)),
    "GET /console/papiers/{paper_id}": Row(COORDINATOR, (303, 303, 303, 303, 410)),
    "GET /console/papiers/{paper_id}/fichier": Row(COORDINATOR, (303, 303, 303, 303, 410)),
    "GET /console/periodes": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/periodes/{period}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/periodes/{period}/clore": Row(COORDINATOR, (401, 401, 401, 401, 409)),
    "GET /console/periodes/{period}/releves": Row(COORDINATOR, (303, 303, 303, 303, 404)),
    "GET /console/releves/{period}/{person_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/releves/{period}/{person_id}/csv": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/releves/{period}/{person_id}/pdf": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/rapprochement": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/rapprochement.csv": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/rapprochement/caisses": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/rapprochement/retraits": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/second-facteur": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/second-facteur": Row(COORDINATOR, (401, 401, 401, 401, 401)),
    "POST /console/second-facteur/commencer": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "POST /console/second-facteur/confirmer": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "POST /console/second-facteur/encore": Row(COORDINATOR, (401, 401, 401, 401, 404)),
    "POST /console/sortir": Row(ANYBODY, (303, 303, 303, 303, 303)),
    "GET /console/telephones": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/telephones/ajouter": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/telephones/inscriptions/{enrolment_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/telephones/inscriptions/{enrolment_id}/annuler": Row(
        COORDINATOR, (401, 401, 401, 401, 303)
    ),
    "POST /console/telephones/inscriptions/{enrolment_id}/confirmer": Row(
        COORDINATOR, (401, 401, 401, 401, 303)
    ),
    "GET /console/telephones/{device_id}/a-part": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/telephones/{device_id}/a-part": Row(COORDINATOR, (401, 401, 401, 401, 422)),
    "GET /console/telephones/{device_id}/retirer": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/telephones/{device_id}/retirer": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/tournees": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "POST /console/tournees/preparer": Row(COORDINATOR, (401, 401, 401, 401, 303)),
    "GET /console/tournees/{round_id}": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /console/tournees/{round_id}/bon": Row(COORDINATOR, (303, 303, 303, 303, 200)),
    "GET /healthz": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "HEAD /v1/blobs/{name}": Row(PHONE, (401, 404, 204, 404, 401)),
    "PATCH /v1/blobs/{name}": Row(PHONE, (401, 404, 409, 404, 401)),
    "POST /v1/enrol": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "POST /v1/enrol/poll": Row(ANYBODY, (200, 200, 200, 200, 200)),
    "POST /v1/me/export": Row(PHONE, (401, 200, 200, 403, 401)),
    "POST /v1/rescue": Row(PHONE, (401, 422, 422, 422, 401)),
    "POST /v1/sync": Row(PHONE, (401, 200, 200, 200, 401)),
    "GET /v1/version": Row(ANYBODY, (200, 200, 200, 200, 200)),
}


def _keyed() -> Mapping[tuple[str, str], Row]:
    return {(method, path): row for name, row in _TABLE.items() for method, _, path in (name.partition(" "),)}


ROWS = _keyed()
# The roles of a row's statuses; those of the other accounts follow from the rights of their roles.
IN_ROWS = (Role.ANONYMOUS, Role.PRODUCER, Role.NEIGHBOUR, Role.REVOKED, Role.COORDINATOR)
_WITH_PHONE = frozenset({Role.PRODUCER, Role.NEIGHBOUR, Role.REVOKED})


def may_ask(key: tuple[str, str], role: Role) -> bool:
    """Whether a role is answered there at all; `key` is the route's method and path."""
    match ROWS[key].access:
        case Access.ANYBODY:
            return True
        case Access.PHONE:
            return role in _WITH_PHONE
        case Access.COORDINATOR:
            method, path = key
            right = RIGHT_OF[method, path.removeprefix("/console")]
            return role in ACCOUNTS and right in RIGHTS_OF[ACCOUNTS[role].role]

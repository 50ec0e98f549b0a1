"""Accounts, roles and what was done about them, in French."""

from sync_server.accounts.audit import AuditAct
from sync_server.accounts.console_users import UserRefusal
from sync_server.accounts.coordinators import CoordinatorRefusal
from sync_server.accounts.french import REFUSED
from sync_server.accounts.passwords import PasswordFault
from sync_server.accounts.rights import ConsoleRole

ROLES = {
    ConsoleRole.COORDINATOR: ("Coordination", "Voit et décide tout ; ajoute les utilisateurs."),
    ConsoleRole.TREASURER: ("Trésorerie", "Voit l'argent de tous, clôt et paie ; ni caisses, ni téléphones."),
    ConsoleRole.KEEPER: ("Point relais", "Voit les caisses de son relais et ses propres relevés."),
    ConsoleRole.PRODUCER: ("Producteur", "Voit ses caisses, ses commandes et ses relevés."),
}
_REFUSED = {
    UserRefusal.UNKNOWN: "Ce compte n'existe plus, ou il est fermé.",
    UserRefusal.LAST_COORDINATOR: (
        "C'est le dernier compte de coordination : donnez d'abord ce rôle à quelqu'un d'autre."
    ),
    UserRefusal.YOURSELF: "On ne ferme pas son propre compte : demandez à une autre personne.",
    UserRefusal.WRONG_PASSWORD: "Le mot de passe actuel n'est pas le bon.",
}
ACTS = {
    AuditAct.SIGNED_IN: "Connexion",
    AuditAct.FACTOR_SET: "Second facteur relié",
    AuditAct.FACTOR_REFUSED: "Code refusé",
    AuditAct.FACTOR_RESET: "Second facteur réinitialisé",
    AuditAct.CODES_RENEWED: "Codes de secours renouvelés",
    AuditAct.PASSWORD_CHANGED: "Mot de passe changé",
    AuditAct.USER_ADDED: "Compte ajouté",
    AuditAct.ROLES_CHANGED: "Rôles changés",
    AuditAct.USER_CLOSED: "Compte fermé",
    AuditAct.USER_OPENED: "Compte rouvert",
    AuditAct.LINK_MADE: "Lien de connexion donné",
    AuditAct.SESSIONS_ENDED: "Sessions terminées",
    AuditAct.DOOR_CODE_SET: "Code de porte enregistré",
    AuditAct.DOOR_CODE_FORGOTTEN: "Code de porte oublié",
}


def refused(why: UserRefusal | CoordinatorRefusal | PasswordFault) -> str:
    """Why an account stays as it is."""
    return _REFUSED[why] if isinstance(why, UserRefusal) else REFUSED[why]


def roles_words(roles: frozenset[ConsoleRole]) -> str:
    """« Coordination, Trésorerie »."""
    return ", ".join(ROLES[role][0] for role in ConsoleRole if role in roles)

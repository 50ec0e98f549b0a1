"""Why an account or a password is refused, in French: the commands and the console say it alike."""

from sync_server.accounts.coordinators import CoordinatorRefusal
from sync_server.accounts.passwords import (
    PASSWORD_MAX_CHARACTERS,
    PASSWORD_MIN_CHARACTERS,
    PasswordFault,
)

REFUSED: dict[CoordinatorRefusal | PasswordFault, str] = {
    CoordinatorRefusal.LOGIN_TAKEN: "Cet identifiant est déjà pris.",
    CoordinatorRefusal.LOGIN_EMPTY: "Le nom ou l'identifiant est vide.",
    CoordinatorRefusal.ROLE_MISSING: "Il faut au moins un rôle.",
    CoordinatorRefusal.PERSON_NEEDED: (
        "Dites qui c'est dans le réseau : les pages d'un producteur ou d'un relais montrent ce qui est à lui."
    ),
    CoordinatorRefusal.PERSON_UNKNOWN: "Cette personne n'est pas dans le réseau.",
    PasswordFault.TOO_SHORT: f"Le mot de passe doit avoir au moins {PASSWORD_MIN_CHARACTERS} caractères.",
    PasswordFault.TOO_LONG: f"Le mot de passe a plus de {PASSWORD_MAX_CHARACTERS} caractères.",
    PasswordFault.COMMON: (
        "Ce mot de passe est parmi les premiers qu'un voleur essaie, ou en est un rallongé. "
        "Quatre mots sans lien entre eux font mieux."
    ),
    PasswordFault.ABOUT_YOU: "Le mot de passe ne doit pas être le nom ou l'identifiant.",
}

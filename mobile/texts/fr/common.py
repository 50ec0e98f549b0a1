"""French: Words used on several screens."""

from mobile.texts.fr.counting import crates
from mobile.texts.shape.common import CommonTexts

COMMON = CommonTexts(
    app_name="Relais fermier",
    back="Retour",
    cancel="Annuler",
    retry="Réessayer",
    crates=crates,
    tab_round="Tournée",
    tab_outbox="À envoyer",
    tab_commissions="Commissions",
    tab_settings="Réglages",
    display_error="Erreur d’affichage. Vos saisies sont conservées.",
    action_error=(
        "Cela n’a pas marché. Vos saisies sont conservées. Réessayez ; si cela "
        "revient, appelez la coordination."
    ),
    loading="Un instant…",
    labelled=lambda name, said: f"{name} : {said}",
)

"""French: Tournée d’essai et diagnostic."""

from mobile.texts.shape.practice import PracticeTexts

PRACTICE = PracticeTexts(
    title="Tournée d’essai",
    lines=(
        "Une petite tournée inventée : deux fermes, neuf caisses, un relais, une consigne.",
        "Tout marche comme en vrai : collecter, déposer, mettre à part, annuler, photographier.",
        "Rien n’est envoyé, rien ne compte. Vos vraies saisies sont à part, et partent pendant ce temps.",
        "En quittant l’essai, tout ce que vous y avez fait est jeté.",
    ),
    start="Commencer l’essai",
    restart="Recommencer à zéro",
    leave="Quitter l’essai",
    banner="ESSAI : rien n’est envoyé",
    try_first="Essayer d’abord, sans s’inscrire",
    round_name="Tournée d’essai",
    helper_name="Essai",
    farm_name="Ferme de l’Exemple",
    other_farm_name="GAEC du Brouillon",
    relay_name="Épicerie imaginaire",
    lockers_name="Consigne pour s’exercer",
    cheese="Fromages",
    vegetables="Légumes",
    note="Ceci est une tournée d’essai : personne ne vous attend ici.",
    diagnostics_title="Diagnostic",
    diagnostics_lead=(
        "Pour qui vous aide à distance : ni nom, ni code de caisse, ni position, ni contenu de vos saisies. "
        "Relisez avant de donner le fichier."
    ),
    diagnostics_save="Enregistrer le fichier",
    diagnostics_saved=lambda name: f"Enregistré : {name}. Donnez-le à la personne qui vous aide.",
    diagnostics_not_saved="Le fichier n’a pas été enregistré. Réessayez, ou faites une capture de cet écran.",
    diagnostics_heads={
        "program": "L’application",
        "log": "Ce qui est enregistré",
        "evidence": "Photos, signatures, positions",
        "exchange": "Échanges avec le serveur",
        "clock": "Horloge",
        "storage": "Place et fichiers",
        "choices": "Réglages",
    },
)

"""French: Réglages."""

from mobile.texts.shape.settings import SettingsTexts

SETTINGS = SettingsTexts(
    title="Réglages",
    language="Langue",
    language_names={"fr": "Français", "en": "English"},
    text_size="Taille du texte",
    text_sizes={"1.0": "Normale", "1.3": "Grande", "1.6": "Très grande", "2.0": "Double"},
    theme="Couleurs",
    themes={"system": "Comme le téléphone", "light": "Clair", "dark": "Sombre"},
    phone="Ce téléphone",
    person="Inscrit pour",
    device="Numéro",
    server="Serveur",
    version="Version",
    update_wanted=lambda version: (
        f"Le serveur demande la version {version} ou une plus récente pour donner vos tournées."
        " Vos saisies partent quand même."
    ),
    more="Aussi ici",
    practice="Bon à savoir",
    practice_lines=(
        "« Enregistré » s’affiche quand c’est écrit sur le téléphone. Vous pouvez l’éteindre aussitôt.",
        "Sans réseau, tout marche pareil. La pastille en haut compte ce qui reste à envoyer.",
        "Une erreur ? « Annuler » ajoute une correction ; rien n’est jamais effacé.",
        "Votre position n’est lue que si vous le choisissez. Une photo n’est prise ou jointe que par vous.",
    ),
)

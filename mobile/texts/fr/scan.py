"""French: Scanner."""

from mobile.texts.shape.scan import ScanTexts

SCAN = ScanTexts(
    title="Scanner",
    lens="Image de la caméra",
    camera_starts="La caméra s’allume… Si le téléphone le demande, autorisez-la.",
    no_camera="La caméra n’est pas disponible",
    camera_problems={
        "no_camera": "Cet appareil n’en a pas. Tapez le code : c’est aussi bien.",
        "denied": (
            "L’appli n’a pas le droit de s’en servir. Autorisez la caméra dans les réglages du téléphone, "
            "ou tapez le code."
        ),
        "silent": "Elle ne répond pas. Réessayez, ou tapez le code.",
    },
    torch_on="Lampe",
    torch_off="Éteindre",
    no_torch="Pas de lampe",
)

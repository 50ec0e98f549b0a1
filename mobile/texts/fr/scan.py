"""French: Scanner."""

from mobile.texts.fr.counting import agreed, crates
from mobile.texts.shape.scan import ScanTexts


def _the(count: int) -> str:
    return f"les {count} caisses {agreed(count, 'scannée')}" if count > 1 else "la caisse scannée"


SCAN = ScanTexts(
    title="Scanner",
    title_at=lambda name: f"Scanner · {name}",
    how_to="Visez l’étiquette d’une caisse, ou tapez son code.",
    answers={
        "expected": "Attendue",
        "unknown": "Inconnue",
        "wrong_stop": "Mauvais arrêt",
        "already_done": "Déjà fait",
    },
    seen_before=lambda code: f"Caisse {code} : déjà scannée.",
    scanned=lambda n: f"{agreed(n, 'caisse')} {agreed(n, 'scannée')}",
    not_a_crate="Ce n’est pas l’étiquette d’une caisse d’ici. C’est noté.",
    drop_scanned=lambda n: f"Déposer {_the(n)}",
    pick_scanned=lambda n: f"Prendre {_the(n)}",
    rest_missing=lambda n: f"Il manque {crates(n)} : dire pourquoi",
    back_to_stop="Retour à l’arrêt",
    blank_title="Étiquette vierge ?",
    blank_help="Si vous venez de la coller, choisissez le lot de la caisse.",
    labelled=lambda done, ordered: f"{done}/{ordered} étiquetées",
    bound=lambda code, goods: f"Étiquette {code} liée{f' : {goods}' if goods else ''}.",
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

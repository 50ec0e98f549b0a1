"""French: Photos, signatures, positions."""

from mobile.texts.shape.evidence import EvidenceTexts

EVIDENCE = EvidenceTexts(
    title="Photos et signatures",
    add_photo="Joindre une photo",
    add_another="Joindre une autre photo",
    take_photo="Prendre une photo",
    choose_photo="Choisir une photo",
    shutter="Déclencher",
    close_lens="Fermer la caméra",
    camera_problems={
        "no_camera": "Cet appareil n’en a pas. Choisissez une photo déjà prise, ou passez-vous-en.",
        "denied": (
            "L’appli n’a pas le droit de s’en servir. Autorisez la caméra dans les réglages du téléphone, "
            "ou choisissez une photo."
        ),
        "silent": "Elle ne répond pas. Réessayez, ou choisissez une photo.",
    },
    photo=lambda n: f"Photo {n}",
    remove_photo=lambda n: f"Retirer la photo {n}",
    goes_with_next=lambda n: (
        "Gardée ici : elle partira avec votre prochain enregistrement à cet endroit."
        if n == 1
        else f"{n} photos gardées ici : elles partiront avec votre prochain enregistrement à cet endroit."
    ),
    with_photos=lambda act, n: f"{act}, avec {n} photo{'s' if n > 1 else ''}",
    preparing="Photo en préparation…",
    position_title="Ma position",
    position_help=(
        "Si vous le voulez, l’endroit est joint à ce que vous enregistrez : lu à ce moment-là, jamais "
        "entre deux. Précis deux mois, puis effacé. Sans elle, tout marche pareil."
    ),
    position_on="Joindre ma position",
    position_off="Ne pas la joindre",
    position_refused=(
        "Le téléphone ne donne pas la position à l’application. Cela se change dans les réglages du "
        "téléphone ; tout marche sans."
    ),
    photo_problems={
        "not_a_picture": "Ce fichier n’est pas une photo lisible ici. Choisissez une photo JPEG ou PNG.",
        "too_large": "Cette photo est trop grande. Reprenez-la en qualité normale.",
        "damaged": "Cette photo est abîmée. Reprenez-la, ou choisissez-en une autre.",
        "enough": "Six photos suffisent pour un enregistrement : retirez-en une d’abord.",
    },
)

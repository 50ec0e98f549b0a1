"""French: Caisses vides et températures."""

from mobile.texts.shape.cargo import CargoTexts


def _left(n: int) -> str:
    return f"{n} vide{'s' if n > 1 else ''} laissée{'s' if n > 1 else ''}"


def _taken(n: int) -> str:
    return f"{n} vide{'s' if n > 1 else ''} reprise{'s' if n > 1 else ''}"


CARGO = CargoTexts(
    title="Caisses vides",
    empties_left="Laissées ici",
    empties_taken="Reprises d’ici",
    one_less="Une de moins",
    one_more="Une de plus",
    record_empties="Enregistrer les vides",
    empties_counted=lambda left, taken: (
        ", ".join(part for part in (_left(left) if left else "", _taken(taken) if taken else "") if part)
        or "aucune caisse vide"
    ),
    reading_asked=lambda cls: f"Température ({cls})",
    colder="Plus froid",
    warmer="Plus chaud",
    turn_sign="Au-dessous de zéro",
    fits=lambda reading, cls: f"{reading} : c’est bon ({cls})",
    too_warm=lambda reading, cls: f"{reading} : trop chaud ({cls})",
    too_cold=lambda reading, cls: f"{reading} : trop froid ({cls})",
    no_temperature="Ce n’est pas une température : écrivez par exemple 3,5 ou -18.",
    without_reading="Sans relevé de température",
    record_too_warm="Enregistrer, c’est trop chaud",
    correct_reading="Corriger la température",
)

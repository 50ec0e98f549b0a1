"""English: Caisses vides et températures."""

from mobile.texts.shape.cargo import CargoTexts


def _left(n: int) -> str:
    return f"{n} empt{'y' if n == 1 else 'ies'} left"


def _taken(n: int) -> str:
    return f"{n} empt{'y' if n == 1 else 'ies'} taken back"


CARGO = CargoTexts(
    title="Empties",
    empties_left="Left here",
    empties_taken="Taken back from here",
    one_less="One less",
    one_more="One more",
    record_empties="Record the empties",
    empties_counted=lambda left, taken: (
        ", ".join(part for part in (_left(left) if left else "", _taken(taken) if taken else "") if part)
        or "no empties"
    ),
    reading_asked=lambda cls: f"Temperature ({cls})",
    colder="Colder",
    warmer="Warmer",
    turn_sign="Below zero",
    fits=lambda reading, cls: f"{reading}: good ({cls})",
    too_warm=lambda reading, cls: f"{reading}: too warm ({cls})",
    too_cold=lambda reading, cls: f"{reading}: too cold ({cls})",
    no_temperature="This is not a temperature: write for example 3.5 or -18.",
    without_reading="Without a reading",
    record_too_warm="Record, it is too warm",
    correct_reading="Correct the temperature",
)

"""What the invented people, places and goods are called in the chosen language."""

from mobile.actions.practice import PracticeNames
from mobile.components.look import Look


def practice_names(look: Look) -> PracticeNames:
    """From the catalogue."""
    words = look.texts.practice
    return PracticeNames(
        words.round_name,
        words.helper_name,
        words.farm_name,
        words.other_farm_name,
        words.relay_name,
        words.lockers_name,
        words.cheese,
        words.vegetables,
        words.note,
    )

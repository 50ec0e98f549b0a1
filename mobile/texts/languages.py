"""From the chosen language to its catalogue."""

from mobile.texts.catalogue import Texts
from mobile.texts.english import ENGLISH
from mobile.texts.french import FRENCH
from shared.words.language import Language

CATALOGUES: dict[Language, Texts] = {Language.FRENCH: FRENCH, Language.ENGLISH: ENGLISH}


def texts_for(language: Language) -> Texts:
    """Everything the phone can say in `language`."""
    return CATALOGUES[language]

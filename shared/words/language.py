"""The languages people read: French first, English second."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of the screens."""

    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in both languages."""

    fr: str
    en: str

    def say(self, language: Language) -> str:
        """The words in one language."""
        match language:
            case Language.FRENCH:
                return self.fr
            case Language.ENGLISH:
                return self.en

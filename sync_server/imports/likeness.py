"""How like two names are, as people write them: accents, capitals, marks and the order of words set aside."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

# Below, two names have no more in common than any two farms.
LIKE_ENOUGH = 60
_WHOLE = 100
_WORD = re.compile(r"[a-z0-9]+")
# Words that many farms and points share and that tell none of them apart.
_COMMON = frozenset({"la", "le", "les", "l", "de", "du", "des", "d", "et", "a", "au", "aux", "en"})


def likeness(one: str, other: str) -> int:
    """How like two names are, from 0 to 100."""
    return _likeness(_words(one), _words(other))


def likeliest(texts: Sequence[str], names: Mapping[str, str], most: int) -> tuple[str, ...]:
    """The keys of the names most like any of the texts, best first; equal ones in the order of names."""
    asked = [_words(text) for text in texts]
    found: list[tuple[int, str, str]] = []
    for key, name in names.items():
        words = _words(name)
        score = max((_likeness(one, words) for one in asked), default=0)
        if score >= LIKE_ENOUGH:
            found.append((-score, name, key))
    return tuple(key for _, _, key in sorted(found)[:most])


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    telling = [word for word in words if word not in _COMMON]
    return tuple(sorted(telling or words))


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if not one or not other:
        return 0
    matcher = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False)
    # The quick bounds spare the long comparison for the many names that are nothing like it.
    if matcher.real_quick_ratio() * _WHOLE < LIKE_ENOUGH or matcher.quick_ratio() * _WHOLE < LIKE_ENOUGH:
        letters = 0
    else:
        letters = round(matcher.ratio() * _WHOLE)
    shared = set(one) & set(other)
    # All words of the shorter name stand in the longer one: « Épicerie » and its village after it.
    within = 90 if len(shared) == min(len(set(one)), len(set(other))) and len(shared) > 1 else 0
    return max(letters, within)

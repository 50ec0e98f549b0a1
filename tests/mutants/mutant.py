"""A mutant: one named rule of the project broken on purpose, by one exact replacement in one file."""

from dataclasses import dataclass

# Stands among the tests that are to notice a mutant for a few simulated worlds.
WORLDS = "worlds"


class TextMoved(ValueError):
    """What a mutant replaces no longer stands exactly once in its file."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`rule` says what is broken, `stated_in` where it is written; `text` stands exactly once in `path`.

    `killers` are pytest node ids, or `WORLDS`: those expected to notice, tried first.
    """

    name: str
    rule: str
    stated_in: str
    path: str
    text: str
    replacement: str
    killers: tuple[str, ...]
    needs_postgresql: bool = False

    def broken(self, source: str) -> str:
        """The file's content with the rule broken. Raises: TextMoved."""
        found = source.count(self.text)
        if found != 1:
            raise TextMoved(f"the text stands {found} times in {self.path}")
        return source.replace(self.text, self.replacement)

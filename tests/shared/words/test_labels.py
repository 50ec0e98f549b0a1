"""Every member of every shared enum has words in both languages."""

import importlib
import pkgutil
from enum import Enum, StrEnum

import pytest

import shared
from shared.errors import RelaisError
from shared.words.labels import label, wording_of
from shared.words.language import Language


def shared_enums() -> list[type[Enum]]:
    found: dict[str, type[Enum]] = {}
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Enum) and value.__module__.startswith("shared."):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return [found[name] for name in sorted(found)]


@pytest.mark.parametrize("enum", shared_enums(), ids=lambda enum: enum.__name__)
def test_every_member_has_a_word_in_both_languages(enum: type[Enum]):
    for member in enum:
        assert isinstance(member, StrEnum)
        for language in Language:
            text = label(member, language)
            assert text
            assert text == text.strip()


@pytest.mark.parametrize("enum", shared_enums(), ids=lambda enum: enum.__name__)
def test_two_members_of_one_enum_never_read_alike(enum: type[Enum]):
    for language in Language:
        words = [wording_of(member).say(language) for member in enum if isinstance(member, StrEnum)]
        assert len(set(words)) == len(words)


def test_the_words_of_the_trade_are_those_of_the_product():
    from_code = {"pickup": "collecte", "drop": "dépôt"}
    kinds = {enum.__name__: enum for enum in shared_enums()}
    assert {kind.value: label(kind) for kind in kinds["Act"] if isinstance(kind, StrEnum)} == from_code


def test_an_enum_of_nobody_has_no_label():
    class Colour(StrEnum):
        RED = "red"

    with pytest.raises(RelaisError, match="no-label"):
        label(Colour.RED)

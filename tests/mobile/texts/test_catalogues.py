"""Both languages say everything, for every count, and for every reason the program can give."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

import pytest

from mobile.actions.enrol_phone import EnrolFailure, OfferFault
from mobile.actions.outcomes import RefusalReason
from mobile.texts.catalogue import Texts
from mobile.texts.languages import texts_for
from shared.custody.events import QuarantineReason
from shared.words.language import Language

# Told by their own message, or impossible from the screen that would show them.
TOLD_OTHERWISE = {RefusalReason.NOT_CARRIED}
CANNOT_BE_SEEN = {
    RefusalReason.BAD_CODE,
    RefusalReason.UNKNOWN_ROUND,
    RefusalReason.UNKNOWN_PLACE,
    RefusalReason.TEXT_TOO_LONG,
}


def said_by(part: Any) -> Iterator[str]:
    """Every sentence of a catalogue; functions are asked for none, one and many."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():  # pyright: ignore[reportUnknownVariableType]
            yield from said_by(value)
    elif isinstance(part, tuple):
        for value in part:  # pyright: ignore[reportUnknownVariableType]
            yield from said_by(value)
    elif is_dataclass(part):
        for one in fields(part):
            yield from said_by(getattr(part, one.name))
    elif callable(part):
        yield from _answers(cast("Callable[..., str]", part))


def _answers(say: Callable[..., str]) -> Iterator[str]:
    wanted = say.__code__.co_argcount
    for count in (0, 1, 7):
        for arguments in ((count,) * wanted, (str(count),) * wanted, (count, "x"), ("x", count)):
            try:
                yield say(*arguments[:wanted])
            except TypeError:
                continue


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def texts(request: pytest.FixtureRequest) -> Texts:
    return texts_for(request.param)


def test_no_sentence_is_empty_or_left_in_its_template(texts: Texts):
    sentences = list(said_by(texts))
    assert len(sentences) > 200
    assert [sentence for sentence in sentences if not sentence.strip() or "{" in sentence] == []


def test_no_sentence_speaks_the_words_of_machines(texts: Texts):
    banned = ("payload", "synchronis", "timeout", "exception", "null", "http 5")
    said = [sentence.lower() for sentence in said_by(texts)]
    assert [sentence for sentence in said for word in banned if word in sentence] == []


def test_every_refusal_has_its_words(texts: Texts):
    told = {reason.value for reason in RefusalReason} - {r.value for r in TOLD_OTHERWISE | CANNOT_BE_SEEN}
    assert told - set(texts.stop.refusals) == set()


def test_every_failure_to_enrol_has_its_words(texts: Texts):
    failures = {failure.value for failure in (*EnrolFailure, *OfferFault)} - {EnrolFailure.SERVER_FAULT.value}
    assert failures - set(texts.enrol.errors) == set()


def test_every_quarantine_has_its_words(texts: Texts):
    assert {reason.value for reason in QuarantineReason} == set(texts.sync.review_reasons)


def test_both_languages_know_the_same_cases():
    french, english = texts_for(Language.FRENCH), texts_for(Language.ENGLISH)
    assert set(french.stop.refusals) == set(english.stop.refusals)
    assert set(french.enrol.errors) == set(english.enrol.errors)
    assert set(french.sync.problems) == set(english.sync.problems)

"""Rescue in both languages: every state, refusal and fault has its words."""

import pytest

from mobile.actions.rescue_make import EntrustRefusal
from mobile.actions.rescue_take import TakeInRefusal
from mobile.screens.outbox.draft import UNREADABLE
from mobile.store.carried import CarriedState
from mobile.texts.languages import texts_for
from mobile.texts.shape.rescue import RescueTexts
from shared.sync.rescue import RescueRefusal
from shared.sync.rescue_frames import FrameFault
from shared.sync.rescue_pack import PackFault
from shared.words.language import Language


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def words(request: pytest.FixtureRequest) -> RescueTexts:
    return texts_for(request.param).rescue


def test_every_state_of_a_carried_pack_has_its_words(words: RescueTexts) -> None:
    states = {state.value for state in CarriedState}
    assert set(words.states) == states
    assert set(words.state_help) == states


def test_every_refusal_of_the_server_has_its_words(words: RescueTexts) -> None:
    assert set(words.reasons) == {reason.value for reason in RescueRefusal}


def test_every_reason_to_take_or_give_nothing_has_its_words(words: RescueTexts) -> None:
    of_files = {fault.value for fault in PackFault} | {TakeInRefusal.OWN_FACTS.value, UNREADABLE}
    assert set(words.not_taken) == of_files
    assert set(words.picture_faults) == {fault.value for fault in FrameFault}
    assert set(words.nothing_to_show) == {refusal.value for refusal in EntrustRefusal}

"""Which passwords may be chosen, and what checking one costs a thief."""

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from sync_server.accounts.passwords import (
    PASSWORD_MIN_CHARACTERS,
    PasswordFault,
    hash_password,
    is_password_right,
    password_fault,
)


@pytest.mark.parametrize(
    "password",
    ["qwerty123456", "Password1234!", "dragondragondragon", "aaaaaaaaaaaaaa", "123456789012345",
     "SONYERICSSON", "!!!!dragon!!!!", "sunshine2026"],
)  # fmt: skip
def test_what_thieves_try_first_is_refused_however_it_is_lengthened(password: str) -> None:
    assert password_fault(password) is PasswordFault.COMMON


@pytest.mark.parametrize("password", ["le-panier-est-plein", "cheval agrafe pile correct", "7Kq!vR2m#pLx9"])
def test_several_words_or_real_chance_are_taken(password: str) -> None:
    assert password_fault(password, ("camille", "Camille Ferrand")) is None


def test_ones_own_name_is_no_password() -> None:
    assert password_fault("Camille Ferrand", ("camille", "Camille Ferrand")) is PasswordFault.ABOUT_YOU
    assert password_fault("camille12345!", ("camille", "X")) in PasswordFault
    assert password_fault("ferrandferrand", ("camille", "Camille Ferrand")) is PasswordFault.ABOUT_YOU


@given(st.text(max_size=300))
def test_too_short_and_too_long_are_refused_whatever_is_in_them(password: str) -> None:
    if len(password) < PASSWORD_MIN_CHARACTERS:
        assert password_fault(password) is PasswordFault.TOO_SHORT
    elif len(password) > 256:
        assert password_fault(password) is PasswordFault.TOO_LONG


def test_a_kept_password_costs_at_least_what_owasp_asks() -> None:
    kept = hash_password("le-panier-est-plein")
    asked = extract_parameters(kept)
    assert asked.type.name == "ID"
    assert asked.memory_cost >= 47_104
    assert asked.time_cost >= 1
    assert is_password_right("le-panier-est-plein", kept)
    assert not is_password_right("le-panier-est-vide!", kept)


def test_an_account_without_a_password_opens_with_none() -> None:
    assert not is_password_right("", "")
    assert not is_password_right("le-panier-est-plein", "")
    assert not is_password_right("le-panier-est-plein", None)

"""A secret code set, asked for and taken in a real browser; a practice round there and back."""

from pathlib import Path

import pytest

from mobile.store.outbox import outbox_counts
from tests.browser.phone_browser import PhoneProcess, PhoneScreen
from tests.builders_phone import FARM, ROUND, a_small_round, an_enrolled_phone, crate_codes

PIN, WRONG = "271828", "314159"


@pytest.fixture
def app(tmp_path: Path) -> PhoneProcess:
    """Bruno's phone with his round; its server does not answer."""
    an_enrolled_phone(tmp_path / "bruno", a_small_round(crate_codes(8))).store.close()
    return PhoneProcess(tmp_path, "bruno")


def types(phone: PhoneScreen, pin: str) -> None:
    for digit in pin:
        phone.tap(f"pin-{digit}")


def test_the_code_shuts_the_round_off_and_opens_it(phone: PhoneScreen) -> None:
    phone.open("/settings/access")
    phone.tap("set-code")
    types(phone, PIN)
    phone.sees("encore une fois")
    types(phone, PIN)
    phone.sees("ce code sera demandé")
    # The phone is switched off and on again.
    phone.app.stop()
    phone.app.start()
    phone.open(f"/stop/{ROUND}/{FARM}")
    phone.sees("Tapez votre code")
    phone.does_not_see("Ferme des Ajoncs")
    types(phone, WRONG)
    phone.sees("Encore 4 essais")
    types(phone, PIN)
    phone.sees("Ferme des Ajoncs")


def test_a_practice_round_is_driven_and_left_and_nothing_is_recorded(
    phone: PhoneScreen, app: PhoneProcess, tmp_path: Path
) -> None:
    phone.open("/settings/practice")
    phone.tap("start-practice")
    phone.sees("ESSAI : rien n’est envoyé")
    phone.sees("Ferme de l’Exemple")
    phone.tap("practice-banner")
    phone.tap("leave-practice")
    phone.sees("Ferme des Ajoncs")
    phone.does_not_see("ESSAI")
    app.stop()
    store = an_enrolled_phone(tmp_path / "bruno").store
    assert outbox_counts(store).head == 0
    store.close()

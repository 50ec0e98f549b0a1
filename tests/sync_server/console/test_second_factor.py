"""A password alone opens nothing that is everybody's; where money is at stake a fresh code is asked."""

import re

import pytest
from pyotp.totp import TOTP

from sync_server.accounts.console_sessions import open_console_session, open_sign_in_link
from sync_server.accounts.guesses import CODE_TRIES_MAX
from sync_server.accounts.rights import ConsoleRole, write_roles
from sync_server.accounts.second_factor import KEY_FILE, STEP_S, reset_factor
from sync_server.accounts.tables import Coordinator as ConsoleUser
from sync_server.db.session import begin
from tests.builders import a_server
from tests.sync_server.console.conftest import ASKS_FOR_CODE, Coordinator, words
from tests.sync_server.console.world import LOGIN, OAKS, PASSWORD, PASSWORD_ARGON2, Friday

RECOVERY = re.compile(r"\b(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}\b")


@pytest.fixture
def protected(visitor: Coordinator) -> Coordinator:
    """The coordinator, her app set up, signed out again."""
    assert visitor.signs_in().url.path == "/console/"
    visitor.post("/sortir")
    visitor.runtime.now_ms.forward(s=STEP_S)  # type: ignore[attr-defined]
    return visitor


def gives_password(browser: Coordinator) -> str:
    return browser.post("/entrer", login=LOGIN, password=PASSWORD).text


def test_the_first_sign_in_sets_the_app_up_and_shows_recovery_codes_once(visitor: Coordinator) -> None:
    asked = visitor.post("/entrer", login=LOGIN, password=PASSWORD)
    assert asked.url.path == "/console/second-facteur"
    assert "Protégez votre compte" in words(asked.text)
    for path in ("/", "/periodes", "/telephones"):
        assert visitor.get(path).url.path == "/console/second-facteur", path
    visitor.shows_factor(asked)
    page = visitor.get("/")
    assert page.url.path == "/console/"
    assert not RECOVERY.search(page.text)


def test_the_secret_is_shown_as_a_qr_and_typed_and_never_again(visitor: Coordinator) -> None:
    visitor.post("/entrer", login=LOGIN, password=PASSWORD)
    shown = visitor.post("/second-facteur/commencer").text
    assert "<svg" in shown.split("Reliez votre application")[1]
    again = visitor.post("/second-facteur/commencer").text
    secret = re.findall(r'id="secret"[^>]*value="([A-Z2-7 ]+)"', shown)
    assert secret == re.findall(r'id="secret"[^>]*value="([A-Z2-7 ]+)"', again)
    visitor.secret = secret[0].replace(" ", "")
    codes = visitor.post("/second-facteur/confirmer", code=visitor.code()).text
    assert len(set(RECOVERY.findall(codes))) == 10
    assert secret[0] not in visitor.get("/second-facteur").text


def test_the_password_alone_then_opens_nothing(protected: Coordinator) -> None:
    assert ASKS_FOR_CODE in gives_password(protected)
    protected.client.follow_redirects = False
    assert protected.get("/").headers["location"] == "/console/second-facteur?vers=%2Fconsole%2F"
    assert protected.post("/tournees/preparer", jour="2026-11-06").status_code == 401
    # Nor can a new app be put in the place of hers.
    assert protected.post("/second-facteur/commencer").status_code == 303
    assert "/second-facteur/confirmer" not in protected.get("/second-facteur").text
    assert protected.post("/second-facteur/confirmer", code="000000").status_code == 422


def test_a_right_code_lets_in_with_another_session(protected: Coordinator) -> None:
    gives_password(protected)
    half = protected.client.cookies["sid"]
    assert protected.post("/second-facteur", code=protected.code(), vers="/console/periodes").url.path == (
        "/console/periodes"
    )
    assert protected.client.cookies["sid"] != half
    protected.client.cookies.set("sid", half)
    assert protected.get("/").url.path == "/console/entrer"


def test_a_code_is_good_once(protected: Coordinator) -> None:
    code = protected.code()
    gives_password(protected)
    assert protected.post("/second-facteur", code=code).url.path == "/console/"
    gives_password(protected)
    answer = protected.post("/second-facteur", code=code)
    assert answer.status_code == 401
    assert "Ce code a déjà servi" in words(answer.text)
    # An older one, still within the half minute a clock may be off, is used up with it.
    older = TOTP(protected.secret).at((protected.step - 1) * STEP_S)
    assert protected.post("/second-facteur", code=older).status_code == 401


@pytest.mark.parametrize(("off", "lets_in"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off_and_no_more(
    protected: Coordinator,
    off: int,
    lets_in: bool,  # noqa: FBT001
) -> None:
    protected.runtime.now_ms.forward(s=10 * STEP_S)  # type: ignore[attr-defined]
    gives_password(protected)
    step = protected.runtime.now_ms() // 1000 // STEP_S + off
    code = TOTP(protected.secret).at(step * STEP_S)
    assert (protected.post("/second-facteur", code=code).status_code == 200) is lets_in


def test_codes_are_not_to_be_guessed(protected: Coordinator) -> None:
    gives_password(protected)
    right = protected.code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [protected.post("/second-facteur", code=wrong).status_code for _ in range(CODE_TRIES_MAX + 3)]
    assert answers == [401] * CODE_TRIES_MAX + [429] * 3
    # Signing in anew or from elsewhere does not start the count again.
    protected.client.cookies.clear()
    gives_password(protected)
    assert protected.post("/second-facteur", code=right).status_code == 429
    protected.runtime.now_ms.forward(s=15 * 60)  # type: ignore[attr-defined]
    gives_password(protected)
    assert protected.post("/second-facteur", code=protected.code()).status_code == 200


def test_a_recovery_code_stands_in_once(visitor: Coordinator) -> None:
    visitor.post("/entrer", login=LOGIN, password=PASSWORD)
    visitor.secret = re.findall(
        r'id="secret"[^>]*value="([A-Z2-7 ]+)"', visitor.post("/second-facteur/commencer").text
    )[0].replace(" ", "")
    shown = visitor.post("/second-facteur/confirmer", code=visitor.code()).text
    code = RECOVERY.findall(shown)[3]
    for answer_is in (200, 401):
        visitor.client.cookies.clear()
        gives_password(visitor)
        assert visitor.post("/second-facteur", code=code.lower()).status_code == answer_is


def test_a_copy_of_the_database_holds_neither_secret_nor_codes(
    protected: Coordinator, friday: Friday
) -> None:
    rows = str(friday.server.rows_of("SELECT * FROM second_factor")) + str(
        friday.server.rows_of("SELECT * FROM recovery_code")
    )
    assert protected.secret not in rows
    key = friday.server.runtime.settings.data_dir / KEY_FILE
    assert key.stat().st_mode & 0o077 == 0


def test_without_the_servers_key_nobody_gets_in_until_the_factor_is_reset(
    protected: Coordinator, friday: Friday
) -> None:
    (friday.server.runtime.settings.data_dir / KEY_FILE).unlink()
    gives_password(protected)
    answer = protected.post("/second-facteur", code=protected.code())
    assert answer.status_code == 401
    assert "ne peut plus vérifier" in words(answer.text)
    with begin(protected.runtime.database) as session:
        assert reset_factor(session, "C01")
    protected.client.cookies.clear()
    assert "Protégez votre compte" in words(gives_password(protected))


def test_a_half_session_lasts_a_quarter_of_an_hour(protected: Coordinator) -> None:
    gives_password(protected)
    protected.runtime.now_ms.forward(s=15 * 60 + 1)  # type: ignore[attr-defined]
    assert protected.get("/second-facteur").url.path == "/console/entrer"


def test_closing_asks_for_a_fresh_code_and_keeps_what_was_typed(friday: Friday, visitor: Coordinator) -> None:
    friday.is_driven()
    visitor.signs_in()
    friday.server.clock.forward(s=600)
    form = {"sure": "oui", "early_reason": "Fin de « saison »"}
    asked = visitor.post("/periodes/2026-11/clore", **form)
    assert asked.status_code == 403
    assert 'value="Fin de « saison »"' in asked.text
    assert friday.server.rows_of("SELECT count(*) FROM settlement") == [(0,)]
    waiting = {**form, "apres": "/console/periodes/2026-11/clore"}
    wrong = visitor.post("/second-facteur/encore", **waiting, second_facteur="000000")
    assert wrong.status_code == 403
    assert 'value="Fin de « saison »"' in wrong.text
    # Wrong codes are counted and written down here too.
    refused = friday.server.rows_of("SELECT act FROM audit_event WHERE act = 'factor-refused'")
    assert len(refused) == len(friday.server.rows_of("SELECT 1 FROM failed_try")) == 1
    done = visitor.post("/second-facteur/encore", **waiting, second_facteur=visitor.code())
    assert done.url.path == "/console/periodes/2026-11"
    assert "La période est close." in words(done.text)
    assert friday.server.rows_of("SELECT early_reason FROM settlement") == [("Fin de « saison »",)]


def test_a_fresh_code_leads_nowhere_outside(visitor: Coordinator) -> None:
    visitor.signs_in()
    visitor.client.follow_redirects = False
    for elsewhere in ("https://ailleurs.example/", "//ailleurs.example", "/v1/sync"):
        visitor.runtime.now_ms.forward(s=STEP_S)  # type: ignore[attr-defined]
        answer = visitor.post("/second-facteur/encore", apres=elsewhere, second_facteur=visitor.code())
        assert answer.headers["location"] == "/console/"


def test_a_session_opened_before_factors_were_asked_goes_on_but_closes_nothing(
    visitor: Coordinator, friday: Friday
) -> None:
    friday.is_driven()
    with begin(visitor.runtime.database) as session:
        ago = visitor.runtime.now_ms() - 20 * 60_000
        token = open_console_session(session, "C01", visitor.runtime.random_bytes, ago, is_factor_shown=True)
    visitor.client.cookies.set("sid", token)
    assert visitor.get("/periodes").status_code == 200
    assert visitor.post("/periodes/2026-11/clore", sure="oui", early_reason="x").status_code == 403
    assert (
        visitor.post(
            "/second-facteur/encore", apres="/console/periodes/2026-11/clore", second_facteur="123456"
        ).status_code
        == 404
    )


def test_a_producer_may_do_without_but_not_once_it_is_set_up(visitor: Coordinator) -> None:
    with begin(visitor.runtime.database) as session:
        session.add(
            ConsoleUser(
                id="C90",
                name="Dominique",
                login="dominique",
                password_argon2=PASSWORD_ARGON2,
                roles=write_roles([ConsoleRole.PRODUCER]),
                person_id=OAKS,
            )
        )
    assert visitor.post("/entrer", login="dominique", password=PASSWORD).url.path == "/console/chez-moi"
    visitor.shows_factor(visitor.get("/second-facteur"))
    assert visitor.get("/").url.path == "/console/chez-moi"
    visitor.client.cookies.clear()
    assert ASKS_FOR_CODE in visitor.post("/entrer", login="dominique", password=PASSWORD).text


def test_the_link_of_the_demonstration_stands_for_a_factor_and_no_other_does(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for demo, leads_to in ((True, "/console/"), (False, "/console/second-facteur")):
        with a_server(tmp_path_factory.mktemp("demo"), demo=demo) as server:
            friday = Friday(server)
            friday.is_driven()
            server.client.follow_redirects = True
            browser = Coordinator(server.client, server.runtime)
            with begin(server.runtime.database) as session:
                token = open_sign_in_link(session, "C01", server.runtime.random_bytes, server.clock.at_ms)
            assert browser.post("/lien", token=token).url.path == leads_to
            server.clock.forward(s=20 * 60)
            closing = browser.post("/periodes/2026-11/clore", sure="oui", early_reason="Essai")
            assert (closing.status_code == 200) is demo

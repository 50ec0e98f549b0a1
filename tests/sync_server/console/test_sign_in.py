"""Signing in: by password or by a link that works once; sessions that end by themselves."""

from pathlib import Path

from sync_server.accounts.console_sessions import open_sign_in_link
from sync_server.accounts.guesses import TRIES_MAX
from sync_server.db.session import begin
from tests.builders import a_server, restarted
from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import LOGIN, PASSWORD, Friday


def test_the_right_password_opens_the_board(visitor: Coordinator) -> None:
    answer = visitor.signs_in()
    assert answer.url.path == "/console/"
    assert "vendredi 6 novembre 2026" in answer.text.casefold()
    assert "Camille Ferrand" in answer.text


def test_a_wrong_password_and_an_unknown_login_are_told_alike(visitor: Coordinator) -> None:
    wrong = visitor.signs_in(password="pas-le-bon-panier")
    unknown = visitor.signs_in(login="inconnue")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text.replace("inconnue", LOGIN)
    assert "L'identifiant ou le mot de passe n'est pas le bon." in words(wrong.text)


def test_after_ten_wrong_passwords_even_the_right_one_waits(visitor: Coordinator, friday: Friday) -> None:
    for _ in range(TRIES_MAX):
        visitor.signs_in(password="pas-le-bon-panier")
    assert visitor.signs_in().status_code == 429
    # Nor does it help to be heard by another process of the server, or to wait for a restart.
    with restarted(friday.server) as other:
        assert Coordinator(other.client, other.runtime).signs_in().status_code == 429
    assert LOGIN not in str(friday.server.rows_of("SELECT * FROM failed_try"))
    friday.server.clock.forward(s=15 * 60)
    assert visitor.signs_in().status_code == 200


def test_signing_in_leads_where_one_wanted_to_go_but_never_out_of_the_console(visitor: Coordinator) -> None:
    asked = visitor.get("/periodes/2026-11?tri=nom")
    assert asked.url.path == "/console/entrer"
    assert 'value="/console/periodes/2026-11?tri=nom"' in asked.text
    wanted = "/console/periodes/2026-11?tri=nom"
    asks_factor = visitor.post("/entrer", login=LOGIN, password=PASSWORD, vers=wanted)
    inside = visitor.shows_factor(asks_factor)
    assert inside.url.path == "/console/periodes/2026-11"
    for outside in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "/v1/sync"):
        visitor.runtime.now_ms.forward(s=30)  # type: ignore[attr-defined]
        led = visitor.shows_factor(visitor.post("/entrer", login=LOGIN, password=PASSWORD, vers=outside))
        assert led.url.path == "/console/"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor: Coordinator) -> None:
    visitor.client.follow_redirects = False
    cookie = visitor.signs_in().headers["set-cookie"]
    assert cookie.startswith("sid=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    with a_server(tmp_path, public_url="https://relais.example") as server:
        Friday(server)
        form = {"login": LOGIN, "password": PASSWORD}
        answer = server.client.post("/console/entrer", data=form, headers=SAME_ORIGIN)
        assert answer.headers["set-cookie"].startswith("__Host-sid=")
        assert "Secure" in answer.headers["set-cookie"]


def test_the_database_holds_no_usable_token(camille: Coordinator, friday: Friday) -> None:
    token = camille.client.cookies["sid"]
    assert token not in str(friday.server.rows_of("SELECT * FROM console_session"))


def test_a_session_ends_after_half_an_hour_without_use(camille: Coordinator, friday: Friday) -> None:
    friday.server.clock.forward(s=29 * 60)
    assert camille.get("/").url.path == "/console/"
    friday.server.clock.forward(s=29 * 60)
    assert camille.get("/").url.path == "/console/"
    friday.server.clock.forward(s=31 * 60)
    assert camille.get("/").url.path == "/console/entrer"


def test_a_session_ends_after_ten_hours_however_busy(camille: Coordinator, friday: Friday) -> None:
    for _ in range(29):
        friday.server.clock.forward(s=20 * 60)
        assert camille.get("/").url.path == "/console/"
    friday.server.clock.forward(s=20 * 60)
    assert camille.get("/").url.path == "/console/entrer"


def test_signing_out_ends_the_session_on_the_server(camille: Coordinator) -> None:
    token = camille.client.cookies["sid"]
    assert camille.post("/sortir").url.path == "/console/entrer"
    camille.client.cookies.set("sid", token)
    assert camille.get("/").url.path == "/console/entrer"


def test_a_link_opens_the_console_once(visitor: Coordinator, friday: Friday) -> None:
    runtime = friday.server.runtime
    with begin(runtime.database) as session:
        token = open_sign_in_link(session, "C01", runtime.random_bytes, runtime.now_ms())
    for _ in range(2):
        assert "Ouvrir la console" in visitor.read(f"/lien/{token}")
    assert visitor.shows_factor(visitor.post("/lien", token=token)).url.path == "/console/"
    visitor.client.cookies.clear()
    again = visitor.post("/lien", token=token)
    assert again.status_code == 401
    assert "Ce lien a déjà servi" in again.text


def test_a_link_too_old_opens_nothing(visitor: Coordinator, friday: Friday) -> None:
    runtime = friday.server.runtime
    with begin(runtime.database) as session:
        token = open_sign_in_link(session, "C01", runtime.random_bytes, runtime.now_ms())
    friday.server.clock.forward(s=25 * 3600)
    assert visitor.post("/lien", token=token).status_code == 401

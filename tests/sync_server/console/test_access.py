"""Nobody sees or changes anything without a session; no other site acts through a coordinator's browser."""

from collections.abc import Iterator

from sync_server.console.guard import BODY_MAX_BYTES, SECURITY_HEADERS
from tests.sync_server.console.access_matrix import ACTS, GUARDED, PAGES_TO_READ, address
from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import Friday

OTHER_SITES: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://ailleurs.example"},
    {"Origin": "null"},
    {},
)


def test_every_route_refuses_whoever_has_no_session(visitor: Coordinator) -> None:
    visitor.client.follow_redirects = False
    for method, path in GUARDED:
        answer = visitor.client.request(method, address(path), headers=SAME_ORIGIN, files={"file": b""})
        if method == "GET":
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/console/entrer?vers=%2Fconsole%2F"), path
        else:
            # A form that is not even complete says so first, and does nothing either.
            assert answer.status_code in (401, 422), path
        assert "Ferme des Chênes" not in answer.text, path


def test_a_form_sent_by_another_site_is_refused_whatever_it_asks(camille: Coordinator) -> None:
    form = {"sure": "oui", "why": "stolen", "digits": "1234", "person": "P003"}
    for path in ACTS:
        for headers in OTHER_SITES:
            answer = camille.client.post(address(path), data=form, headers=headers)
            assert answer.status_code == 403, (path, headers)
            assert "Cette demande vient d'ailleurs" in words(answer.text)


def test_an_older_browser_is_known_by_its_origin(visitor: Coordinator) -> None:
    visitor.client.follow_redirects = False
    form = {"login": "x", "password": "y"}
    answer = visitor.client.post("/console/entrer", data=form, headers={"Origin": "http://127.0.0.1"})
    assert answer.status_code == 401


def test_looking_at_pages_changes_nothing(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    before = everything(friday)
    for path in PAGES_TO_READ:
        camille.get(address(path).removeprefix("/console"))
        assert everything(friday) == before, path


def everything(friday: Friday) -> dict[str, list[object]]:
    # A session's own last use is all that a visit may leave behind.
    question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'console_session'"
    tables = [name for (name,) in friday.server.rows_of(question)]
    return {
        table: [tuple(row) for row in friday.server.rows_of(f"SELECT * FROM {table}")] for table in tables
    }


def test_every_answer_carries_the_headers_that_protect_it(camille: Coordinator) -> None:
    assert "unsafe" not in SECURITY_HEADERS["Content-Security-Policy"]
    for path in ("/", "/entrer", "/nulle-part", "/static/page.css", "/periodes/2026-11"):
        answer = camille.get(path)
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value, path
        kept = answer.headers["cache-control"]
        assert "immutable" in kept if path.startswith("/static/") else kept == "no-store", path


def test_no_page_holds_a_script_or_a_style_of_its_own(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    for path in PAGES_TO_READ:
        text = camille.get(address(path).removeprefix("/console")).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count("<script src=")


def test_too_large_a_body_is_refused_before_it_is_read(camille: Coordinator) -> None:
    headers = {**SAME_ORIGIN, "Content-Length": str(BODY_MAX_BYTES + 1)}
    answer = camille.client.post("/console/imports/apercu", content=b"x", headers=headers)
    assert answer.status_code == 413
    assert "Ce fichier est trop lourd" in answer.text


def test_a_body_that_does_not_say_its_size_is_refused_once_it_is_too_large(camille: Coordinator) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY_MAX_BYTES // 100_000 + 2):
            yield b"x" * 100_000

    headers = {**SAME_ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    answer = camille.client.post("/console/imports/apercu", content=endless(), headers=headers)
    assert answer.status_code == 413

"""Every route asked by every role: what a role may not do is refused, whatever id is tried."""

import re
from urllib.parse import parse_qsl

import pytest
from fastapi.dependencies.models import Dependant

from sync_server.accounts.rights import RIGHTS, ConsoleRole, Right, read_roles, write_roles
from sync_server.accounts.tables import Coordinator as ConsoleUser
from sync_server.console.menu import ENTRIES
from sync_server.console.visit import ReadingWith, WritingWith
from sync_server.db.session import begin
from tests.sync_server.console.access_matrix import (
    GUARDED,
    OPEN_TO_ANYBODY,
    RIGHT_OF,
    RIGHTS_OF,
    address,
    api_routes,
    routes,
)
from tests.sync_server.console.accounts_for import SOMEBODY, signs_in_as
from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.world import GARDENS, Friday, crate_codes

FORBIDDEN = 403
# Where the bare console leads each role.
HOME_OF = {
    ConsoleRole.COORDINATOR: "/console/",
    ConsoleRole.TREASURER: "/console/periodes",
    ConsoleRole.KEEPER: "/console/mon-relais",
    ConsoleRole.PRODUCER: "/console/chez-moi",
}
LINK = re.compile(r'<a\b[^>]*\bhref="(/console/[^"#]*)')
# How labels lie on their sheets: each way is followed, but not each way for each farm, round and lot.
LAID_OUT_BY = frozenset({"planche", "depuis"})


def right_asked(dependant: Dependant) -> list[Right]:
    calls = [dependant.call, *(each.call for each in dependant.dependencies)]
    return [call.right for call in calls if isinstance(call, ReadingWith | WritingWith)]


def test_every_route_asks_for_the_right_its_row_says() -> None:
    asked = {
        (method, route.path): [right.value for right in right_asked(route.dependant)]
        for route in api_routes()
        for method in route.methods or ()
    }
    assert {key: [right] for key, right in RIGHT_OF.items()} | {key: [] for key in OPEN_TO_ANYBODY} == asked


def test_what_changes_something_is_asked_of_a_visit_that_may_write() -> None:
    for route in api_routes():
        calls = [each.call for each in route.dependant.dependencies]
        if any(isinstance(call, WritingWith) for call in calls):
            assert route.methods == {"POST"}, route.path


def test_each_role_has_the_rights_written_in_the_matrix_and_no_other() -> None:
    assert {role: {right.value for right in rights} for role, rights in RIGHTS.items()} == RIGHTS_OF


@pytest.mark.parametrize("role", ConsoleRole)
def test_every_route_answers_each_role_as_its_rights_say(visitor: Coordinator, role: ConsoleRole) -> None:
    signs_in_as(visitor, role)
    visitor.client.follow_redirects = False
    for method, path in GUARDED:
        answer = visitor.client.request(method, address(path), headers=SAME_ORIGIN, files={"file": b""})
        if RIGHT_OF[method, path] in RIGHTS_OF[role]:
            assert answer.status_code != FORBIDDEN, (role, path)
        elif (method, path) == ("GET", "/"):
            assert answer.headers.get("location") == HOME_OF[role]
            assert answer.status_code == (303 if HOME_OF[role] else FORBIDDEN)
        else:
            assert answer.status_code == FORBIDDEN, (role, method, path)
            assert "n'est pas ouverte à votre rôle" in words(answer.text)
            assert "Ferme des Chênes" not in answer.text


def test_a_route_without_a_right_answers_no_differently_for_an_id_that_exists(
    friday: Friday, visitor: Coordinator
) -> None:
    friday.is_driven(left_behind=1)
    signs_in_as(visitor, ConsoleRole.PRODUCER)
    for there, not_there in (
        (f"/caisses/{friday.all_codes[0]}", f"/caisses/{crate_codes(1, 77)[0]}"),
        ("/ecarts/1", "/ecarts/999"),
        (f"/releves/2026-11/{GARDENS}", "/releves/2026-11/P999"),
        (f"/telephones/{friday.phones[GARDENS].device_id}/retirer", "/telephones/d_0000000000/retirer"),
    ):
        seen, unseen = visitor.get(there), visitor.get(not_there)
        assert seen.status_code == unseen.status_code == FORBIDDEN
        assert seen.text == unseen.text, there


def what_is_asked(link: str) -> set[tuple[object, ...]]:
    path, _, query = link.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    laid_out: set[tuple[object, ...]] = {(path, *pair) for pair in pairs if pair[0] in LAID_OUT_BY}
    return laid_out | {(path, tuple(pair for pair in pairs if pair[0] not in LAID_OUT_BY))}


@pytest.mark.parametrize("role", ConsoleRole)
def test_no_page_offers_a_link_its_reader_may_not_follow(
    friday: Friday, visitor: Coordinator, role: ConsoleRole
) -> None:
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    signs_in_as(visitor, role)
    seen, waiting = set[str](), {HOME_OF[role] or "/console/entrer"}
    followed, asked = 0, set[tuple[object, ...]]()
    while waiting:
        link = min(waiting)
        waiting.remove(link)
        seen.add(link)
        asking = what_is_asked(link)
        if asking <= asked:
            continue
        asked |= asking
        followed += 1
        answer = visitor.client.get(link)
        assert answer.status_code == 200, (role, link)
        if "text/html" in answer.headers["content-type"]:
            waiting |= {each.replace("&amp;", "&") for each in LINK.findall(answer.text)} - seen
    assert followed >= len([None for entry in ENTRIES if entry.right.value in RIGHTS_OF[role]])


def test_somebody_with_two_roles_has_the_rights_of_both(visitor: Coordinator) -> None:
    signs_in_as(visitor, ConsoleRole.TREASURER, ConsoleRole.COORDINATOR)
    assert visitor.get("/caisses").status_code == visitor.get("/periodes").status_code == 200


def test_an_account_of_nobody_in_the_network_sees_nothing_of_its_own(visitor: Coordinator) -> None:
    signs_in_as(visitor, ConsoleRole.PRODUCER, person=None)
    assert visitor.get("/").url.path == "/console/mon-compte"
    assert visitor.get("/chez-moi").status_code == FORBIDDEN


def test_taking_a_role_away_is_felt_at_the_next_page(visitor: Coordinator) -> None:
    signs_in_as(visitor, ConsoleRole.COORDINATOR)
    assert visitor.get("/caisses").status_code == 200
    with begin(visitor.runtime.database) as session:
        user = session.get_one(ConsoleUser, SOMEBODY)
        user.roles = "treasurer"
    assert visitor.get("/caisses").status_code == FORBIDDEN
    with begin(visitor.runtime.database) as session:
        user = session.get_one(ConsoleUser, SOMEBODY)
        user.disabled_ms = visitor.runtime.now_ms()
    assert visitor.get("/periodes").url.path == "/console/entrer"


def test_a_word_that_is_no_role_gives_no_right() -> None:
    assert read_roles("coordinator,admin,") == {ConsoleRole.COORDINATOR}
    assert read_roles("") == set()
    assert read_roles(write_roles(ConsoleRole)) == set(ConsoleRole)


def test_every_route_is_in_the_matrix_once() -> None:
    assert set(RIGHT_OF) | OPEN_TO_ANYBODY == set(routes())

"""A co-op's first day: no page of the console is an empty table, and each says what comes next."""

import re
from html import unescape

import pytest

from sync_server.accounts.rights import ConsoleRole
from tests.builders import ServerInProcess
from tests.sync_server.console.access_matrix import routes
from tests.sync_server.console.accounts_for import signs_in_as
from tests.sync_server.console.conftest import with_a_browser

FILES = re.compile(r"\.(csv|pdf|txt|xml)$|^/exports/|/sortir$|^/lien/")
EMPTY_BODY = re.compile(r"<tbody[^>]*>\s*</tbody>")
# What stands where a list would: `empty` of parts/words.html.
EMPTY_STATE = re.compile(r'<div class="empty">(.*?)</div></div>', re.DOTALL)
LEADS_ON = re.compile(r'<a [^>]*href="/console/')
# What it shows is asked in its address.
NEEDS_A_CHOICE = ("/baremes/simulation",)
WORDS_MIN = 8
FORM = re.compile(r'<form [^>]*method="post"')


def pages() -> list[str]:
    return sorted(
        path for method, path in routes() if method == "GET" and "{" not in path and not FILES.search(path)
    )


@pytest.mark.parametrize(
    "roles",
    [(ConsoleRole.COORDINATOR,), (ConsoleRole.TREASURER,), (ConsoleRole.KEEPER, ConsoleRole.PRODUCER)],
    ids=lambda roles: roles[0].value,
)
def test_every_page_of_an_empty_co_op_says_what_comes_next(
    server: ServerInProcess, roles: tuple[ConsoleRole, ...]
) -> None:
    visitor = signs_in_as(with_a_browser(server), *roles, person=server.add_person("P001"))
    faults: list[str] = []
    taught = 0
    for path in pages():
        answer = visitor.get(path)
        if answer.status_code == 403 or path in NEEDS_A_CHOICE:
            continue
        assert answer.status_code == 200, (path, answer.status_code)
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        if EMPTY_BODY.search(main):
            faults.append(f"{path}: a table without a row, and nothing said")
        for found in EMPTY_STATE.findall(main):
            taught += 1
            says = " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())
            if len(says.split()) < WORDS_MIN:
                faults.append(f"{path}: « {says} » teaches nothing")
            # Whoever coordinates is given the next step: a link, or a form on the same page.
            if ConsoleRole.COORDINATOR in roles and not (LEADS_ON.search(found) or FORM.search(main)):
                faults.append(f"{path}: nothing to do next in « {says} »")
    assert taught
    assert not faults, "\n".join(faults)

"""The blanks of French: none breaks where a mark would begin a line, and what people send is untouched."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from sync_server.console.typography import with_french_blanks
from tests.sync_server.console.conftest import Coordinator
from tests.sync_server.console.world import Friday

TEXT_BETWEEN_TAGS = re.compile(r">([^<>]*)<(?!/textarea)")
BREAKS = re.compile(r" (?=[:;?!»](?:[\s<).,]|$))|(?<=«) ")


def test_marks_keep_to_their_words() -> None:
    assert with_french_blanks("<p>fichier n° 1</p>") == "<p>fichier n°\u00a01</p>"
    assert with_french_blanks("<p>Pour qui ? <b>a : b</b> ; « x » !</p>") == (
        "<p>Pour qui\u202f? <b>a\u00a0: b</b>\u202f; «\u00a0x\u00a0»\u202f!</p>"
    )


def test_what_a_form_sends_back_and_what_a_tag_says_stay_as_written() -> None:
    form = '<form action="?a : b"><input value="Note : « x » ?"><textarea>Fin : « x » !</textarea></form>'
    assert with_french_blanks(form) == form


@given(st.text(alphabet="ab <>&\"' :;?!«»\n", max_size=40))
def test_only_blanks_change(said: str) -> None:
    page = f"<p title='{escape(said)}'>{escape(said)}</p>"
    spaced = with_french_blanks(page)
    assert re.sub("[\u00a0\u202f]", " ", spaced) == page
    assert spaced.partition(">")[0] == page.partition(">")[0]


def test_no_page_breaks_a_line_before_a_mark(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven(left_behind=1)
    seen = ""
    for path in (
        "/",
        "/ecarts",
        "/ecarts/1",
        "/baremes",
        "/couts",
        "/periodes/2026-11",
        "/equite",
        "/imports",
    ):
        html = camille.get(path).text
        seen += html
        found = [text for text in TEXT_BETWEEN_TAGS.findall(html) if BREAKS.search(text)]
        assert not found, (path, found)
    assert {"\u00a0:", "\u202f;", "\u202f?", "\u00a0»", "«\u00a0"} <= {
        seen[at : at + 2] for at in range(len(seen))
    }

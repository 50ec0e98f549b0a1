"""Every page of the menu is there, says where one is, and stands in a group."""

import re

from sync_server.accounts.rights import RIGHTS, ConsoleRole, Right
from sync_server.console.menu import ENTRIES, Entry, Group, menu_on
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import Friday


def test_each_entry_leads_to_a_page_that_names_it_as_the_current_one(camille: Coordinator) -> None:
    ours = [entry for entry in ENTRIES if entry.right in RIGHTS[ConsoleRole.COORDINATOR]]
    for entry in ours:
        text = camille.read(entry.address.removeprefix("/console"))
        current = re.findall(r'<a href="([^"]+)" aria-current="page">', text)
        assert current == [entry.address], entry
        for other in ours:
            assert f'<a href="{other.address}"' in text, other


def test_no_two_entries_share_an_address_a_word_or_a_section() -> None:
    for said in ("address", "word", "section"):
        assert len({getattr(entry, said) for entry in ENTRIES}) == len(ENTRIES), said


def test_a_group_without_a_page_is_not_shown_and_the_others_keep_their_order() -> None:
    entries = (
        Entry("b", "B", "/b", Group.REVIEW, Right.SEE_FIGURES),
        Entry("a", "A", "/a", Group.FOLLOW, Right.SEE_ROUNDS),
    )
    shown = menu_on("b", {"a": 3}, set(Right), entries)
    assert [(group.word, group.is_here, group.tally) for group in shown] == [
        (Group.FOLLOW.value, False, 3),
        (Group.REVIEW.value, True, 0),
    ]
    assert [group.word for group in menu_on("b", {}, {Right.SEE_FIGURES}, entries)] == [Group.REVIEW.value]


def test_open_discrepancies_are_counted_beside_their_entry_wherever_one_is(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven(left_behind=2)
    assert "Suivi 2" in words(camille.read("/periodes"))

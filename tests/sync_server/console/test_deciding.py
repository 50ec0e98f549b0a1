"""« Écarts » decided in the console: choices in words, faults where the person stands, two people at once."""

import re
from html import unescape

import httpx
import pytest

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import GARDENS, GROCERY, HUB, MILL, OAKS, Friday


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    (value,) = set(re.findall(rf'name="{name}" value="([^"]*)"', html))
    return value


def values(html: str) -> list[str]:
    """The choices offered."""
    return re.findall(r'name="choice" value="([^"]*)"', html)


@pytest.fixture
def doubled(friday: Friday, camille: Coordinator) -> tuple[str, str]:
    """The address of the one blocking item, and its page."""
    friday.is_driven()
    friday.two_helpers_drop_one_crate()
    listed = camille.read("/ecarts?genre=double_drop")
    (number,) = set(re.findall(r'href="/console/ecarts/(\d+)["?]', listed))
    return f"/ecarts/{number}", camille.read(f"/ecarts/{number}")


def test_the_item_offers_what_can_be_decided_in_words(doubled: tuple[str, str]) -> None:
    _, page = doubled
    text = words(page)
    assert "1 C'est Les Jardins de Basse-Bretagne" in text
    assert "2 C'est EARL du Moulin" in text
    assert "3 Ni l'un ni l'autre" in text
    assert len(values(page)) == 3


def test_a_decision_needs_a_reason_and_keeps_what_was_chosen(
    camille: Coordinator, doubled: tuple[str, str]
) -> None:
    address, page = doubled
    choice = values(page)[1]
    answer = camille.post(
        f"{address}/decider", fact=hidden(page, "fact"), seen=hidden(page, "seen"), choice=choice, because=" "
    )
    assert answer.status_code == 422
    assert "Dites pourquoi" in words(answer.text)
    assert f'value="{choice}" required checked' in answer.text
    assert "Bloquant" in words(camille.read(address))


def test_a_decision_shows_the_next_open_item_its_author_and_the_way_back(
    camille: Coordinator, friday: Friday, doubled: tuple[str, str]
) -> None:
    address, page = doubled
    sent = {
        "fact": hidden(page, "fact"),
        "seen": hidden(page, "seen"),
        "choice": values(page)[0],
        "because": "Mairie l'a <b>vue</b>",
    }
    answer = camille.post(f"{address}/decider", **sent)
    assert answer.status_code == 200
    decided = camille.read(address)
    assert "<b>vue</b>" not in decided
    text = words(decided)
    assert "Reconnu juste : Les Jardins de Basse-Bretagne" in text
    assert "« Mairie l'a <b>vue</b> »" in text
    assert "Camille" in text
    assert "Annuler cette décision" in text
    # Sent again, it is the same decision.
    assert camille.post(f"{address}/decider", **sent).status_code == 200
    assert len(friday.server.rows_of("SELECT id FROM event WHERE kind = 'decision'")) == 1

    undone = camille.post(
        f"{address}/annuler", fact=hidden(decided, "fact"), decision=hidden(decided, "decision")
    )
    text = words(undone.text)
    assert "La décision est annulée" in text
    assert "Annulée par Camille" in text
    assert "Bloquant" in text


def test_who_comes_second_sees_who_decided_and_nothing_is_done(
    camille: Coordinator, friday: Friday, doubled: tuple[str, str]
) -> None:
    address, mine = doubled
    theirs = camille.read(address)
    choices = values(mine)
    for page, choice, status in ((theirs, choices[0], 200), (mine, choices[1], 409)):
        answer = camille.post(
            f"{address}/decider",
            fact=hidden(page, "fact"),
            seen=hidden(page, "seen"),
            choice=choice,
            because="vu",
        )
        assert answer.status_code == status
    assert "cet écart a été tranché entre-temps par Camille" in words(answer.text)
    assert len(friday.server.rows_of("SELECT id FROM event WHERE kind = 'decision'")) == 1


def test_a_crate_that_was_never_dropped_is_dropped_by_decision(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven(left_behind=1)
    listed = camille.read("/ecarts?genre=not_dropped")
    number = re.findall(r'href="/console/ecarts/(\d+)["?]', listed)[0]
    page = camille.read(f"/ecarts/{number}")
    friday.server.clock.forward(s=600)
    sent = {"fact": hidden(page, "fact"), "seen": hidden(page, "seen"), "choice": "supplied", "because": "vu"}
    (at,) = re.findall(r'type="datetime-local" value="([^"]*)"', page)
    refused = camille.post(f"/ecarts/{number}/decider", **sent, place="", at=at)
    assert refused.status_code == 422
    assert "Dites où" in words(refused.text)
    refused = camille.post(f"/ecarts/{number}/decider", **sent, place=GROCERY, at="9999-12-31T23:59")
    assert "contredit" in words(refused.text)
    done = camille.post(f"/ecarts/{number}/decider", **sent, place=GROCERY, at=at)
    assert done.status_code == 200
    text = words(camille.read(f"/ecarts/{number}"))
    assert "a déposé la caisse à Épicerie du bourg, Vigneux" in text
    code = re.findall(r'href="/console/caisses/(\w+)"', page)[0]
    story = words(camille.read(f"/caisses/{code}"))
    assert "a tranché : mouvement manquant ajouté" in story
    assert "« vu »" in story
    month = camille.read("/periodes/2026-11")
    person = re.findall(r"/console/releves/2026-11/(P\d+)", month)
    assert any(
        "Compte par décision de Camille" in words(camille.read(f"/releves/2026-11/{each}")) for each in person
    )


def test_harmless_ones_are_left_as_they_are_together(camille: Coordinator, friday: Friday) -> None:
    friday.is_driven(left_behind=2)
    listed = camille.read("/ecarts")
    picked = re.findall(r'name="item" value="(\d+)"', listed)
    assert len(picked) == 2
    refused = camille.client.post(
        "/console/ecarts/accepter",
        data={"fact": hidden(listed, "fact"), "item": picked, "because": ""},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert refused.status_code == 422
    done = camille.client.post(
        "/console/ecarts/accepter",
        data={"fact": hidden(listed, "fact"), "item": picked, "because": "ramenées"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "laissés tels quels" in words(done.text)
    assert "Aucun écart ouvert" in words(done.text)
    assert "Laissé tel quel" in words(camille.read(f"/ecarts/{picked[0]}"))


def test_a_filter_goes_along_from_item_to_item_and_says_when_it_is_done(
    camille: Coordinator, friday: Friday
) -> None:
    friday.is_driven(left_behind=3)
    friday.two_helpers_drop_one_crate()
    camille.client.follow_redirects = False
    at = next_item(camille.read("/ecarts?genre=not_dropped&q=Livraison"))
    for left in (3, 2, 1):
        page = camille.read(at)
        assert f"{left} à traiter dans ce filtre" in words(page)
        assert (hidden(page, "genre"), hidden(page, "q")) == ("not_dropped", "Livraison")
        answer = decides(camille, at, page, "accepted")
        at = answer.headers["location"].removeprefix("/console")
        if left > 1:
            assert "genre=not_dropped&q=Livraison" in at
    # The one that blocks is still open: it is shown in the list, not passed over in silence.
    assert at == "/ecarts?fait=ecart-filtre-fini"
    page = camille.read(at)
    assert "Ce filtre est vide" in words(page)
    assert "Caisse déposée deux fois" in words(page)


def test_the_last_decision_is_taken_back_from_the_page_it_led_to(
    camille: Coordinator, friday: Friday
) -> None:
    friday.is_driven(left_behind=2)
    first = next_item(camille.read("/ecarts"))
    after = decides(camille, first, camille.read(first), "accepted")
    [address] = re.findall(r'action="/console(/ecarts/\d+/annuler)"', after.text)
    assert address.startswith(f"{first}/")
    [decision] = re.findall(r'name="decision" value="([^"]+)"', after.text)
    fact = "01a2b3c4-0000-7000-8000-0000000000aa"
    undone = camille.post(address, fact=fact, decision=decision)
    assert "La décision est annulée" in words(undone.text)
    assert "Votre décision" in words(undone.text)
    assert "2 à traiter" in words(undone.text)


def next_item(listed: str) -> str:
    """Where the list says to begin."""
    [address] = re.findall(r'href="/console(/ecarts/[^"]+)" data-start', listed)
    return unescape(address)


def decides(camille: Coordinator, address: str, page: str, choice: str) -> httpx.Response:
    """Sends the form as it stands on the page."""
    fields = {name: hidden(page, name) for name in ("seen", "genre", "q")}
    fact = re.findall(r'name="fact" value="([^"]*)"', page)[-1]
    path = f"{address.partition('?')[0]}/decider"
    return camille.post(path, fact=fact, choice=choice, because="vu", **fields)


def test_another_sites_form_decides_nothing(
    camille: Coordinator, friday: Friday, doubled: tuple[str, str]
) -> None:
    address, page = doubled
    answer = camille.client.post(
        f"/console{address}/decider",
        data={"fact": hidden(page, "fact"), "choice": values(page)[0], "because": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert friday.server.rows_of("SELECT id FROM event WHERE device = 'server'") == []
    assert MILL in friday.names


def test_a_lent_phone_is_told_by_whose_it_is_and_in_whose_name_it_spoke(
    friday: Friday, camille: Coordinator
) -> None:
    phone = friday.server.add_phone(OAKS)
    phone.record(Kind.STOP_ARRIVED, place_id=HUB, actor=GARDENS)
    phone.push()
    ((item_id,),) = friday.server.rows_of("SELECT id FROM discrepancy WHERE kind = 'others_phone'")
    assert "1 constat, ven. 6 nov." in words(camille.read(f"/ecarts/{item_id}"))
    phone.record(Kind.STOP_LEFT, place_id=HUB, actor=GARDENS)
    phone.push()
    page = words(camille.read(f"/ecarts/{item_id}"))
    assert f"Les Jardins de Basse-Bretagne, téléphone {phone.device_id} de Ferme des Chênes" in page
    assert "2 constats, le premier" in page
    assert "Téléphone d'une autre personne" in words(camille.read("/ecarts"))

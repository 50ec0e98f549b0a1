"""The delivery note: what a roadside check asks for, on the screen and as a page to print, offline."""

import asyncio
from collections.abc import Awaitable, Callable

from mobile.store.pulled import RowChange
from shared.custody.codes import print_code
from tests.builders_phone import (
    FARM,
    HELPER,
    HUB,
    ROUND,
    a_consignment,
    a_crate,
    a_person,
    a_small_round,
    crate_codes,
    give_rows,
)
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_states import a_line

NOTE = f"/round/{ROUND}/note"
HOSTILE = "<script>alert(1)</script> & fils"


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]], route: str = NOTE) -> None:
    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def rows(codes: tuple[str, ...]) -> list[RowChange]:
    helper = {"name": "Bruno", "roles": ["helper"], "helper": True}
    return [*a_small_round(codes), RowChange("me", HELPER, helper)]


def test_what_is_aboard_is_told_with_owner_nature_ways_and_codes(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, rows(eight))
    bruno.hands.pick_up(*eight[:5])

    async def tell(app: HeadlessApp) -> None:
        await app.tap("open-note")
        for said in ("5 caisses, 1 lot", "Bruno", "Fromages", "Ferme des Ajoncs", "Plateforme de Nozay"):
            assert app.says(said), said
        assert app.says(print_code(eight[0]))
        assert not app.says(print_code(eight[7]))
        await app.tap("note-whole")
        assert app.says("8 caisses, 1 lot")
        assert app.says(print_code(eight[7]))

    story(bruno, tell, "/")


def test_the_page_to_print_holds_the_same_and_no_names_of_customers_or_money(
    bruno: Person, eight: tuple[str, ...]
):
    give_rows(bruno.hands.store, [*rows(eight), a_line("l1", 2885, base_cents=57_700)])
    bruno.hands.pick_up(*eight)

    async def tell(app: HeadlessApp) -> None:
        await app.type_text("plate", "AB-123-CD")
        await app.tap("give-note")
        await app.settle()
        assert app.says("Le bon est enregistré")

    story(bruno, tell)
    [(name, page)] = bruno.files.saved.items()
    text = page.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert name == "bon-de-livraison-2026-11-06.html"
    for said in ("AB-123-CD", "Fromages", "Plateforme de Nozay", "8 caisses, 1 lot", "Bruno"):
        assert said in text
    assert all(print_code(code) in text for code in eight)
    assert not any(told in text for told in ("577", "28,85", "€"))
    assert "http" not in text


def test_names_with_markup_stay_names(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, [*rows(eight), a_person("P001", HOSTILE, FARM)])
    bruno.hands.pick_up(*eight)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("give-note")
        await app.settle()

    story(bruno, tell)
    [page] = bruno.files.saved.values()
    assert b"<script" not in page
    assert b"&lt;script&gt;" in page


def test_two_owners_are_two_lots_and_a_crate_of_nobody_says_so(bruno: Person):
    codes = crate_codes(4)
    other = a_consignment("c_other", 2, "P002", HUB)
    theirs = [a_crate(code, [(ROUND, FARM, HUB)], "c_other") for code in codes[2:]]
    more = [a_person("P002", "Verger du Don", FARM), other, *theirs]
    give_rows(bruno.hands.store, [*rows(codes[:2]), *more])
    [stranger] = crate_codes(1, start=700)
    bruno.hands.pick_up(*codes)
    bruno.hands.pick_up(stranger, even_if_odd=True)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("5 caisses, 3 lots")
        assert app.says("Verger du Don")
        assert app.says("Propriétaire à préciser")

    story(bruno, tell)


def test_an_empty_vehicle_has_nothing_to_print(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, rows(eight))

    async def tell(app: HeadlessApp) -> None:
        assert app.says("Rien à bord en ce moment")

    story(bruno, tell)

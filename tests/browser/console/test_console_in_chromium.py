"""What only a browser shows: keyboard, double clicks, paper, narrow and dark screens, biting names."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from sync_server.accounts.tables import Person
from sync_server.db.base import table_of
from sync_server.network.tables import Place, Round
from tests.browser.console.conftest import PHONE, Served, signed_in, signs_in, types_code
from tests.sync_server.console.world import DELIVERY, GARDENS, MILL, OAKS

# Each is a way a name has bitten a page somewhere.
BITING_NAMES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>*{display:none}</style>",
    "<base href='https://ailleurs.example/'>",
    "<meta http-equiv=refresh content='0;url=https://ailleurs.example/'>",
    "\u202e<b>renversé</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


def test_signing_in_shows_the_board_of_the_day(page: Page, served: Served) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Vendredi 6 novembre 2026")
    served.friday.collects()
    page.reload()
    expect(page.get_by_text("1 sur 2 tournées finies")).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/console/periodes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Console de coordination")


def test_a_page_is_reached_by_its_address_after_signing_in(
    served: Served, open_context: Callable[..., BrowserContext]
) -> None:
    page = open_context(base_url=served.url).new_page()
    page.goto(f"/console/tournees/{DELIVERY}?tri=-code")
    signs_in(page)
    page.wait_for_url(f"**/console/tournees/{DELIVERY}?tri=-code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Livraison Nantes nord")


def test_j_k_and_enter_walk_through_a_table(page: Page, served: Served) -> None:
    served.friday.is_driven(left_behind=4)
    page.goto("/console/ecarts")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(4)
    current = page.locator("tr.here")
    page.keyboard.press("j")
    expect(current).to_have_text(rows.nth(0).inner_text(), use_inner_text=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(current).to_have_count(1)
    assert current.inner_text() == rows.nth(1).inner_text()
    wanted = rows.nth(1).locator("a").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")
    page.goto("/console/ecarts")
    page.keyboard.press("/")
    expect(page.get_by_label("Caisse, lieu, aidant")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.get_by_label("Caisse, lieu, aidant")).to_have_value("jk")


def test_a_double_click_closes_the_period_once(page: Page, served: Served) -> None:
    served.friday.is_driven()
    page.goto("/console/periodes/2026-11")
    page.get_by_label("Pourquoi clore avant la fin du mois ?").fill("Dernière distribution de la saison")
    page.get_by_label(re.compile("Oui, clore novembre 2026")).check()
    page.get_by_role("button", name="Clore novembre 2026").dblclick()
    # The round took longer than a code is fresh: what was typed waits for another one.
    types_code(page, "Code affiché par votre application", "Confirmer")
    expect(page.get_by_text(re.compile("La période est close|déjà close"))).to_be_visible()
    assert served.server.rows_of("SELECT count(*) FROM settlement") == [(1,)]
    assert served.server.rows_of("SELECT sum(amount_cents) FROM posting") == [(0,)]
    page.get_by_role("link", name="EARL du Moulin").click()
    expect(page.get_by_text(re.compile(r"Relevé n°\s2026-000\d"))).to_be_visible()


def test_a_crate_is_traced_from_its_label_to_the_statement_line(page: Page, served: Served) -> None:
    served.friday.is_driven()
    code = served.friday.codes["oaks_grocery"][0]
    page.goto("/console/caisses")
    page.get_by_label("Code de la caisse").fill(f"{code[:4].lower()} {code[4:].lower()}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Caisse {code[:4]}-{code[4:]}")
    expect(page.locator(".chain > li")).to_have_count(4)
    page.goto(f"/console/releves/2026-11/{GARDENS}")
    page.get_by_text("Pourquoi 17,31 € ?".replace(" €", "\u202f€")).click()
    page.get_by_role("link", name=f"{code[:4]}-{code[4:]}").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Caisse {code[:4]}-{code[4:]}")


def test_the_code_of_a_new_phone_shows_and_counts_down(page: Page, served: Served) -> None:
    page.goto("/console/telephones")
    page.get_by_label("Pour qui ?").fill("EARL du Moulin")
    page.get_by_role("button", name="Montrer le code").click()
    expect(page.locator(".qr svg path")).to_be_visible()
    left = page.locator("[data-seconds-left]")
    expect(left).to_have_text(re.compile(r"^9 min \d\d s$"))
    code = page.locator(".big-code").inner_text()
    asked = {"code": code, "device": "Fairphone 4", "nonce": "n"}
    digits = served.server.client.post("/v1/enrol", json=asked).json()["match"]
    # The page asks again by itself.
    expect(page.locator(".digits")).to_have_attribute("aria-label", digits)
    page.get_by_role("button", name="Oui, les mêmes").click()
    expect(page.get_by_text("Le téléphone est en service")).to_be_visible()


@pytest.mark.parametrize("first", range(0, len(BITING_NAMES), 5))
def test_biting_names_are_only_names(first: int, page: Page, served: Served) -> None:
    served.friday.is_driven(left_behind=1)
    served.friday.two_helpers_drop_one_crate()
    names = BITING_NAMES[first : first + 5]
    columns = ((Person, OAKS), (Person, MILL), (Place, "R001"), (Place, "R002"), (Round, DELIVERY))
    for name, (table, id_) in zip(names, columns, strict=False):
        mapped = table_of(table)
        named = "title" if table is Round else "name"
        changed = update(mapped).where(mapped.c.id == id_).values({named: name})
        served.server.change(lambda session, changed=changed: session.connection().execute(changed))
    code = served.friday.codes["oaks_grocery"][0]
    for path in ("", "tournees", f"tournees/{DELIVERY}", "ecarts", "ecarts/1", f"caisses/{code}",
                 "periodes/2026-11", f"releves/2026-11/{OAKS}", f"releves/2026-11/{MILL}",
                 "telephones"):  # fmt: skip
        page.goto(f"/console/{path}")
        expect(page.locator("main h1")).to_be_visible()
        assert page.url.startswith(served.url)


PAGES = ("", "tournees", f"tournees/{DELIVERY}", "ecarts", "ecarts/1", "caisses", "periodes",
         "periodes/2026-11", f"releves/2026-11/{GARDENS}", "telephones", "imports")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_screen(
    scheme: str, served: Served, open_context: Callable[..., BrowserContext]
) -> None:
    served.friday.is_driven(left_behind=2)
    code = served.friday.codes["oaks_grocery"][0]
    # 640 wide is a laptop at 200 %.
    for width in (1280, 640, 390):
        page = signed_in(
            open_context(
                base_url=served.url, color_scheme=scheme, viewport={"width": width, "height": 800}
            ).new_page()
        )
        for path in (*PAGES, f"caisses/{code}"):
            page.goto(f"/console/{path}")
            too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert too_wide <= 0, (path, width)


def test_the_menu_of_a_narrow_screen_opens_without_a_script(
    served: Served, open_context: Callable[..., BrowserContext]
) -> None:
    context = open_context(base_url=served.url, viewport=PHONE, java_script_enabled=False)
    page = signed_in(context.new_page())
    expect(page.get_by_role("link", name="Périodes")).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Périodes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Périodes")


def test_a_group_of_the_menu_opens_by_keyboard_and_closes_again(page: Page, served: Served) -> None:
    page.goto("/console/periodes")
    imports = page.get_by_role("link", name="Lots et imports")
    expect(imports).to_be_hidden()
    page.get_by_role("button", name="Caisses et lots").focus()
    page.keyboard.press("Enter")
    expect(imports).to_be_visible()
    page.keyboard.press("Escape")
    expect(imports).to_be_hidden()
    page.keyboard.press("Enter")
    # The pages of the group come right after its name, in their order.
    for _ in range(page.get_by_role("list", name="Caisses et lots").get_by_role("link").count()):
        page.keyboard.press("Tab")
        if imports.evaluate("link => link === document.activeElement"):
            break
    expect(imports).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Importer des commandes")


def test_a_reason_opens_under_a_finger(served: Served, open_context: Callable[..., BrowserContext]) -> None:
    served.friday.is_driven()
    page = signed_in(open_context(base_url=served.url, viewport=PHONE, has_touch=True).new_page())
    page.goto(f"/console/releves/2026-11/{GARDENS}")
    for reason in page.locator("details.why").all():
        reason.locator("summary").tap()
        expect(reason).to_have_attribute("open", "")


def test_a_statement_prints_on_paper_without_the_navigation(page: Page, served: Served) -> None:
    served.friday.is_driven()
    page.goto(f"/console/releves/2026-11/{GARDENS}")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(page.locator(".letterhead")).to_be_visible()
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1

"""`python -m tools.console_tour FOLDER`: every page of the console as pictures, and its faults.

Three stores, two widths, two themes. Pictures are for a person to open; the report is `faults.txt`.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.console.conftest import on_this_machine
from tests.builders import ServerInProcess
from tests.sync_server.console.access_matrix import routes
from tools.browser import find_browser
from tools.console_matters import add_people, dispute, pay, vote
from tools.console_stores import CLOSED_MONTHS, copy_week, crowd, drive_week, say, sign_in

CHECKS = (Path(__file__).parent / "console_checks.js").read_text(encoding="utf-8")
WIDTHS = {1280: 800, 390: 844}
SCHEMES = ("light", "dark")
STORES = ("empty", "week", "crowded")
# Files, not pages.
FILES = re.compile(
    r"\.(csv|pdf|txt|xml)$|/(csv|pdf|bon|releves|journal)$|^/exports/|^/etiquettes/vierges/|^/lien/"
)
FOCUS_MAX = 40
EACH = 2
TALLEST_PX = 6_000
# Pages of a role, a form's error, and choices an address holds.
ALSO = ("/rapprochement?jour=2026-11-06", "/flux?mesure=ca", "/ecarts?etat=regles", "/?jour=2026-11-06",
        "/etiquettes?planche=rouleau", "/caisses?code=FAUX", "/nulle-part",
        *(f"/periodes/{month}/paiement" for month in (*CLOSED_MONTHS[:4], "2026-11")))  # fmt: skip
# Pages of whoever is behind a farm or a relay, looked at by one of them.
OWN = ("/chez-moi", "/mon-relais")
OWN_ACCOUNT = "C03"
# Forms that are refused: the page, what is typed in which field, the button. A refusal must be seen too.
REFUSED = {
    "/comptes/P001": ({"iban": "FR76 3000 6000 0112 3456 7890 188", "titulaire": "EARL"}, "Noter le compte"),
    "/lieux/ajouter": ({"name": "Salle <b>", "position": "47,2"}, "Ajouter ce lieu"),
    "/equite": ({"voted_by": "Assemblée générale"}, "Noter le vote"),
}
FOCUSES = """(element) => { element.focus(); const s = getComputedStyle(element);
  const at = element.classList.contains('menu-switch') ? getComputedStyle(element.nextElementSibling) : s;
  return (at.outlineStyle !== 'none' && parseFloat(at.outlineWidth) >= 2)
    || document.activeElement !== element; }"""


@dataclass(frozen=True, slots=True)
class Tour:
    """One store under way: where its console answers, the pictures go, and the faults are written."""

    store: str
    base: str
    cookie: str
    folder: Path
    only: str
    report: list[str]
    is_own: bool = False

    def context(self, browser: Browser, width: int, scheme: str) -> BrowserContext:
        """A signed in window."""
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            locale="fr-FR",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.add_cookies([{"name": "sid", "value": self.cookie, "url": self.base}])
        return context


def main() -> int:
    """Makes the stores, and looks at each page of each."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--store", choices=STORES, action="append")
    asked.add_argument("--only", default="", help="a pattern the address holds")
    asked.add_argument("--demo", type=Path, help="the folder of a week already driven")
    chosen = asked.parse_args()
    demo = chosen.demo or chosen.folder / "demo"
    stores = chosen.store or STORES
    if set(stores) != {"empty"} and not demo.exists():
        drive_week(demo)
    report: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for store in stores:
            _look_at(browser, chosen.folder, store, demo, chosen.only, report)
        browser.close()
    (chosen.folder / "faults.txt").write_text("\n".join(report) + "\n", encoding="utf-8")
    say(f"{len(report)} faults, {chosen.folder / 'faults.txt'}")
    return 0


def _look_at(browser: Browser, folder: Path, store: str, demo: Path, only: str, report: list[str]) -> None:
    data_dir = folder / f"store-{store}"
    is_new = not data_dir.exists()
    if is_new and store != "empty":
        copy_week(demo, data_dir)
    with on_this_machine(data_dir) as (server, url):
        cookie = sign_in(server)
        if is_new and store != "empty":
            _fill(server, store)
        tours = [Tour(store, f"{url}/console", cookie, folder, only, report)]
        if store != "empty":
            cookie = sign_in(server, OWN_ACCOUNT)
            tours.append(Tour(store, f"{url}/console", cookie, folder, only, report, is_own=True))
        for tour in tours:
            _walk(browser, tour)


def _fill(server: ServerInProcess, store: str) -> None:
    add_people(server)
    # First: facts that come later would tell which of the crowd's discrepancies are made up.
    dispute(server)
    if store == "crowded":
        crowd(server)
        vote(server)
        pay(server, CLOSED_MONTHS)


def _walk(browser: Browser, tour: Tour) -> None:
    paths = list(_paths(tour, browser))
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = tour.context(browser, width, scheme)
            page = context.new_page()
            for path in paths:
                _take(tour, page, path, width, scheme)
                if path in REFUSED:
                    _send(tour, page, path, width, scheme)
            context.close()


def _paths(tour: Tour, browser: Browser) -> Iterator[str]:
    """Pages without a parameter, then the first pages found of each with one, by following links."""
    patterns = {
        path
        for method, path in routes()
        if method == "GET" and not FILES.search(path) and path.startswith(OWN) == tour.is_own
    }
    fixed = sorted(path for path in patterns if "{" not in path)
    shaped = {
        path: re.compile(re.sub(r"\{[^}]+\}", "[^/?#]+", path) + r"(\?[^#]*)?$")
        for path in patterns
        if "{" in path
    }
    found: dict[str, list[str]] = {path: [] for path in shaped}
    context = tour.context(browser, 1280, "light")
    page = context.new_page()
    seen: set[str] = set()
    queue = [*fixed, *(() if tour.is_own else ALSO)]
    while queue:
        path = queue.pop(0)
        if path in seen:
            continue
        seen.add(path)
        if re.search(tour.only, path):
            yield path
        if page.goto(tour.base + path) is None:
            continue
        for href in page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))"):
            there = href.removeprefix("/console").partition("#")[0]
            bare = there.partition("?")[0]
            for shape, pattern in shaped.items():
                if FILES.search(bare) or bare in fixed:
                    continue
                if pattern.match(bare) and bare not in found[shape] and len(found[shape]) < EACH:
                    found[shape].append(bare)
                    queue.append(bare)
    context.close()
    tour.report.extend(f"{tour.store}: no page of {shape}" for shape, paths in found.items() if not paths)


def _send(tour: Tour, page: Page, path: str, width: int, scheme: str) -> None:
    fields, button = REFUSED[path]
    page.goto(tour.base + path)
    for name, typed in fields.items():
        page.locator(f"main [name={name}]").fill(typed)
    page.get_by_role("button", name=button).click()
    _look(tour, page, f"{path}/refus", width, scheme)


def _take(tour: Tour, page: Page, path: str, width: int, scheme: str) -> None:
    page.goto(tour.base + path)
    _look(tour, page, path, width, scheme)


def _look(tour: Tour, page: Page, path: str, width: int, scheme: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    name = re.sub(r"[^a-z0-9.-]+", "_", path.lower()).strip("_") or "bord"
    kept = tour.folder / tour.store / f"{name}.{width}.{scheme}.png"
    kept.parent.mkdir(parents=True, exist_ok=True)
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST_PX)
    page.screenshot(path=kept, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
    for fault in page.evaluate(CHECKS):
        tour.report.append(f"{tour.store} {width} {scheme} {path}: {fault}")
    if width == max(WIDTHS):
        page.keyboard.press("Tab")
        for element in page.locator(
            "main :is(a[href], button, input, select, textarea, summary):visible"
        ).all()[:FOCUS_MAX]:
            if not element.evaluate(FOCUSES):
                tour.report.append(
                    f"{tour.store} {scheme} {path}: focus unseen: {element.evaluate('e => e.outerHTML')[:80]}"
                )


if __name__ == "__main__":
    sys.exit(main())

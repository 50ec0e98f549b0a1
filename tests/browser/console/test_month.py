"""A real month from two imports to the next month's adjustment, by a coordinator in Chromium."""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
import xmlschema
from playwright.sync_api import BrowserContext, Page, expect

from shared.custody.discrepancies import DiscrepancyKind
from shared.verify import verify
from sync_server.accounts.rights import ConsoleRole
from sync_server.accounts.tables import Coordinator
from sync_server.commission.compute import value_all
from sync_server.db.session import begin, read
from sync_server.demo.co_op import NETWORK_FOLDER, found_co_op
from sync_server.journal.writing import journal_lines
from sync_server.settlement.queries import closed_period, statements_of
from sync_server.settlement.statement import statement
from sync_server.settlement.statement_values import PersonStatement
from tests.browser.console.conftest import on_this_machine, signed_in
from tests.browser.console.month import Month
from tests.browser.console.planted import Planted
from tests.builders import ServerInProcess
from tests.sync_server.console.world import LOGIN, PASSWORD_ARGON2
from tests.sync_server.payment.entry_reader import read_entry_file
from tests.sync_server.settlement.billing import GOOD_IBANS, account

FIRST, SECOND = "2026-11-06", "2026-11-13"
FILE_OF_DAY = {FIRST: "2026-W45", SECOND: "2026-W46"}
MONTH, NEXT_MONTH = "2026-11", "2026-12"
TREASURER = "thierry"
SEPA_SCHEMA = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
REASON = "Vu avec eux au téléphone"
DECISIONS_MAX = 200
# A digit and Enter; the reason of a kind and answer is typed once and stands ready from then on.
KEYS_A_DECISION = 2
REASONS_A_KIND = 2


@dataclass
class CoOp:
    """The real network on a server that listens, and the coordinator's browser."""

    month: Month
    url: str
    open_context: Callable[..., BrowserContext]

    def sit_down(self, day: str, hour: int, login: str = LOGIN) -> Page:
        """Somebody opens the console at that hour; who was signed in for long is asked again."""
        self.month.be_at(day, hour)
        return signed_in(self.open_context(base_url=self.url).new_page(), login)


@pytest.fixture
def co_op(tmp_path: Path, open_context: Callable[..., BrowserContext]) -> Iterator[CoOp]:
    """The network, its tariff and one coordinator; no order, no round, no phone yet."""
    with on_this_machine(tmp_path) as (server, url):
        found_co_op(server.runtime)
        add_account(server, "C01", "Camille Ferrand", LOGIN, ConsoleRole.COORDINATOR)
        add_account(server, "C02", "Thierry Loiseau", TREASURER, ConsoleRole.TREASURER)
        yield CoOp(Month(server), url, open_context)


def add_account(server: ServerInProcess, id_: str, name: str, login: str, role: ConsoleRole) -> None:
    """Somebody who may sign in."""
    user = Coordinator(id=id_, name=name, login=login, password_argon2=PASSWORD_ARGON2, roles=role.value)
    server.change(lambda session: session.add(user))


@pytest.mark.timeout(900)
def test_a_month_from_its_imports_to_the_adjustment_of_the_next(co_op: CoOp) -> None:
    month, server = co_op.month, co_op.month.server
    late = two_weeks_driven(co_op)
    open_kinds = {row.kind for row in server.rows_of("SELECT kind FROM discrepancy WHERE status = 'open'")}
    assert open_kinds == set(DiscrepancyKind)
    page = co_op.sit_down("2026-11-20", 9)
    decide_everything(page)
    assert server.rows_of("SELECT count(*) FROM discrepancy WHERE status = 'open'") == [(0,)]

    month.be_at("2026-11-28", 8)
    month.show_up(month.phones)
    month.be_at("2026-12-01", 7)
    month.show_up(set(month.phones) - {late})
    page = co_op.sit_down("2026-12-02", 9)
    close(page)
    settled = server.rows_of("SELECT sha256 FROM settlement")
    assert len(settled) == 1

    expect_another_pair_of_eyes(page)
    pay(co_op)

    page = co_op.sit_down("2026-12-08", 9)
    his_november = f"/console/releves/{MONTH}/{late}"
    page.goto(his_november)
    november = page.locator("main").inner_text()

    month.send(late)
    page = co_op.sit_down("2026-12-09", 9)
    page.goto(f"/console/periodes/{NEXT_MONTH}")
    expect(page.get_by_text("de régularisations")).to_be_visible()
    page.goto(f"/console/releves/{NEXT_MONTH}/{late}")
    expect(page.get_by_role("heading", name="Régularisations")).to_be_visible()
    # What his second week was worth is due after all, and November did not move.
    expect(page.get_by_role("row", name=re.compile(r"Total des régularisations, .+\d,\d\d"))).to_be_visible()
    page.goto(his_november)
    assert page.locator("main").inner_text() == november
    both_months_make_what_he_is_owed(co_op, late)
    assert server.rows_of("SELECT sum(amount_cents) FROM posting") == [(0,)]
    assert server.rows_of("SELECT sha256 FROM settlement") == settled
    journal_stands_and_shows_a_change(co_op)


def both_months_make_what_he_is_owed(co_op: CoOp, person_id: str) -> None:
    """What November settled and what December adjusts come to all his lines as they are computed now."""
    with read(co_op.month.server.runtime.database) as session:
        lines = value_all(session).lines
        settlement = closed_period(session, MONTH)
        assert settlement is not None
        settled = {each.person_id: each.net_cents for each in statements_of(session, settlement.id)}
        december = statement(session, person_id, NEXT_MONTH, co_op.month.server.clock())
    assert isinstance(december, PersonStatement)
    owed = sum(line.amount_cents for line in lines if line.beneficiary_id == person_id)
    owing = sum(line.amount_cents for line in lines if line.payer_id == person_id)
    assert december.net_cents > 0
    assert settled[person_id] + december.net_cents == owed - owing


def two_weeks_driven(co_op: CoOp) -> str:
    """The first week with every error, the second without; who has not sent his second week."""
    month = co_op.month
    import_and_plan(co_op, FIRST)
    planted = Planted(month, month.visits_of(FIRST))
    planted.plant_along_the_way()
    month.drive(FIRST, planted.visits)
    planted.say_the_rest()
    import_and_plan(co_op, SECOND)
    visits = month.visits_of(SECOND)
    late = max({visit.person_id for visit in visits})
    month.late = {late}
    month.drive(SECOND, visits)
    return late


def import_and_plan(co_op: CoOp, day: str) -> None:
    """The day's orders go in through the page and become rounds."""
    page = co_op.sit_down(day, 3)
    page.goto("/console/imports")
    name = f"ofn_totaux_cycle_de_vente_par_acheteur_{FILE_OF_DAY[day]}.csv"
    page.get_by_label("Fichier de la boutique (CSV)").set_input_files(NETWORK_FOLDER / name)
    page.get_by_role("button", name="Voir l'aperçu").click()
    expect(page.get_by_text("tout est reconnu")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Importer")).click()
    page.wait_for_url("**fait=import-fait")
    page.goto(f"/console/tournees?jour={day}")
    page.get_by_label("Jour à préparer").select_option(day)
    page.get_by_role("button", name="Préparer les tournées").click()
    page.wait_for_url("**fait=tournees-pretes")


@dataclass
class Hands:
    """The coordinator's hands, which stay off the mouse: every key they press is counted."""

    page: Page
    keys: int = 0
    typed: int = 0

    def press(self, key: str) -> None:
        """One key."""
        self.keys += 1
        self.page.keyboard.press(key)

    def press_and_go(self, key: str) -> None:
        """One key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)

    def decide(self) -> int:
        """Decides what the page shows; how many keys that took beside those of a reason not said before."""
        before = self.keys
        # Nobody knows who would have handed that crate over: what says so is withdrawn.
        is_unknown = self.page.get_by_label("Qui ?").count() > 0
        self.press(str(self.page.locator("input[name=choice]").count()) if is_unknown else "1")
        reason = self.page.locator("#because")
        expect(reason).to_be_focused()
        if reason.input_value() == "":
            self.typed += 1
            self.page.keyboard.type(REASON)
        self.press_and_go("Enter")
        assert not self.page.url.endswith("/decider"), self.page.locator("main").inner_text()
        return self.keys - before


def decide_everything(page: Page) -> None:
    """Works the queue without touching the mouse, one kind of it first, until it is empty."""
    hands = Hands(page)
    of_one_kind = f"genre={DiscrepancyKind.UNKNOWN_PLACE.value}"
    page.goto(f"/console/ecarts?{of_one_kind}")
    hands.press_and_go("Enter")
    while of_one_kind in page.url:
        hands.decide()
    expect(page.get_by_text("Ce filtre est vide")).to_be_visible()
    hands.press_and_go("Enter")
    goes_on_and_back(page, hands)
    for _ in range(DECISIONS_MAX):
        if not re.search(r"/ecarts/\d+", page.url):
            expect(page.get_by_role("heading", name="Aucun écart ouvert")).to_be_visible()
            assert hands.typed <= len(DiscrepancyKind) * REASONS_A_KIND
            return
        assert hands.decide() <= KEYS_A_DECISION
    raise AssertionError(f"the queue never ends: {page.url}")


def goes_on_and_back(page: Page, hands: Hands) -> None:
    """To the next and back without deciding; and one key after a decision its item is open again."""
    first = page.url
    hands.press_and_go("j")
    assert page.url != first
    hands.press_and_go("k")
    assert page.url == first
    hands.decide()
    hands.press_and_go("u")
    expect(page.get_by_text("La décision est annulée")).to_be_visible()
    assert page.url.partition("?")[0] == first.partition("?")[0]


def close(page: Page) -> None:
    """Closes the month, saying why the silent phone is not waited for."""
    page.goto(f"/console/periodes/{MONTH}")
    page.get_by_label(re.compile("Pourquoi clore sans les nouvelles")).fill("Tombé dans l'étang")
    page.get_by_label(re.compile("Oui, clore novembre 2026")).check()
    page.get_by_role("button", name="Clore novembre 2026").click()
    expect(page.get_by_text("La période est close").first).to_be_visible()


def expect_another_pair_of_eyes(page: Page) -> None:
    """Who closed the month is told that somebody else makes the file."""
    page.goto(f"/console/periodes/{MONTH}/paiement")
    expect(page.get_by_text("IBAN manquant").first).to_be_visible()
    expect(page.get_by_role("button", name="Faire le fichier de virements")).to_have_count(0)


def pay(co_op: CoOp) -> None:
    """The treasurer makes the file of transfers and takes the entries, both fit for their readers."""
    with begin(co_op.month.server.runtime.database) as session:
        settlement = closed_period(session, MONTH)
        assert settlement is not None
        to_pay = [each for each in statements_of(session, settlement.id) if each.net_cents > 0]
        for n, person_id in enumerate(["network", *(each.person_id for each in to_pay)]):
            account(session, person_id, GOOD_IBANS[n % len(GOOD_IBANS)], f"Titulaire {person_id}")
    page = co_op.sit_down("2026-12-04", 10, TREASURER)
    page.goto(f"/console/periodes/{MONTH}/paiement")
    page.get_by_role("button", name="Faire le fichier de virements").click()
    with page.expect_download() as transfers:
        page.get_by_role("link", name="Télécharger").click()
    content = transfers.value.path().read_text()
    xmlschema.XMLSchema(SEPA_SCHEMA).validate(content)
    paid = [Decimal(amount) * 100 for amount in re.findall(r"<InstdAmt[^>]*>([^<]+)<", content)]
    assert sorted(paid) == sorted(each.net_cents for each in to_pay)
    with page.expect_download() as entries:
        page.get_by_role("link", name="Écritures du mois").click()
    kept = read_entry_file(entries.value.path().read_bytes())
    assert len(kept) > 0
    for entry in kept:
        assert sum(line.debit_cents - line.credit_cents for line in entry.lines) == 0


def journal_stands_and_shows_a_change(co_op: CoOp) -> None:
    """The exported journal is verified by the shipped script; one changed crate is noticed."""
    with read(co_op.month.server.runtime.database) as session:
        lines = list(journal_lines(session.connection()))
    assert verify(io.BytesIO("".join(lines).encode())) is None
    n, found = next((n, json.loads(line)) for n, line in enumerate(lines) if '\\"kind\\":\\"drop\\"' in line)
    found["body"] = found["body"].replace('"how":"bulk"', '"how":"typed"')
    changed = [*lines[:n], json.dumps(found) + "\n", *lines[n + 1 :]]
    assert verify(io.BytesIO("".join(changed).encode())) is not None

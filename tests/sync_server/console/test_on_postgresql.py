"""Every page of the console on SQLite and on PostgreSQL: the same words, before and after a closing."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.custody.events import Kind
from sync_server.accounts.console_sessions import note_factor
from sync_server.accounts.rights import ConsoleRole
from sync_server.db.session import begin
from sync_server.exports.everything import EXPORTS
from tests.builders import a_server
from tests.sync_server.console.access_matrix import PAGES_TO_READ, address
from tests.sync_server.console.accounts_for import signs_in_as
from tests.sync_server.console.conftest import Coordinator, lets_in, with_a_browser, words
from tests.sync_server.console.world import DELIVERY, FRIDAY, GARDENS, GROCERY, MILL, OAKS, Friday
from tests.sync_server.postgres import a_database
from tests.sync_server.settlement.billing import GOOD_IBANS, account, regime

pytestmark = pytest.mark.postgres

MORE_PAGES = (
    *(f"/exports/{each.key}" for each in EXPORTS),
    f"/rapprochement?jour={FRIDAY}&par=ferme",
    f"/rapprochement/caisses?jour={FRIDAY}",
    f"/tournees?jour={FRIDAY}",
    f"/incidents?jour={FRIDAY}",
    f"/tournees/{DELIVERY}",
    f"/couts/tournees/{DELIVERY}",
    "/flux?mois=2026-11&mesure=ca",
    f"/etiquettes?jour={FRIDAY}",
    "/baremes/simulation?version=1&mois=2026-11",
    "/ecarts?etat=tous&tri=-lieu",
    f"/releves/2026-11/{OAKS}",
    "/ecritures/2026.txt",
)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Coordinator, Coordinator]]:
    """The same Friday told to two servers, the coordinator signed in to each."""
    with ExitStack() as stack:
        url = stack.enter_context(a_database("postgresql"))
        light = stack.enter_context(a_server(tmp_path / "sqlite"))
        heavy = stack.enter_context(a_server(tmp_path / "postgresql", database_url=url))
        yield told(Friday(light)), told(Friday(heavy))


def told(friday: Friday) -> Coordinator:
    """What the helpers did and what the coordinator wrote; then she looks."""
    friday.is_driven(left_behind=1)
    friday.two_helpers_drop_one_crate()
    driver = friday.phones[GARDENS]
    driver.record(Kind.EMPTIES, round_id=DELIVERY, place_id=GROCERY, data={"left": 3, "taken": 5})
    driver.record(Kind.INCIDENT, round_id=DELIVERY, place_id=GROCERY, data={"reason": "absent"})
    driver.push()
    camille = lets_in(with_a_browser(friday.server))
    with begin(friday.server.runtime.database) as session:
        account(session, "network", GOOD_IBANS[0], "SCIC des Vallées")
        for n, person_id in enumerate((MILL, GARDENS), start=1):
            account(session, person_id, GOOD_IBANS[n], f"Titulaire {person_id}")
        regime(session, GARDENS, "reel", 2_000)
    vote = {"voted_on": "2026-01-12", "voted_by": "Assemblée", "minutes_ref": "PV 3", "rule": "Part prise"}
    assert camille.post("/equite/vote", **vote).status_code == 200
    blanks = {"form_id": "01a2b3c4-0000-7000-8000-000000000003", "combien": "24", "planche": "a4-3x8"}
    assert camille.post("/etiquettes/vierges", **blanks).status_code == 200
    return camille


def test_every_page_says_the_same_on_both(both: tuple[Coordinator, Coordinator]) -> None:
    compare(*both)
    for camille in both:
        settles(camille)
    compare(*both)
    for camille in both:
        signs_in_as(camille, ConsoleRole.PRODUCER, ConsoleRole.KEEPER, person=OAKS)
    compare(*both)


def settles(camille: Coordinator) -> None:
    """The one blocking item is decided, the month closed, and somebody else makes the transfers."""
    [number] = set(re.findall(r'href="/console/ecarts/(\d+)["?]', camille.read("/ecarts?genre=double_drop")))
    page = camille.read(f"/ecarts/{number}")
    decision = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("fact", "seen", "choice")
    }
    assert camille.post(f"/ecarts/{number}/decider", because="Vu sur place", **decision).status_code == 200
    closed = camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    assert "La période est close" in words(closed.text)
    treasurer = signs_in_as(camille, ConsoleRole.TREASURER)
    with begin(camille.runtime.database) as session:
        note_factor(session, treasurer.client.cookies["sid"], camille.runtime.now_ms())
    made = treasurer.post("/periodes/2026-11/paiement", jour="07/12/2026")
    assert made.status_code == 200, words(made.text)
    lets_in(camille)


def compare(light: Coordinator, heavy: Coordinator) -> None:
    """Asks both for every page: none breaks, and both answer alike."""
    paths = [address(path).removeprefix("/console") for path in PAGES_TO_READ]
    for path in (*paths, *MORE_PAGES):
        one, other = light.get(path), heavy.get(path)
        assert one.status_code == other.status_code < 500, path
        if one.headers["content-type"].startswith("text/"):
            assert words(one.text) == words(other.text), path

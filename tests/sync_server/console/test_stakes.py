"""What an open discrepancy holds back is said in euros, beside the decision, and to those who may see it."""

import json

from sqlalchemy import text

from sync_server.commission.at_stake import Stake, at_stake
from sync_server.db.session import begin, read
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import GARDENS, OAKS, Friday


def the_item(friday: Friday, kind: str) -> int:
    rows = friday.server.rows_of(f"SELECT id FROM discrepancy WHERE kind = '{kind}' AND status = 'open'")
    return rows[0][0]


def test_two_drops_of_one_crate_hold_back_that_crate_alone(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    code = friday.two_helpers_drop_one_crate()
    with read(friday.server.runtime.database) as session:
        stakes = at_stake(session, (code,))
        whole = at_stake(session, friday.all_codes)
    # 577,00 € at 3 % are 17,31 € over eight crates: 2,17 € for the first by its code.
    assert Stake(OAKS, GARDENS, 217) in (stakes or [])
    assert whole == stakes, "nothing else is withheld"
    page = words(camille.read(f"/ecarts/{the_item(friday, 'double_drop')}")).replace("\u202f", " ")
    total = sum(each.amount_cents for each in stakes or [])
    assert f"{total // 100},{total % 100:02d} €" in page.replace("\u00a0", " ")
    assert "2,17 € pour Les Jardins de Basse-Bretagne, de Ferme des Chênes" in page.replace("\u00a0", " ")


def test_an_item_that_holds_nothing_back_says_so(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven(left_behind=1)
    page = words(camille.read(f"/ecarts/{the_item(friday, 'not_dropped')}"))
    assert "Aucun montant n'est retenu pour ces caisses." in page


def test_under_a_tariff_of_whole_rounds_no_amount_is_guessed(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    code = friday.two_helpers_drop_one_crate()
    with begin(friday.server.runtime.database) as session:
        connection = session.connection()
        body = json.loads(connection.execute(text("SELECT body FROM tariff")).scalar_one())
        floor = {"body": json.dumps(body | {"round_floor_cents": 500})}
        connection.execute(text("UPDATE tariff SET body = :body"), floor)
    with read(friday.server.runtime.database) as session:
        assert at_stake(session, (code,)) is None
    page = words(camille.read(f"/ecarts/{the_item(friday, 'double_drop')}"))
    assert "il se calcule à la clôture" in page

"""VAT comes on top by the beneficiary's regime, once for each payer, and a closing fixes it for ever."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError

from shared.commission.line_values import POOL
from shared.commission.tariff import Pool, PoolKey
from shared.money import apply_rate
from sync_server.custody.tables import Leg
from sync_server.db.base import table_of
from sync_server.ledger.queries import balances, postings_of, sum_of_postings
from sync_server.network.tables import Consignment
from sync_server.settlement.statement_french import statement_text
from sync_server.settlement.vat import DueAmount, pairs_of
from sync_server.settlement.vat_values import PairVat, pair_of_vat_key, vat_key
from tests.sync_server.money_world import a_tariff
from tests.sync_server.settlement.billing import mandate, regime
from tests.sync_server.settlement.conftest import Coop
from tests.sync_server.settlement.test_statement import statement_of

TURNOVER = table_of(Consignment)


def two_months_of_p1(coop: Coop) -> str:
    """P1 owes H 28.85; P2 owes H 1.50; H owes P1 3.00."""
    for person in ("P1", "P2", "H"):
        coop.world.person(person)
    lot = coop.world.consignment("P1", "R001", 57_700, 8)
    coop.world.carry(lot, "H")
    coop.world.carry(coop.world.consignment("P2", "R001", 2_999, 3), "H")
    coop.world.carry(coop.world.consignment("H", "R001", 6_000, 2), "P1")
    return lot


def told_file(coop: Coop, name: str) -> dict[str, Any]:
    return json.loads((coop.data_dir / name).read_bytes())


def test_vat_is_rounded_once_for_each_payer_and_beneficiary(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 550)
    told = statement_of(coop, "H")
    shares = [(each.party_id, each.is_earned, each.total_ht_cents, each.vat_cents) for each in told.vat]
    # 2 885 * 5.5 % = 158.675, 150 * 5.5 % = 8.25.
    assert shares == [("P1", True, 2_885, 159), ("P2", True, 150, 8), ("P1", False, 300, 0)]
    assert (told.earned_cents, told.owed_cents, told.net_ht_cents) == (3_035, 300, 2_735)
    assert (told.earned_vat_cents, told.owed_vat_cents, told.net_cents) == (167, 0, 2_902)


def test_mutual_debts_are_set_against_each_other_and_stay_visible(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 2_000)
    told = statement_of(coop, "H")
    rows = [(each.party_id, each.receives_cents, each.pays_cents, each.net_cents) for each in told.balances]
    assert rows == [("P1", 3_462, 300, 3_162), ("P2", 180, 0, 180)]
    assert sum(each.net_cents for each in told.balances) == told.net_cents
    assert [each.amount_cents for each in told.owed] == [-300]
    words = statement_text(told).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Ferme P1 : 34,62 € à recevoir, 3,00 € à payer, reste 31,62 € à recevoir" in words
    assert "reçu de Ferme P1 : 28,85 € HT, TVA 5,77 € (TVA 20 %)" in words
    assert "dû à Ferme P1 : 3,00 € HT, TVA 0,00 € (régime de TVA non renseigné" in words


def test_the_ledger_gets_both_sides_of_the_vat(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 2_000)
    closed = coop.close()
    assert balances(coop.world.session) == {
        "producer:H": 3_035 + 577 + 30 - 300,
        "producer:P1": -2_885 - 577 + 300,
        "producer:P2": -150 - 30,
    }
    assert sum_of_postings(coop.world.session) == 0
    by_person = {each.person_id: each for each in closed.statements}
    assert (by_person["H"].earned_vat_cents, by_person["H"].net_cents) == (607, 3_342)
    assert by_person["P1"].owed_vat_cents == 577
    told = told_file(coop, closed.settlement.file_name)
    assert told["format"] == "relais/settlement/2"
    assert [each["vat_cents"] for each in told["vat"]] == [0, 577, 30]
    assert told["regimes"][0] == {"period": "2026-11", "person": "H", "kind": "reel", "vat_bp": 2_000}


@pytest.mark.parametrize("kind", ["franchise", "forfaitaire", "hors_champ"])
def test_other_regimes_add_nothing(coop: Coop, kind: str) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", kind)
    assert statement_of(coop, "H").net_cents == 2_735


def test_the_regime_is_that_of_the_last_day_of_the_lines_month(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "franchise", since="2026-01-01")
    regime(coop.world.session, "H", "reel", 2_000, since="2026-12-01")
    assert statement_of(coop, "H").earned_vat_cents == 0
    regime(coop.world.session, "H", "reel", 2_000, since="2026-11-30")
    assert statement_of(coop, "H").earned_vat_cents == 607


def test_a_later_regime_never_moves_a_closed_period_nor_its_file(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 2_000)
    closed = coop.close()
    before = statement_of(coop, "H")
    path = coop.data_dir / closed.settlement.file_name
    content = path.read_bytes()
    path.unlink()
    regime(coop.world.session, "H", "franchise")
    mandate(coop.world.session, "H", "2026-01-01")
    assert statement_of(coop, "H") == before
    coop.close()
    assert path.read_bytes() == content


def test_an_adjustment_takes_the_regime_its_month_was_settled_under(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 2_000)
    coop.close()
    regime(coop.world.session, "H", "franchise")
    coop.world.session.connection().execute(delete(table_of(Leg)))
    coop.close("2026-12", on="2027-01-03")
    assert set(balances(coop.world.session).values()) == {0}
    told = statement_of(coop, "H", "2026-12")
    assert (told.adjustment_cents, told.earned_vat_cents) == (-2_735, -607)


def test_one_statement_may_hold_two_regimes(coop: Coop) -> None:
    lot = two_months_of_p1(coop)
    regime(coop.world.session, "H", "franchise")
    regime(coop.world.session, "H", "reel", 2_000, since="2026-12-01")
    coop.close()
    goods = coop.world.consignment("P1", "R001", 20_000, 2, day="2026-12-04")
    coop.world.carry(goods, "H", day="2026-12-04")
    refund = update(TURNOVER).where(TURNOVER.c.id == lot).values(turnover_ttc_cents=55_700)
    coop.world.session.connection().execute(refund)
    told = statement_of(coop, "H", "2026-12", on="2027-01-02")
    shares = [(each.terms.kind, each.total_ht_cents, each.vat_cents) for each in told.vat]
    assert shares == [("franchise", -100, 0), ("reel", 1_000, 200)]


def test_a_settlement_of_before_vat_keeps_its_file_and_its_statements(coop: Coop) -> None:
    two_months_of_p1(coop)
    closed = coop.close()
    told = told_file(coop, closed.settlement.file_name)
    # What the program wrote before: no VAT, no regimes, shorter statements.
    del told["vat"], told["regimes"]
    old = {"number", "person", "earned_cents", "owed_cents"}
    told["statements"] = [{name: each[name] for name in old} for each in told["statements"]]
    told["format"] = "relais/settlement/1"
    content = as_written(told)
    rewrite_as_format_1(coop, content)
    regime(coop.world.session, "H", "reel", 2_000)
    again = coop.close()
    assert (coop.data_dir / again.settlement.file_name).read_bytes() == content
    statement = statement_of(coop, "H")
    assert (statement.net_cents, statement.earned_vat_cents, statement.terms) == (2_735, 0, None)
    assert [each.net_cents for each in statement.balances] == [2_585, 150]


def as_written(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def rewrite_as_format_1(coop: Coop, content: bytes) -> None:
    """The settlement as an older program left it."""
    hash_ = sha256(content).hexdigest()
    connection = coop.world.session.connection()
    for table in ("settlement", "settled_vat", "settled_regime"):
        connection.execute(text(f"DROP TRIGGER {table}_refuses_update"))
        connection.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
    connection.execute(text("DELETE FROM settled_vat"))
    connection.execute(text("DELETE FROM settled_regime"))
    name = f"settlements/2026-11-{hash_[:16]}.json"
    values = {"sha256": hash_, "name": name}
    connection.execute(text("UPDATE settlement SET format = 1, sha256 = :sha256, file_name = :name"), values)


def test_without_a_mandate_the_paper_says_it_is_no_invoice(coop: Coop) -> None:
    two_months_of_p1(coop)
    assert "un relevé, pas une facture" in statement_text(statement_of(coop, "H"))
    mandate(coop.world.session, "H", "2026-11-02", "AG 2026, annexe 3")
    told = statement_of(coop, "H")
    assert told.mandate is not None
    assert told.mandate.dated == date(2026, 11, 2)
    assert "par mandat écrit du lundi 2 novembre 2026, référence AG 2026, annexe 3" in statement_text(told)
    assert "pas une facture" not in statement_text(told)


def test_a_mandate_given_after_the_closing_makes_no_invoice_of_it(coop: Coop) -> None:
    two_months_of_p1(coop)
    coop.close()
    mandate(coop.world.session, "H", "2026-11-02")
    assert statement_of(coop, "H").mandate is None


def test_the_pool_pays_the_helpers_vat_and_adds_none_of_its_own(coop: Coop) -> None:
    coop.world.tariff(a_tariff("2", "2026-11-01", pool=Pool(1_700, 6_500, PoolKey.TURNOVER)))
    for producer, turnover in (("P1", 100_000), ("P2", 50_000)):
        coop.world.person(producer)
        coop.world.carry(coop.world.consignment(producer, "R001", turnover, 1), "H1")
    coop.world.person("H1")
    regime(coop.world.session, "H1", "reel", 2_000)
    regime(coop.world.session, "P1", "reel", 2_000)
    coop.close()
    # The pot: 150 000 * 17 % * 65 % = 16 575.
    assert balances(coop.world.session) == {
        "producer:H1": 16_575 + 3_315,
        "producer:P1": -11_050,
        "producer:P2": -5_525,
        POOL: -3_315,
    }


def test_what_a_settlement_fixed_cannot_be_written_over(coop: Coop) -> None:
    two_months_of_p1(coop)
    coop.close()
    for attempt in (
        "UPDATE settled_vat SET vat_cents = 1",
        "DELETE FROM settled_regime",
        "UPDATE statement SET earned_vat_cents = 1",
    ):
        with pytest.raises(IntegrityError, match="append-only"):
            coop.world.session.connection().execute(text(attempt))


ids = st.sampled_from(("P1", "P|2", "100%", "H"))


@given(
    st.builds(PairVat, ids, ids, st.sampled_from(("", "reel")), st.integers(0, 3_000), st.just(0), st.just(0))
)
def test_a_vat_key_names_its_pair_whatever_the_ids(pair: PairVat) -> None:
    assert pair_of_vat_key(vat_key(pair)) == (pair.payer_id, pair.beneficiary_id)


amounts = st.lists(st.builds(DueAmount, ids, ids, st.just("2026-11"), st.integers(-(10**6), 10**6)))


@given(amounts)
def test_totals_before_vat_are_the_lines_and_vat_is_the_rate_of_the_total(due: list[DueAmount]) -> None:
    pairs = pairs_of(due, {})
    assert sum(each.total_ht_cents for each in pairs) == sum(each.amount_cents for each in due)
    assert all(each.vat_cents == apply_rate(each.total_ht_cents, each.vat_bp) for each in pairs)
    assert len({(each.payer_id, each.beneficiary_id) for each in pairs}) == len(pairs)


def test_every_posting_of_vat_names_its_pair(coop: Coop) -> None:
    two_months_of_p1(coop)
    regime(coop.world.session, "H", "reel", 2_000)
    closed = coop.close()
    keys = [each.line_key for each in postings_of(coop.world.session, closed.settlement.id)]
    named = {pair_of_vat_key(key) for key in keys}
    assert named == {None, ("P1", "H"), ("P2", "H")}

"""Importing orders into a co-op: figures, idempotence, scopes replaced as a whole, questions, crates."""

from datetime import date

import pytest

from sync_server.imports.confirm import Outcome
from sync_server.imports.interpret import Asked
from sync_server.imports.kept_copy import read_kept_copy
from sync_server.imports.naming import AliasKind
from sync_server.imports.preview import ScopeState
from tests.sync_server.coop import CoOp, a_template, orders_of_week

ABBARETZ_AT_LA_RIVIERE = "c_2026-11-06_P001_R056"
OFN_HEADER = "Boutique,Producteur,Produit,Quantité,Coût produits (€),Cycle de Vente,N° commande\n"


def an_export(*lines: str) -> str:
    """A small export of Open Food Network."""
    return OFN_HEADER + "".join(f"{line}\n" for line in lines)


def in_force(coop: CoOp) -> tuple[int, int, int]:
    """Orders, lines and cents of all orders in force."""
    found = coop.select("SELECT count(DISTINCT order_ref), count(*), sum(amount_ttc_cents) FROM order_line")
    return found[0][0], found[0][1], found[0][2]


def codes_of(coop: CoOp, consignment_id: str, status: str = "active") -> list[str]:
    """The codes of a consignment's crates, by rank."""
    found = coop.select(
        "SELECT code FROM crate JOIN consignment ON consignment.pk = consignment_pk "
        "WHERE consignment.id = :id AND crate.status = :status ORDER BY rank",
        id=consignment_id,
        status=status,
    )
    return [code for (code,) in found]


def test_week_45_gives_its_known_figures_and_every_cent_is_in_a_consignment(coop: CoOp) -> None:
    preview, confirmed = coop.taken(orders_of_week(45))
    assert confirmed.outcome is Outcome.IMPORTED
    assert (preview.order_count, preview.line_count, preview.amount_ttc_cents) == (916, 3428, 4_685_980)
    assert preview.days == ("2026-11-06",)
    assert in_force(coop) == (916, 3428, 4_685_980)
    assert coop.select("SELECT count(*), sum(turnover_ttc_cents) FROM consignment") == [(371, 4_685_980)]
    assert coop.value("SELECT count(*) FROM crate") == coop.value("SELECT sum(crate_total) FROM consignment")


def test_the_same_file_twice_changes_nothing(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    before = coop.feed_seq()
    preview, confirmed = coop.taken(orders_of_week(45))
    assert confirmed.outcome is Outcome.UNCHANGED
    assert {scope.state for scope in preview.scopes} == {ScopeState.UNCHANGED}
    assert not any(change.difference_cents for change in (*preview.by_producer, *preview.by_place))
    assert coop.feed_seq() == before
    assert coop.value("SELECT count(*) FROM import_file") == 1


def test_the_same_orders_with_columns_and_rows_in_another_order_change_nothing(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    lines = orders_of_week(45).decode().splitlines()
    _, confirmed = coop.taken("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert confirmed.outcome is Outcome.UNCHANGED


def test_two_weeks_live_side_by_side(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    coop.taken(orders_of_week(46))
    assert in_force(coop) == (916 + 921, 3428 + 3383, 4_685_980 + 4_484_260)


def test_an_order_cancelled_between_two_exports_disappears_and_the_preview_says_so(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    lines = orders_of_week(45).decode().splitlines(keepends=True)
    cancelled = [line for line in lines if "R456545450" in line]
    preview, _ = coop.taken("".join(line for line in lines if line not in cancelled))
    assert in_force(coop)[:2] == (915, 3428 - len(cancelled))
    [changed] = [scope for scope in preview.scopes if scope.state is ScopeState.CHANGED]
    assert changed.scope_key == "Semaine 45 - 2026 | AMAP Ancenis"
    [producer] = [change for change in preview.by_producer if change.difference_cents]
    assert (producer.id, producer.difference_cents) == ("P075", -(2500 + 390 + 620 + 480))


def test_a_consignment_without_orders_left_keeps_a_tombstone_and_its_codes(coop: CoOp) -> None:
    coop.taken(orders_of_week(45))
    codes = codes_of(coop, ABBARETZ_AT_LA_RIVIERE)
    lines = orders_of_week(45).decode().splitlines(keepends=True)
    _, confirmed = coop.taken("".join(line for line in lines if "Ferme 001 - Abbaretz" not in line))
    assert confirmed.consignments is not None
    assert confirmed.consignments.cancelled == 1
    status = "SELECT status, turnover_ttc_cents FROM consignment WHERE id = :id"
    assert coop.select(status, id=ABBARETZ_AT_LA_RIVIERE) == [("cancelled", 0)]
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE) == []
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE, "unneeded") == codes
    assert ABBARETZ_AT_LA_RIVIERE not in coop.rows("cons")
    assert not set(codes) & coop.rows("crate").keys()

    coop.taken(orders_of_week(45))
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE) == codes
    assert set(codes) <= coop.rows("crate").keys()


def test_a_crate_keeps_its_code_when_amounts_change_and_more_or_fewer_are_needed(coop: CoOp) -> None:
    def a_week(quantity: int) -> str:
        return a_template(f"P001;R056;06/11/2026;A1;Panier de légumes;moyen;{quantity};{quantity * 12},50")

    coop.taken(a_week(4))
    first = codes_of(coop, ABBARETZ_AT_LA_RIVIERE)
    assert len(first) == 2
    coop.taken(a_week(11))
    grown = codes_of(coop, ABBARETZ_AT_LA_RIVIERE)
    assert grown[:2] == first
    assert len(grown) == 4
    coop.taken(a_week(1))
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE) == first[:1]
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE, "unneeded") == grown[1:]
    assert coop.rows("cons")[ABBARETZ_AT_LA_RIVIERE]["crates"] == 1


def test_a_crate_already_on_its_way_is_not_the_one_given_up(coop: CoOp) -> None:
    coop.taken(a_template("P001;R056;06/11/2026;A1;Panier;moyen;6;60,00"))
    first, second = codes_of(coop, ABBARETZ_AT_LA_RIVIERE)
    coop.execute(
        "UPDATE pull_row SET d = replace(d, :nobody, :somebody) WHERE k = :k",
        nobody='"state":null',
        somebody='"state":{"by":"P013"}',
        k=second,
    )
    coop.taken(a_template("P001;R056;06/11/2026;A1;Panier;moyen;1;10,00"))
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE) == [second]
    assert codes_of(coop, ABBARETZ_AT_LA_RIVIERE, "unneeded") == [first]


def test_an_unknown_farm_or_point_is_a_question_and_nothing_is_created(coop: CoOp) -> None:
    people, places = "SELECT count(*) FROM person", "SELECT count(*) FROM place"
    before = coop.value(people), coop.value(places)
    raw = an_export(
        "AMAP Zola,Ferme 001 - Abbaretz,Carottes,2,4.80,Semaine 45 - 2026,R1",
        "Amap zola,Ferme du Bois,Carottes,2,4.80,Semaine 45 - 2026,R1",
        "AMAP Zola,Ferme du Bois,Carottes,2,4.80,Semaine 45 - 2026,R2",
    )
    preview, confirmed = coop.taken(raw)
    assert confirmed.outcome is Outcome.ASKED
    assert [(one.asked, one.text, one.row_numbers) for one in preview.questions] == [
        (Asked.PLACE, "Amap zola", (3,)),
        (Asked.PRODUCER, "Ferme du Bois", (3, 4)),
    ]
    assert preview.questions[0].suggestions[0] == "R034"
    assert (coop.value(people), coop.value(places)) == before
    assert coop.value("SELECT count(*) FROM order_line") == 0


def test_a_confirmed_alias_answers_for_this_file_and_the_next(coop: CoOp) -> None:
    raw = an_export("Amap zola,Ferme du Bois,Carottes,2,4.80,Semaine 45 - 2026,R1")
    assert coop.map_name(AliasKind.PLACE, " Amap  zola", "R034")
    assert coop.map_name(AliasKind.PRODUCER, "Ferme du Bois", "P001")
    assert not coop.map_name(AliasKind.PRODUCER, "Ferme du Bois", "P999")
    assert coop.taken(raw)[1].outcome is Outcome.IMPORTED
    assert coop.select("SELECT producer_id, place_id FROM order_line") == [("P001", "R034")]


def test_the_way_of_delivery_may_say_the_point(coop: CoOp) -> None:
    raw = (
        "Boutique,Producteur,Coût produits (€),Cycle de Vente,Méthode de livraison\n"
        "Drive fermier,P001,4.80,Semaine 45 - 2026,AMAP Zola\n"
        "Drive fermier,P001,5.80,Semaine 45 - 2026,Au marché\n"
    )
    assert coop.map_name(AliasKind.PLACE, "Drive fermier | Au marché", "R001")
    assert coop.taken(raw)[1].outcome is Outcome.IMPORTED
    found = coop.select("SELECT place_id, amount_ttc_cents FROM order_line ORDER BY 1")
    assert found == [("R001", 580), ("R034", 480)]


def test_two_points_of_one_name_are_a_question(coop: CoOp) -> None:
    coop.execute("UPDATE place SET name = 'AMAP Zola' WHERE id = 'R033'")
    preview, _ = coop.taken(an_export("AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1"))
    assert [one.asked for one in preview.questions] == [Asked.PLACE]


def test_the_day_of_a_cycle_is_asked_where_the_co_op_has_not_decided_it(coop: CoOp) -> None:
    coop.execute("DELETE FROM cooperative_setting")
    raw = an_export("AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1")
    preview, confirmed = coop.taken(raw)
    assert confirmed.outcome is Outcome.ASKED
    assert [(one.asked, one.text) for one in preview.questions] == [(Asked.PICKUP_DATE, "Semaine 45 - 2026")]
    assert coop.taken(raw, day=date(2026, 11, 5))[0].days == ("2026-11-05",)
    assert coop.taken(raw)[1].outcome is Outcome.UNCHANGED, "the day is asked once"


def test_one_day_is_not_taken_for_two_cycles(coop: CoOp) -> None:
    coop.execute("DELETE FROM cooperative_setting")
    raw = an_export("AMAP Zola,P001,C,2,4.80,Été,R1", "AMAP Zola,P001,C,2,4.80,Automne,R2")
    assert len(coop.taken(raw, day=date(2026, 11, 5))[0].questions) == 2
    preview, confirmed = coop.taken(raw, day=date(2026, 11, 5), cycles={"Été": date(2026, 7, 3)})
    assert confirmed.outcome is Outcome.IMPORTED
    assert preview.days == ("2026-07-03", "2026-11-05")


def test_moving_a_cycle_to_another_day_moves_its_consignments(coop: CoOp) -> None:
    raw = an_export("AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1")
    coop.taken(raw)
    coop.taken(raw, day=date(2026, 11, 7))
    found = coop.select("SELECT date, status, turnover_ttc_cents FROM consignment ORDER BY date")
    assert found == [("2026-11-06", "cancelled", 0), ("2026-11-07", "active", 480)]


def test_rejected_lines_stop_the_import_unless_that_is_accepted(coop: CoOp) -> None:
    raw = an_export(
        "AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1",
        "AMAP Zola,P001,Poireaux,2,douze,Semaine 45 - 2026,R1",
    )
    preview, confirmed = coop.taken(raw)
    assert confirmed.outcome is Outcome.REJECTED
    assert coop.value("SELECT count(*) FROM order_line") == 0
    _, confirmed = coop.taken(raw, accept_rejects=True)
    assert confirmed.outcome is Outcome.IMPORTED
    assert coop.select('SELECT row_no, "column", reason FROM import_reject') == [
        (3, "Coût produits (€)", "bad_amount")
    ]
    assert [reject.row_no for reject in preview.rejects] == [3]


def test_a_refund_lowers_a_turnover_but_cannot_make_it_negative(coop: CoOp) -> None:
    lowered = an_export(
        "AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1",
        "AMAP Zola,P001,Avoir,1,-1.80,Semaine 45 - 2026,R1",
    )
    assert coop.taken(lowered)[0].amount_ttc_cents == 300
    below_zero = an_export(
        "AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1",
        "AMAP Zola,P001,Avoir,1,-9.80,Semaine 45 - 2026,R1",
        "AMAP Zola,P002,Carottes,2,4.80,Semaine 45 - 2026,R1",
    )
    preview, confirmed = coop.taken(below_zero)
    assert confirmed.outcome is Outcome.REJECTED
    assert [reject.row_no for reject in preview.rejects] == [2, 3]


def test_a_point_absent_from_a_later_file_is_kept_unless_the_file_is_the_whole_cycle(coop: CoOp) -> None:
    both = an_export(
        "AMAP Zola,P001,C,2,4.80,Semaine 45 - 2026,R1", "AMAP Sautron,P001,C,2,5.80,Semaine 45 - 2026,R2"
    )
    one = an_export("AMAP Zola,P001,C,2,4.80,Semaine 45 - 2026,R1")
    coop.taken(both)
    preview, confirmed = coop.taken(one)
    assert confirmed.outcome is Outcome.UNCHANGED
    assert [scope.state for scope in preview.scopes] == [ScopeState.ABSENT, ScopeState.UNCHANGED]
    assert coop.taken(one, whole_cycle=True)[1].outcome is Outcome.IMPORTED
    assert coop.value("SELECT sum(turnover_ttc_cents) FROM consignment") == 480


def test_the_same_point_and_day_in_another_file_is_shown_because_both_count(coop: CoOp) -> None:
    coop.taken(an_export("AMAP Zola,P001,C,2,4.80,Semaine 45 - 2026,R1"))
    preview, _ = coop.taken(a_template("P001;R034;06/11/2026;A1;Miel;500 g;1;7,00"))
    assert [(one.scope_key, one.place_id) for one in preview.overlaps] == [
        ("Semaine 45 - 2026 | AMAP Zola", "R034")
    ]
    assert coop.value("SELECT turnover_ttc_cents FROM consignment") == 1180


def test_turnover_before_tax_is_kept_only_where_every_line_has_it(coop: CoOp) -> None:
    header = "producteur;point;date_retrait;montant_ttc;montant_ht\n"
    coop.taken(
        header
        + "P001;R034;06/11/2026;10,55;10,00\nP001;R001;06/11/2026;5,00;\nP001;R001;06/11/2026;5,00;4,00\n"
    )
    found = coop.select("SELECT place_id, turnover_ht_cents FROM consignment ORDER BY place_id")
    assert found == [("R001", None), ("R034", 1000)]


@pytest.mark.parametrize("personal", ["Jeanne Dupont", "jeanne@example.org", "06 12 34 56 78", "3 rue Haute"])
def test_no_customer_is_ever_stored(coop: CoOp, personal: str) -> None:
    raw = (
        "Rapport imprimé par Jeanne Dupont,,,,,,,\n"
        "Boutique,Client,Email,n° tel,Rue Livraison,Producteur,Coût produits (€),Cycle de Vente\n"
        "AMAP Zola,Jeanne Dupont,jeanne@example.org,06 12 34 56 78,3 rue Haute,P001,4.80,Semaine 45 - 2026\n"
    )
    assert coop.taken(raw)[1].outcome is Outcome.IMPORTED
    assert personal not in read_kept_copy(coop.value("SELECT raw FROM import_file"))
    coop.runtime.database.close()
    folder = coop.runtime.settings.data_dir
    assert not any(personal.encode() in path.read_bytes() for path in folder.iterdir())


def test_the_kept_copy_says_the_rows_as_they_were_read(coop: CoOp) -> None:
    coop.taken(an_export("AMAP Zola,P001,Carottes,2,4.80,Semaine 45 - 2026,R1"))
    kept = read_kept_copy(coop.value("SELECT raw FROM import_file")).splitlines()
    assert kept[1] == "2;AMAP Zola;P001;Carottes;2;4.80;Semaine 45 - 2026;R1"
    assert len(coop.value("SELECT sha256 FROM import_file")) == 64


def test_a_turnover_never_comes_down_to_a_phone(coop: CoOp) -> None:
    coop.taken(a_template("P001;R034;06/11/2026;A1;Carottes;1 kg;2;1234567,89"))
    assert coop.value("SELECT count(*) FROM pull_row WHERE d LIKE '%123456789%'") == 0
    assert coop.audiences("cons", "c_2026-11-06_P001_R034") == {"person:P001"}

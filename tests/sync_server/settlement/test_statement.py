"""A statement explains every cent down to who did what, where, when and how."""

from sqlalchemy import update

from sync_server.db.base import table_of
from sync_server.network.tables import Consignment
from sync_server.settlement.statement import PersonUnknown, statement
from sync_server.settlement.statement_french import statement_text
from sync_server.settlement.statement_values import PersonStatement
from tests.sync_server.money_world import noon_ms
from tests.sync_server.settlement.conftest import Coop


def statement_of(coop: Coop, person: str, period: str = "2026-11", on: str = "2026-11-21") -> PersonStatement:
    told = statement(coop.world.session, person, period, noon_ms(on))
    assert isinstance(told, PersonStatement)
    return told


def a_month(coop: Coop) -> str:
    coop.world.person("P1", "Ferme du Bourg")
    coop.world.person("H", "Marie Lucas")
    coop.world.place("F001", "farm")
    lot = coop.world.consignment("P1", "R001", 57_700, 8)
    *seven, last = coop.world.codes[lot]
    coop.world.carry(lot, "H", crates=seven)
    coop.world.carry(lot, "H", crates=[last], withheld="start_unproven")
    return lot


def test_an_open_period_gives_a_provisional_statement(coop: Coop) -> None:
    a_month(coop)
    told = statement_of(coop, "H")
    assert told.is_provisional
    assert (told.earned_cents, told.owed_cents, told.withheld_cents, told.net_cents) == (2_525, 0, 360, 2_525)
    (payer,) = told.earned
    assert (payer.party_id, payer.party_name, payer.amount_cents) == ("P1", "Ferme du Bourg", 2_525)


def test_every_cent_leads_to_its_events(coop: Coop) -> None:
    lot = a_month(coop)
    (payer,) = statement_of(coop, "H").earned
    (line,) = payer.lines
    pickup, drop = line.events
    assert (pickup.kind, pickup.actor_name, pickup.place_name) == ("pickup", "Marie Lucas", "Lieu F001")
    assert (drop.kind, drop.place_id, drop.how, drop.at_ms) == ("drop", "R001", "qr", noon_ms("2026-11-06"))
    assert list(drop.crates) == coop.world.codes[lot][:7]
    assert sum(proof.part_cents or 0 for proof in line.explanation.crates) == 2_525


def test_the_payer_sees_the_same_line_from_the_other_side(coop: Coop) -> None:
    a_month(coop)
    told = statement_of(coop, "P1")
    assert (told.earned_cents, told.owed_cents, told.net_cents) == (0, 2_525, -2_525)
    (beneficiary,) = told.owed
    assert beneficiary.party_name == "Marie Lucas"
    assert beneficiary.lines[0].amount_cents == -2_525
    assert told.withheld_cents == -360


def test_a_closed_statement_has_its_number_and_never_changes(coop: Coop) -> None:
    a_month(coop)
    coop.close()
    first = statement_of(coop, "H")
    assert first.number is not None
    assert (first.number.label, first.number.net_cents) == ("2026-0001", first.net_cents)
    consignment = table_of(Consignment)
    coop.world.session.connection().execute(update(consignment).values(turnover_ttc_cents=99_900))
    again = statement_of(coop, "H", on="2027-03-01")
    assert (again.net_cents, again.number, again.settlement) == (2_525, first.number, first.settlement)


def test_an_adjustment_stands_apart_with_what_was_settled_before(coop: Coop) -> None:
    a_month(coop)
    coop.close()
    consignment = table_of(Consignment)
    coop.world.session.connection().execute(update(consignment).values(turnover_ttc_cents=55_700))
    told = statement_of(coop, "H", "2026-12")
    assert (told.earned_cents, told.adjustment_cents, told.net_cents) == (0, -88, -88)
    (payer,) = told.adjustments
    (line,) = payer.lines
    assert line.published.settled_before_cents == 2_525
    assert line.line.period == "2026-11"
    assert any("déjà réglés" in sentence for sentence in line.sentences)


def test_nobody_has_no_statement(coop: Coop) -> None:
    assert statement(coop.world.session, "P404", "2026-11", 0) == PersonUnknown("P404")


def test_the_text_reads_from_the_amounts_to_the_scans(coop: Coop) -> None:
    a_month(coop)
    text = statement_text(statement_of(coop, "H")).replace("\u202f", " ").replace("\u00a0", " ")
    assert text.startswith("Relevé provisoire de Marie Lucas (H), novembre 2026\n")
    assert "  Ferme du Bourg : 25,25 €" in text
    assert "577,00 €" in text
    assert "dépôt par Marie Lucas à Lieu R001, ven. 6 nov. à 12 h 00, QR lu (7 caisses)" in text
    assert "À recevoir       25,25 €" in text
    assert "En attente       3,60 €" in text
    coop.close()
    closed = statement_text(statement_of(coop, "H"))
    assert closed.startswith("Relevé n° 2026-0001 de Marie Lucas (H), novembre 2026\n")

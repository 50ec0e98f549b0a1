"""Paying a closed month in the console: another pair of eyes, one file, what the bank did, what is owed."""

import pytest

from sync_server.accounts.rights import ConsoleRole
from sync_server.console.french import local_day, numeric_day
from sync_server.db.session import begin, read
from sync_server.ledger.queries import balances, sum_of_postings
from sync_server.settlement.queries import closed_period, statements_of
from tests.sync_server.console.accounts_for import signs_in_as
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import Friday
from tests.sync_server.settlement.billing import GOOD_IBANS, account

HERE = "/periodes/2026-11/paiement"
CLOSES = {"sure": "oui", "early_reason": "Fin de saison"}


@pytest.fixture
def closed(friday: Friday, camille: Coordinator) -> Friday:
    friday.is_driven()
    assert "La période est close" in words(camille.post("/periodes/2026-11/clore", **CLOSES).text)
    return friday


def receiving(friday: Friday) -> list[tuple[str, int]]:
    """Who is to be paid how much."""
    with read(friday.server.runtime.database) as session:
        settlement = closed_period(session, "2026-11")
        assert settlement is not None
        numbers = statements_of(session, settlement.id)
    return [(each.person_id, each.net_cents) for each in numbers if each.net_cents > 0]


def gives_accounts(friday: Friday) -> None:
    with begin(friday.server.runtime.database) as session:
        account(session, "network", GOOD_IBANS[0], "SCIC des Vallées")
        for n, (person, _) in enumerate(receiving(friday)):
            account(session, person, GOOD_IBANS[1 + n % 3], f"Titulaire <{person}>")


def treasurer(camille: Coordinator) -> Coordinator:
    return signs_in_as(camille, ConsoleRole.TREASURER)


def test_an_open_period_is_not_paid(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    assert "La période est encore ouverte" in words(camille.read(HERE))
    assert camille.post(HERE, jour="07/12/2026").status_code == 422
    assert camille.get("/periodes/2026-13/paiement").status_code == 404


def test_who_lacks_an_account_is_named_and_nothing_is_made(closed: Friday, camille: Coordinator) -> None:
    text = words(camille.read(HERE))
    assert text.count("IBAN manquant") == len(receiving(closed)) > 0
    answer = treasurer(camille).post(HERE, jour="07/12/2026")
    assert answer.status_code == 422
    assert "Personne n'est à payer" in words(answer.text)


def test_who_closed_is_told_that_somebody_else_pays(closed: Friday, camille: Coordinator) -> None:
    gives_accounts(closed)
    assert "Vous avez clos cette période" in words(camille.read(HERE))
    refused = camille.post(HERE, jour="07/12/2026")
    assert refused.status_code == 403
    assert "une autre personne doit faire le fichier" in words(refused.text)
    assert closed.server.rows_of("SELECT * FROM payment_run") == []


def test_from_the_file_to_the_last_receipt(closed: Friday, camille: Coordinator) -> None:
    gives_accounts(closed)
    pays = treasurer(camille)
    assert "Le fichier de virements est écrit" in words(pays.post(HERE, jour="07/12/2026").text)
    assert "déjà fait" in words(pays.post(HERE, jour="07/12/2026").text)
    file = pays.get("/periodes/2026-11/virements/1.xml")
    assert file.headers["content-type"] == "application/xml"
    assert 'filename="RF-2026-11-01-' in file.headers["content-disposition"]
    assert "Titulaire &lt;" in file.text
    virements = "/periodes/2026-11/virements/1"
    assert pays.post(f"{virements}/annuler", raison=" ").status_code == 422
    assert "la banque a le fichier" in words(pays.post(f"{virements}/envoyer").text)
    late = pays.post(f"{virements}/annuler", raison="trop tard")
    assert late.status_code == 409
    assert "déjà à la banque" in words(late.text)
    assert pays.post(f"{virements}/executer", jour="demain").status_code == 422
    assert "À la banque" in words(pays.read(HERE))
    day = numeric_day(local_day(closed.server.runtime.now_ms()))
    assert "les écritures suivent" in words(pays.post(f"{virements}/executer", jour=day).text)
    with read(closed.server.runtime.database) as session:
        left = balances(session)
        assert sum_of_postings(session) == 0
    assert all(left[f"producer:{person}"] == 0 for person, _ in receiving(closed))
    owing = [account_.removeprefix("producer:") for account_, cents in left.items() if cents < 0]
    for person in owing:
        noted = pays.post(f"/periodes/2026-11/encaissements/{person}", jour=day)
        assert "L'encaissement est noté" in words(noted.text)
    with read(closed.server.runtime.database) as session:
        assert {cents for name, cents in balances(session).items() if name != "network"} == {0}
    entries = pays.get("/ecritures/2026-11.txt").text
    assert entries.startswith("JournalCode\tJournalLib\tEcritureNum")
    assert entries.count("BQ\tBanque") == 2 * (len(receiving(closed)) + len(owing))
    assert pays.get("/ecritures/hier.txt").status_code == 404


def test_a_file_that_is_not_there_is_a_page_that_is_missing(closed: Friday, camille: Coordinator) -> None:
    gives_accounts(closed)
    assert camille.get("/periodes/2026-11/virements/1.xml").status_code == 404
    assert camille.post("/periodes/2026-11/virements/1/envoyer").status_code == 404
    assert camille.get("/periodes/2026-11/virements/99999999999.xml").status_code == 422


def test_the_file_waits_for_a_fresh_code_of_somebody_who_did_not_close(
    closed: Friday, camille: Coordinator
) -> None:
    gives_accounts(closed)
    pays = treasurer(camille)
    pays.shows_factor(pays.get("/second-facteur"))
    closed.server.clock.forward(s=11 * 60)
    asked = pays.post(HERE, jour="07/12/2026")
    assert asked.status_code == 403
    assert "Confirmez que c'est vous" in words(asked.text)
    assert closed.server.rows_of("SELECT * FROM payment_run") == []
    waiting = {"jour": "07/12/2026", "apres": f"/console{HERE}"}
    done = pays.post("/second-facteur/encore", **waiting, second_facteur=pays.code())
    assert done.url.path == f"/console{HERE}"
    [run] = closed.server.rows_of("SELECT * FROM payment_run")
    assert run.made_by == "C90"

"""Keeping accounts: a link for somebody new, roles, closing, one's own password; the trace it leaves."""

import re

import pytest
from sqlalchemy.exc import IntegrityError

from sync_server.accounts.audit import KEPT_MS, AuditAct, AuditRow, forget_old_audit, write_audit
from sync_server.accounts.rights import ConsoleRole
from sync_server.db.session import begin
from tests.sync_server.console.accounts_for import SOMEBODY, signs_in_as
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import LOGIN, OAKS, PASSWORD, Friday

LINK = re.compile(r'id="link"[^>]*value="([^"]+)"')
NEW = {"name": "Dominique Le Goff", "login": "dominique"}


def acts(friday: Friday) -> list[tuple[str, str, str]]:
    return [
        tuple(row) for row in friday.server.rows_of('SELECT "by", act, about FROM audit_event ORDER BY id')
    ]


def added(camille: Coordinator, **fields: str) -> str:
    page = camille.post("/utilisateurs", **{**NEW, "roles": "producer", "person": OAKS, **fields}).text
    found = LINK.search(page)
    assert found, words(page)
    return found[1]


def test_somebody_new_comes_in_by_a_link_and_chooses_a_password_alone(
    friday: Friday, camille: Coordinator
) -> None:
    token = added(camille).rpartition("/")[2]
    camille.client.cookies.clear()
    assert camille.post("/lien", token=token).url.path == "/console/chez-moi"
    page = camille.read("/mon-compte")
    assert "Choisissez votre mot de passe" in page
    assert 'name="current"' not in page
    chosen = "quatre-mots-sans-lien"
    done = camille.post("/mon-compte/mot-de-passe", wanted=chosen, again=chosen)
    assert "Le mot de passe est changé" in words(done.text)
    camille.client.cookies.clear()
    assert camille.post("/lien", token=token).status_code == 401
    assert camille.signs_in("dominique", chosen).url.path == "/console/chez-moi"
    assert ("C01", "user-added", "C02") in acts(friday)
    assert ("C02", "password-changed", "C02") in acts(friday)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"login": LOGIN}, "Cet identifiant est déjà pris."),
        ({"name": "  "}, "Le nom ou l'identifiant est vide."),
        ({"roles": "producer", "person": ""}, "Dites qui c'est dans le réseau"),
        ({"person": "Personne d'ici"}, "Cette personne n'est pas dans le réseau."),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words_and_keeps_the_form(
    camille: Coordinator, fields: dict[str, str], says: str
) -> None:
    answer = camille.post("/utilisateurs", **{**NEW, "roles": "producer", "person": OAKS, **fields})
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert f'value="{fields.get("login", "dominique")}"' in answer.text
    assert len(camille.read("/utilisateurs").split("<tr data-row")) == 2


def test_roles_change_from_the_next_page_on(friday: Friday, camille: Coordinator) -> None:
    added(camille)
    answer = camille.post("/utilisateurs/C02/roles", roles="treasurer", person="")
    assert "C'est fait" in words(answer.text)
    assert friday.server.rows_of("SELECT roles, person_id FROM coordinator WHERE id = 'C02'") == [
        ("treasurer", None)
    ]
    nobody = camille.post("/utilisateurs/C02/roles", roles="king")
    assert nobody.status_code == 422


def test_the_last_coordinator_stays_one(friday: Friday, camille: Coordinator) -> None:
    for path, fields in (("roles", {"roles": "treasurer"}), ("fermer", {})):
        answer = camille.post(f"/utilisateurs/C01/{path}", **fields)
        assert answer.status_code in (409, 422)
    assert friday.server.rows_of("SELECT roles, disabled_ms FROM coordinator") == [("coordinator", None)]
    added(camille, roles="coordinator")
    assert camille.post("/utilisateurs/C01/fermer").status_code == 409
    assert camille.post("/utilisateurs/C02/fermer").status_code == 200
    assert camille.post("/utilisateurs/C01/roles", roles="treasurer").status_code == 422


def test_a_closed_account_is_out_at_once_and_may_come_back(friday: Friday, camille: Coordinator) -> None:
    token = added(camille).rpartition("/")[2]
    hers = camille.client.cookies["sid"]
    camille.client.cookies.clear()
    camille.post("/lien", token=token)
    theirs = camille.client.cookies["sid"]
    camille.client.cookies.set("sid", hers)
    camille.post("/utilisateurs/C02/fermer")
    camille.client.cookies.set("sid", theirs)
    assert camille.get("/chez-moi").url.path == "/console/entrer"
    camille.client.cookies.set("sid", hers)
    assert camille.post("/utilisateurs/C02/lien").status_code == 409
    camille.post("/utilisateurs/C02/rouvrir")
    assert friday.server.rows_of("SELECT disabled_ms FROM coordinator WHERE id = 'C02'") == [(None,)]


def test_a_new_link_voids_the_password_and_a_reset_the_app(visitor: Coordinator, friday: Friday) -> None:
    visitor.signs_in()
    signs_in_as(visitor, ConsoleRole.COORDINATOR, person=None)
    with begin(visitor.runtime.database) as session:
        session.connection().exec_driver_sql("UPDATE console_session SET factor_ms = 9000000000000")
    assert LINK.search(visitor.post("/utilisateurs/C01/lien").text)
    visitor.post("/utilisateurs/C01/facteur")
    assert friday.server.rows_of("SELECT count(*) FROM second_factor") == [(0,)]
    visitor.client.cookies.clear()
    assert visitor.post("/entrer", login=LOGIN, password=PASSWORD).status_code == 401
    assert (SOMEBODY, "factor-reset", "C01") in acts(friday)


def test_giving_rights_asks_for_a_fresh_code(visitor: Coordinator, friday: Friday) -> None:
    visitor.signs_in()
    friday.server.clock.forward(s=660)
    answer = visitor.post("/utilisateurs", **NEW, roles="coordinator")
    assert answer.status_code == 403
    assert "Confirmez que c'est vous" in words(answer.text)
    assert friday.server.rows_of("SELECT count(*) FROM coordinator") == [(1,)]


@pytest.mark.parametrize(
    ("current", "wanted", "again", "says"),
    [
        (
            "faux",
            "quatre-mots-sans-lien",
            "quatre-mots-sans-lien",
            "Le mot de passe actuel n'est pas le bon.",
        ),
        (PASSWORD, "quatre-mots-sans-lien", "quatre-mots-sans-rien", "ne sont pas les mêmes"),
        (PASSWORD, "court", "court", "au moins 12 caractères"),
        (PASSWORD, "qwerty123456", "qwerty123456", "parmi les premiers qu'un voleur essaie"),
    ],
)
def test_a_password_that_cannot_be_is_refused_in_words(
    camille: Coordinator, current: str, wanted: str, again: str, says: str
) -> None:
    answer = camille.post("/mon-compte/mot-de-passe", current=current, wanted=wanted, again=again)
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert wanted not in answer.text


def test_a_form_that_says_who_acts_or_as_what_changes_neither(friday: Friday, camille: Coordinator) -> None:
    added(camille, by="C99", actor="C99", id="C77", role="coordinator", password_argon2="x")
    row = friday.server.rows_of(
        "SELECT id, roles, password_argon2 FROM coordinator WHERE login = 'dominique'"
    )
    assert row == [("C02", "producer", "")]
    assert acts(friday)[-1] == ("C01", "user-added", "C02")


def test_the_journal_is_read_by_coordinators_and_changed_by_nobody(
    friday: Friday, camille: Coordinator
) -> None:
    added(camille)
    said = words(camille.read("/journal-des-acces"))
    assert "Camille Ferrand Compte ajouté Dominique Le Goff" in said
    for statement in ("UPDATE audit_event SET act = 'x'", "DELETE FROM audit_event"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            begin(friday.server.runtime.database) as session,
        ):
            session.connection().exec_driver_sql(statement)


def test_the_journal_forgets_after_six_months_and_not_before(friday: Friday) -> None:
    at_ms = friday.server.clock.at_ms
    with begin(friday.server.runtime.database) as session:
        for age in (KEPT_MS, KEPT_MS - 1, 0):
            write_audit(session, AuditRow(at_ms - age, "C01", AuditAct.SIGNED_IN, "C01", ""))
        # A clock that runs ahead takes nothing along: the table goes by its own rows.
        assert forget_old_audit(session, at_ms + 10 * KEPT_MS) == 0
    left = friday.server.rows_of("SELECT at_ms FROM audit_event")
    assert [row.at_ms for row in left] == [at_ms - KEPT_MS + 1, at_ms]

"""Fields added to a form or a message by hand, an actor, a role, an amount: they change nothing."""

from shared.custody.events import Kind
from sync_server.accounts.rights import ConsoleRole
from sync_server.db.session import begin
from tests.sync_server.console.accounts_for import SOMEBODY, signs_in_as
from tests.sync_server.console.conftest import Coordinator
from tests.sync_server.console.test_deciding import hidden
from tests.sync_server.console.world import MILL, OAKS, Friday
from tests.sync_server.settlement.billing import GOOD_IBANS, account

PLANTED = {
    "actor": "P999", "by": "C99", "role": "coordinator", "roles": "coordinator", "person_id": OAKS,
    "coordinator_id": "C99", "amount": "999999", "amount_cents": "999999", "total_cents": "999999",
    "net_cents": "999999", "closed_by": "C99", "at_ms": "0", "factor_ms": "9999999999999",
}  # fmt: skip


def test_a_form_cannot_say_who_sent_it_nor_what_role_they_have(friday: Friday, visitor: Coordinator) -> None:
    producer = signs_in_as(visitor, ConsoleRole.PRODUCER, person=MILL)
    before = friday.server.rows_of("SELECT id, name, login, roles, person_id FROM coordinator ORDER BY id")
    chosen = "quatre-mots-sans-lien"
    producer.post("/mon-compte/mot-de-passe", wanted=chosen, again=chosen, current=chosen, **PLANTED)
    producer.post("/mon-compte/sessions", **PLANTED)
    after = friday.server.rows_of("SELECT id, name, login, roles, person_id FROM coordinator ORDER BY id")
    assert after == before
    assert producer.get("/utilisateurs").status_code == 403
    assert friday.server.rows_of(f"SELECT factor_ms FROM console_session WHERE coordinator_id = '{SOMEBODY}'"
                                 " AND factor_ms = 9999999999999") == []  # fmt: skip


def test_a_decision_is_by_whoever_is_signed_in(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    phone = friday.phones[MILL]
    key = next(k for (t, k) in phone.pull_all() if t == "line")
    dispute_id = phone.record(Kind.DISPUTE, data={"line": key, "because": "trop peu"})
    phone.push()
    fact = hidden(camille.read(f"/contestations/{dispute_id}"), "fact")
    asked = {"fact": fact, "because": "vu ensemble", "choice": "rejected"}
    camille.post(f"/contestations/{dispute_id}/decider", **asked, **PLANTED)
    made = friday.server.rows_of(f"SELECT actor, body FROM event WHERE id = '{fact}'")
    assert [row.actor for row in made] == ["C01"]
    assert "P999" not in made[0].body
    assert "999999" not in made[0].body


def test_a_payment_is_of_what_the_statements_say_and_by_whoever_asks(
    friday: Friday, camille: Coordinator
) -> None:
    friday.is_driven()
    camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison", **PLANTED)
    net = "earned_cents + earned_vat_cents - owed_cents - owed_vat_cents"
    owed = friday.server.rows_of(f"SELECT person_id, {net} FROM statement WHERE {net} > 0")
    assert [row[0] for row in friday.server.rows_of("SELECT closed_by FROM settlement")] == ["C01"]
    with begin(friday.server.runtime.database) as session:
        account(session, "network", GOOD_IBANS[0], "SCIC des Vallées")
        for person_id, _ in owed:
            account(session, person_id, GOOD_IBANS[1])
    # Who closed stays who closed, whatever the form says: the same person may still not pay.
    assert camille.post("/periodes/2026-11/paiement", jour="07/12/2026", **PLANTED).status_code == 403
    pays = signs_in_as(camille, ConsoleRole.TREASURER)
    pays.post("/periodes/2026-11/paiement", jour="07/12/2026", **PLANTED)
    paid = friday.server.rows_of("SELECT person_id, amount_cents FROM payment_order ORDER BY person_id")
    assert [tuple(row) for row in paid] == sorted(tuple(row) for row in owed)
    assert friday.server.rows_of("SELECT made_by, total_cents FROM payment_run") == [
        (SOMEBODY, sum(cents for _, cents in owed))
    ]


def test_a_message_of_a_phone_gives_it_neither_a_role_nor_another_person(friday: Friday) -> None:
    phone = friday.phones[MILL]
    kept = "SELECT id, roles FROM person ORDER BY id", "SELECT id, person_id, status FROM device ORDER BY id"
    before = [friday.server.rows_of(each) for each in kept]
    answer = phone.post(phone.request(phone.stretch()) | PLANTED)
    assert answer.status_code in (200, 422)
    assert "P999" not in answer.text
    assert [friday.server.rows_of(each) for each in kept] == before

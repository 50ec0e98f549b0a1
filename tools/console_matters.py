"""What a driven week leaves unasked, put to the stores of the tour: disputes, transfers, a vote, a keeper.

Everything goes through the program's own services: only who does it is made up.
"""

from datetime import date

from shared.custody.decisions import Resolution
from shared.custody.events import Kind
from shared.ids import uuid7
from sync_server.accounts.rights import ConsoleRole, write_roles
from sync_server.accounts.tables import Coordinator
from sync_server.billing.reading import AccountFields
from sync_server.billing.service import record_account
from sync_server.billing.values import CO_OP
from sync_server.commission.fairness import Vote, VoteDeed, record_vote
from sync_server.db.session import begin, read
from sync_server.payment.bank import execute_run, receive
from sync_server.payment.service import RunMade, RunRequest, make_run, payment_state, send_run, void_run
from sync_server.payment.values import PaymentState, Run
from sync_server.upkeep.disputes import DisputeDecided, DisputeWanted, decide_dispute
from tests.builders import PhoneByHand, ServerInProcess
from tests.sync_server.settlement.billing import GOOD_IBANS

TREASURER = "C02"
# Keeps a locker bank, drives, sells: every page of one's own has something to show.
KEEPER = "P112"
_UNPAID = 3
_REASONS = (
    "Le trajet de Treillières a été fait à deux, je n'en vois que la moitié.",
    "Je n'ai pas livré ces caisses, elles étaient restées à la plateforme logistique.",
    "Montant trop bas <b>à mon avis</b> : il y avait aussi les caisses de la semaine d'avant, reprises à "
    "Saint-Étienne-de-Montluc parce que le point relais était fermé sans que personne soit prévenu.",
)


def add_people(server: ServerInProcess) -> None:
    """A treasurer, for the second pair of eyes, and somebody who keeps a relay point."""
    with begin(server.runtime.database) as session:
        for id_, name, role, person in (
            (TREASURER, "Dominique Le Goff", [ConsoleRole.TREASURER], None),
            ("C03", "Maëlle Rouxel", [ConsoleRole.KEEPER, ConsoleRole.PRODUCER], KEEPER),
        ):
            session.merge(Coordinator(id=id_, name=name, login=id_.lower(), password_argon2="-",
                                      roles=write_roles(role), person_id=person))  # fmt: skip


def dispute(server: ServerInProcess) -> None:
    """Three people dispute a line of theirs each; one is decided, one taken back, one waits."""
    helpers = [row[0] for row in server.rows_of("SELECT DISTINCT carrier_id FROM leg ORDER BY 1 LIMIT 3")]
    made: list[tuple[PhoneByHand, str]] = []
    for person_id, because in zip(helpers, _REASONS, strict=False):
        phone = server.add_phone(person_id)
        key = next((k for t, k in phone.pull_all() if t == "line"), None)
        if key is None:
            continue
        server.clock.forward(s=600)
        made.append((phone, phone.record(Kind.DISPUTE, data={"line": key, "because": because})))
        phone.push()
    for (phone, dispute_id), is_decided in zip(made, (True, False), strict=False):
        if is_decided:
            _decide(server, dispute_id)
        else:
            phone.record(Kind.VOID, ref=dispute_id)
            phone.push()


def _decide(server: ServerInProcess, dispute_id: str) -> None:
    runtime = server.runtime
    wanted = DisputeWanted(dispute_id, uuid7(runtime.now_ms(), runtime.random_bytes(10)), "C01",
                           "Les scans des deux arrêts y sont.", Resolution.REJECTED)  # fmt: skip
    with begin(runtime.database) as session:
        assert isinstance(
            decide_dispute(session, wanted, runtime.now_ms(), runtime.random_bytes), DisputeDecided
        )


def vote(server: ServerInProcess) -> None:
    """The group has voted that each farm's share is shown."""
    said = Vote(VoteDeed.RECORDED, "2026-10-03", "Assemblée générale", "PV du 3 octobre 2026, point 4",
                "Chaque ferme voit la part de toutes.", "C01", server.clock.at_ms)  # fmt: skip
    with begin(server.runtime.database) as session:
        record_vote(session, said)


def pay(server: ServerInProcess, months: tuple[str, ...]) -> None:
    """The first month is paid but for a refusal, the second is at the bank, the third has a voided file."""
    with begin(server.runtime.database) as session:
        own = AccountFields(GOOD_IBANS[0], "AGRIFRPP847", "SCIC des Vallées")
        record_account(session, CO_OP, own, "C01", server.clock.at_ms)
        state = payment_state(session, months[0])
        assert state is not None
        for n, each in enumerate(state.payable[:-_UNPAID]):
            person = each.number.person_id
            fields = AccountFields(GOOD_IBANS[1 + n % 3], "", f"GAEC {person} Frères et Sœurs réunis")
            record_account(session, person, fields, "C01", server.clock.at_ms)
    paid, sent, voided, *_ = months
    state = _run(server, paid)
    refused = [each.person_id for each in state.runs[0].transfers[:1]]
    today, now_ms = date(2026, 11, 8), server.clock.at_ms
    with begin(server.runtime.database) as session:
        send_run(session, paid, 1, TREASURER, now_ms)
        done = execute_run(session, paid, 1, today, TREASURER, now_ms, refused)
        assert isinstance(done, Run), done
        for each in state.collectable[:2]:
            receive(session, paid, each.number.person_id, today, TREASURER, now_ms)
    _run(server, sent)
    with begin(server.runtime.database) as session:
        send_run(session, sent, 1, TREASURER, now_ms)
    _run(server, voided)
    with begin(server.runtime.database) as session:
        void_run(session, voided, 1, "Le compte de l'EARL a changé", TREASURER, now_ms)


def _run(server: ServerInProcess, month: str) -> PaymentState:
    asked = RunRequest(month, TREASURER, date(2026, 11, 10), server.clock.at_ms,
                       server.runtime.settings.data_dir)  # fmt: skip
    with begin(server.runtime.database) as session:
        made = make_run(session, asked)
    assert isinstance(made, RunMade), (month, made)
    with read(server.runtime.database) as session:
        state = payment_state(session, month)
    assert state is not None
    return state

"""A closed month with somebody to pay, somebody who owes, and accounts."""

from dataclasses import dataclass
from datetime import date

import pytest

from sync_server.payment.service import RunMade, RunRequest, make_run, payment_state
from sync_server.payment.values import PaymentRefusal, PaymentState, Run
from tests.sync_server.money_world import noon_ms
from tests.sync_server.settlement.billing import GOOD_IBANS, account, regime
from tests.sync_server.settlement.conftest import Coop, coop, database

__all__ = ["coop", "database"]
CO_OP_IBAN, H_IBAN, H2_IBAN, _ = GOOD_IBANS
MADE_ON = "2026-12-04"


@dataclass
class Month:
    """November: H earns 28.85 and its VAT 5.77 from P1, H2 1.50 from P1; C01 closed it."""

    coop: Coop

    @property
    def session(self):
        return self.coop.world.session

    def state(self) -> PaymentState:
        state = payment_state(self.session, "2026-11")
        assert state is not None
        return state

    def make(
        self, by: str = "C02", day: str = "2026-12-07", on: str = MADE_ON, period: str = "2026-11"
    ) -> RunMade | PaymentRefusal:
        asked = RunRequest(period, by, date.fromisoformat(day), noon_ms(on), self.coop.data_dir)
        return make_run(self.session, asked)

    def made(self, on: str = MADE_ON) -> Run:
        outcome = self.make(on=on)
        assert isinstance(outcome, RunMade), outcome
        return outcome.run


@pytest.fixture
def month(coop: Coop) -> Month:
    for person in ("P1", "H", "H2"):
        coop.world.person(person)
    coop.world.carry(coop.world.consignment("P1", "R001", 57_700, 8), "H")
    coop.world.carry(coop.world.consignment("P1", "R002", 2_999, 3), "H2", to_place="R002")
    session = coop.world.session
    regime(session, "H", "reel", 2_000)
    coop.close()
    account(session, "network", CO_OP_IBAN, "Coop des Vallées")
    account(session, "H", H_IBAN, "GAEC Éloïse & Fils", "AGRIFRPP847")
    account(session, "H2", H2_IBAN, "M. D'ARTAGNAN")
    return Month(coop)

"""Healing: the faults stop, every phone syncs a few times, and then every invariant must hold."""

from mobile.store.outbox import outbox_counts
from mobile.sync.outcome import MustEnrol, NotEnrolled, Synced
from tests.simulation.check_arrival import check_arrival_order
from tests.simulation.check_banks import check_banks
from tests.simulation.check_disputes import check_disputes_told
from tests.simulation.check_evidence import check_erasing, check_evidence, erase_some, send_what_waits
from tests.simulation.check_feed import (
    check_all_received,
    check_nothing_lost,
    check_order_in_logs,
    check_quarantine,
)
from tests.simulation.check_money import check_open_lines, check_shares
from tests.simulation.check_projection import check_projection
from tests.simulation.check_rows import check_audiences
from tests.simulation.co_op import CoOp
from tests.simulation.phone import SimPhone
from tests.simulation.rescue import excuse_what_nobody_opens, hand_everything_over
from tests.simulation.times import MINUTE_MS
from tests.simulation.violation import Violation, require

ROUNDS = 3
# After every distribution day of every variant.
LAST_PERIOD = "2027-06"
# Twice the whole history again: dear, so not in every world.
ARRIVAL_ORDER_EVERY = 4


def heal(co_op: CoOp) -> None:
    """The faults have stopped. Raises: Violation."""
    co_op.server.upkeep()
    erased = erase_some(co_op)
    phones = [phone for phone in co_op.present() if phone.store.enrolment is not None or phone.fact_ids()]
    for phone in phones:
        _let_in(co_op, phone)
    for _ in range(ROUNDS):
        for phone in phones:
            co_op.time.forward(MINUTE_MS)
            co_op.sync(phone)
    hand_everything_over(co_op, phones)
    send_what_waits(co_op, phones)
    _come_to_rest(co_op, phones)
    for phone in phones:
        pending = outbox_counts(phone.store).pending
        require(pending == 0, "I14", f"{phone.name} still has {pending} to send: {phone.last_outcome}")
        require(isinstance(phone.last_outcome, Synced), "I14", f"{phone.name}: {phone.last_outcome}")
    check_evidence(co_op.server, phones, erased)
    _check_everything(co_op, phones)


def _come_to_rest(co_op: CoOp, phones: list[SimPhone]) -> None:
    """What the last to sync brings moves rows of those before: everybody pulls until nothing is new."""
    for _ in range(ROUNDS):
        before = co_op.server.rows("SELECT seq FROM feed_head")
        for phone in phones:
            co_op.sync(phone)
        if co_op.server.rows("SELECT seq FROM feed_head") == before:
            return
    raise Violation("I14", "phones that only sync go on bringing something new")


def _let_in(co_op: CoOp, phone: SimPhone) -> None:
    """A server set back to before a phone was enrolled does not know it: the coordinator shows a QR.

    So for a phone whose enrolment was cut short: what it recorded under the one before waits on it.
    """
    co_op.sync(phone)
    if isinstance(phone.last_outcome, MustEnrol | NotEnrolled):
        require(co_op.enrol(phone), "I14", f"{phone.name} could not be enrolled again")


def _check_everything(co_op: CoOp, phones: list[SimPhone]) -> None:
    check_nothing_lost(co_op.server, co_op.present(), co_op.owed)
    excuse_what_nobody_opens(co_op, phones)
    check_all_received(co_op.server, co_op.owed)
    co_op.feed.look_at_everything()
    check_order_in_logs(co_op.server, phones)
    check_quarantine(co_op.server, phones, co_op.owed, co_op.revoked_devices)
    check_audiences(co_op.server)
    for phone in phones:
        co_op.check_rows_of(phone, phone.last_outcome)
    check_projection(co_op)
    check_banks(co_op)
    check_disputes_told(co_op.server)
    check_open_lines(co_op.server)
    check_shares(co_op.server)
    _settle(co_op, phones)
    check_erasing(co_op.server)
    if co_op.seed % ARRIVAL_ORDER_EVERY == 0:
        check_arrival_order(co_op.server, co_op.seed)


def _settle(co_op: CoOp, phones: list[SimPhone]) -> None:
    """Every month is closed, and the phones hold what was settled.

    One more month carries what came after an early closing.
    """
    for period in (*sorted({day[:7] for day in co_op.network.days}), LAST_PERIOD):
        co_op.settled.close(period)
    check_open_lines(co_op.server)
    check_disputes_told(co_op.server)
    [(paid,)] = co_op.server.rows("SELECT count(*) FROM commission_line WHERE amount_cents <> 0")
    co_op.tally.outcomes["line_settled"] += paid
    for phone in phones:
        co_op.sync(phone)

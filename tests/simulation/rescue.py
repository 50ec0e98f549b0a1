"""A colleague carries: facts sealed on one phone, kept by another's, handed over whenever it syncs."""

import random
from collections.abc import Iterable, Sequence

from mobile.actions.rescue_make import Entrusted, Form, entrusted_now
from mobile.actions.rescue_take import TakenIn, TakePacksIn, take_packs_in
from mobile.store.carried import CarriedState
from shared.sync.rescue_pack import PackFault, read_packs
from tests.simulation.co_op import CoOp
from tests.simulation.faults import Fault
from tests.simulation.phone import SimPhone
from tests.simulation.times import DAY_MS

# Beyond a day, whatever a carrier's clock was set back by since it last asked.
ASKED_AGAIN_AFTER_MS = 3 * DAY_MS
GAPS_END_AFTER_MS = 8 * DAY_MS


def carry(co_op: CoOp, chance: random.Random) -> None:
    """One phone's facts are given to another's."""
    enrolled = [phone for phone in co_op.present() if phone.store.enrolment is not None]
    if len(enrolled) < 2:
        return
    giver, carrier = chance.sample(enrolled, k=2)
    form = chance.choice(tuple(Form))
    made = giver.run(lambda: entrusted_now(giver.store, form))
    if not isinstance(made, Entrusted):
        return
    packs = read_packs(made.raw)
    assert not isinstance(packs, PackFault)
    for pack in packs:
        last = pack.label.first + pack.label.facts - 1
        facts = giver.rows("SELECT id FROM logged_fact WHERE seq BETWEEN ? AND ?", pack.label.first, last)
        co_op.owed.sealed[pack.digest] = frozenset(row[0] for row in facts)
    intent = TakePacksIn(made.raw)
    taken = carrier.run(lambda: take_packs_in(intent, carrier.store, carrier.clock, carrier.randomness))
    if isinstance(taken, TakenIn):
        co_op.tally.happened(Fault.CARRIED)


def hand_everything_over(co_op: CoOp, phones: Sequence[SimPhone]) -> None:
    """Days pass, so that every carrier asks again; gaps whose beginning is lost end after a week."""
    carriers = [phone for phone in phones if _states(phone)]
    for wait_ms in (ASKED_AGAIN_AFTER_MS, GAPS_END_AFTER_MS):
        if not any(_states(phone) - {CarriedState.SAFE} for phone in carriers):
            return
        co_op.time.forward(wait_ms)
        # The second pass of each brings what waited for what another carrier brought.
        for phone in (*carriers, *carriers, *phones):
            co_op.sync(phone)
        carriers = [phone for phone in carriers if CarriedState.GAP in _states(phone)]


def excuse_what_nobody_opens(co_op: CoOp, phones: Iterable[SimPhone]) -> None:
    """A server set back to before a phone was enrolled does not know its seal: the carrier keeps the pack."""
    held = set(co_op.server.held_ids())
    refused: set[str] = set()
    for phone in phones:
        held |= phone.own_fact_ids()
        for (digest,) in phone.rows("SELECT digest FROM carried_pack WHERE state = 'refused'"):
            refused |= co_op.owed.sealed[digest]
    co_op.owed.excuse_all_but(co_op.owed.owed - (refused - held))


def _states(phone: SimPhone) -> set[CarriedState]:
    return {CarriedState(row[0]) for row in phone.rows("SELECT DISTINCT state FROM carried_pack")}

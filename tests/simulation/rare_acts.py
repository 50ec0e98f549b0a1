"""The rare acts of a world: which, how often and when, each kind by a chance of its own."""

import random
from collections.abc import Callable, Generator
from functools import partial

from tests.simulation import banks, changing_orders, desk, odd_days, sharing
from tests.simulation.co_op import CoOp
from tests.simulation.line import NextFault, PostLater
from tests.simulation.plan import DAYS, WorldPlan
from tests.simulation.rare import Rare
from tests.simulation.times import DAY_MS

# The act, and the most there are of it in a world where it happens at all.
ACTS: tuple[tuple[Callable[[Rare], None], int], ...] = (
    (desk.take_back, 4),
    (desk.make_dispute, 3),
    (desk.settle_dispute, 4),
    (desk.accept_together, 2),
    (desk.close_early, 1),
    (desk.vote_tariff, 2),
    (desk.withdraw_vote, 1),
    (banks.deposit, 6),
    (banks.claim_door, 2),
    (banks.take_out, 2),
    (banks.repair_door, 2),
    (odd_days.drive_unplanned, 2),
    (odd_days.adopt, 2),
    (odd_days.join_later, 4),
    (changing_orders.import_orders, 3),
    (changing_orders.undo_orders, 1),
    (changing_orders.change_keeper, 2),
    (sharing.share_phone, 1),
    (sharing.switch_person, 4),
)
LIKELY = 0.6


def rare_acts(
    co_op: CoOp, plan: WorldPlan, start_ms: int, next_fault: NextFault, post_later: PostLater
) -> Generator[tuple[int, Callable[[], None]]]:
    """When, and what."""
    for act, most in ACTS:
        name = act.__name__
        chance = random.Random(f"when to {name} {plan.seed}")
        if chance.random() < LIKELY:
            rare = Rare(co_op, plan, name, next_fault, post_later)
            for _ in range(chance.randint(1, most)):
                # Nothing to take back, to dispute or to close before the first distribution day is over.
                yield start_ms + chance.randrange(2 * DAY_MS, DAYS * DAY_MS), partial(act, rare)

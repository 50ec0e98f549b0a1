"""What happens seldom in a world, drawn by chances of its own: worlds without it stay what they were."""

import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from sqlmodel import Session

from sync_server.db.feed import LockedFeed
from tests.simulation.co_op import CoOp
from tests.simulation.line import NextFault, PostLater
from tests.simulation.phone import SimPhone
from tests.simulation.plan import WorldPlan

T = TypeVar("T")


class Rare:
    """Who takes part in the rare acts of one kind, with the perils of this world over each of them."""

    def __init__(
        self, co_op: CoOp, plan: WorldPlan, kind: str, next_fault: NextFault, post_later: PostLater
    ) -> None:
        self.co_op = co_op
        self.next_fault = next_fault
        self.post_later = post_later
        self.chance = random.Random(f"{kind} {plan.seed}")
        self._plan = plan
        # Kept apart from what is done: whether somebody dies over it moves nothing else.
        self._luck = random.Random(f"luck of {kind} {plan.seed}")

    def met(self, what: str) -> None:
        """Counts an act: what a world never met, it proves nothing about."""
        self.co_op.tally.outcomes[what] += 1

    def coordinate(self, act: Callable[[Session, LockedFeed], T]) -> T | None:
        """A coordinator sends a form, once more where no answer came, now and then twice for nothing."""
        server = self.co_op.server
        outcome = None
        for _ in range(2):
            with self.server_perils():
                outcome = server.coordinate(act)
            if outcome is not None:
                break
        if outcome is not None and self._luck.random() < 0.2:
            server.coordinate(act)
        return outcome

    @contextmanager
    def hands(self, phone: SimPhone) -> Generator[None]:
        """What the person draws on the way is drawn here, and the phone may die or be full over it."""
        kept, phone.chance = phone.chance, self.chance
        if self._luck.random() < self._plan.phone_dies:
            phone.breaker.arm(self._luck.randrange(45))
        if self._luck.random() < self._plan.disk_full:
            phone.limit_disk(self._luck.randrange(3))
        try:
            yield
        finally:
            phone.chance = kept
            phone.breaker.disarm()
            if self._plan.disk_full:
                phone.limit_disk(None)

    def enrolled(self) -> list[SimPhone]:
        """The phones somebody can record with."""
        return [phone for phone in self.co_op.present() if phone.store.enrolment is not None]

    @contextmanager
    def server_perils(self) -> Generator[None]:
        server = self.co_op.server
        if self._luck.random() < self._plan.server_dies:
            server.breaker.arm(self._luck.randrange(60))
        if self._luck.random() < self._plan.disk_full:
            server.limit_disk(self._luck.randrange(4))
        try:
            yield
        finally:
            server.breaker.disarm()
            if self._plan.disk_full:
                server.limit_disk(None)

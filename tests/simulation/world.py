"""One world: fourteen days of a co-op under its own weather, then healing, then every invariant."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mobile.sync.outcome import MustEnrol, NotEnrolled
from shared.custody.events import Kind
from tests.simulation.acts import do_something_else, drive_on
from tests.simulation.check_feed import check_nothing_lost
from tests.simulation.co_op import CoOp
from tests.simulation.faults import Fault, Tally
from tests.simulation.ground import Network, copy_database
from tests.simulation.healing import heal
from tests.simulation.line import Letter
from tests.simulation.phone import SimPhone
from tests.simulation.plan import DAYS, WorldPlan, plan_of
from tests.simulation.rare_acts import rare_acts
from tests.simulation.times import DAY_MS, HOUR_MS, MINUTE_MS, TrueTime
from tests.simulation.troubles import Troubles

Step = Callable[[], None]
UNKNOWN_YESTERDAY = frozenset({Kind.DROP, Kind.TEMPERATURE, Kind.STOP_LEFT, Kind.VOID})
STORM_LASTS_MS = 6 * HOUR_MS


class WorldFailed(AssertionError):
    """A world in which something does not hold: run the seed again to see it again."""

    def __init__(self, seed: int, step: int, cause: BaseException) -> None:
        super().__init__(f"seed {seed}, step {step}: {cause!r}")
        self.seed = seed
        self.step = step


@dataclass(frozen=True, slots=True)
class WorldReport:
    """How a world went, and the hash its feed ended with."""

    seed: int
    events: int
    feed_hash: str
    tally: Tally


class World:
    """The agenda of a world: what happens when, all drawn from the seed."""

    def __init__(self, plan: WorldPlan, folder: Path, templates: Path, twin_url: str | None = None) -> None:
        self.plan = plan
        self.network: Network = copy_database(templates, plan.variant, folder / "server")
        self.start_ms = midnight_ms(self.network.first_day)
        self.time = TrueTime(self.start_ms - 6 * HOUR_MS)
        self.chance = random.Random(f"world {plan.seed}")
        self.co_op = CoOp(folder, plan.seed, self.network, self.time, plan.page_rows)
        self.twin = self.co_op.server.begin_twin(twin_url, plan.variant) if twin_url else None
        self.troubles = Troubles(self.co_op, self.chance, self.next_fault, self.post_later)
        if plan.begins_old:
            self.co_op.server.unknown_kinds = UNKNOWN_YESTERDAY
        self._agenda: list[tuple[int, int, Step]] = []
        self._number = 0
        self._faults_on = False
        self._storm: Fault | None = None

    def run(self) -> None:
        """The whole world. Raises: WorldFailed."""
        try:
            self._settle_in()
            self._plan_days()
            self._faults_on = True
            while self._agenda:
                at_ms, _, step = heapq.heappop(self._agenda)
                self.time.reach(at_ms)
                step()
                self.co_op.check_step()
            self._faults_on = False
            heal(self.co_op)
        except Exception as error:
            raise WorldFailed(self.plan.seed, self.co_op.tally.steps, error) from error

    def next_fault(self) -> Fault | None:
        """What goes wrong with the next exchange."""
        if not self._faults_on:
            return None
        if self._storm is not None:
            return self._storm
        if self.chance.random() < self.plan.line_chance:
            return self.chance.choice(self.plan.on_the_line)
        return None

    def post_later(self, after_ms: int, letter: Letter) -> None:
        """A request will arrive once more."""
        self._at(self.time.at_ms + after_ms, lambda: self.co_op.deliver(letter))

    def _at(self, at_ms: int, step: Step) -> None:
        self._number += 1
        heapq.heappush(self._agenda, (at_ms, self._number, step))

    def _some_time(self) -> int:
        return self.start_ms + self.chance.randrange(DAYS * DAY_MS)

    def _settle_in(self) -> None:
        people = [*self.network.helpers, *self.network.producers[len(self.network.helpers) :]]
        for n in range(self.plan.phones):
            phone = self.co_op.add_phone(people[n % len(people)], self.next_fault, self.post_later)
            if not self.co_op.enrol(phone):
                raise AssertionError("a phone could not be enrolled in fine weather")
            self.co_op.sync(phone)
        self.co_op.back_up_server()

    def _plan_days(self) -> None:
        for day in range(DAYS):
            midnight_ms = self.start_ms + day * DAY_MS
            local_day = self.network.first_day + timedelta(days=day)
            for phone in list(self.co_op.phones):
                self._plan_day_of(phone, local_day, midnight_ms)
            self._at(midnight_ms, self._nothing_is_lost)
            self._often(self.plan.backups_a_day, midnight_ms, self.co_op.back_up_server)
            self._often(self.plan.phone_copies_a_day, midnight_ms, self.troubles.copy_phone)
            self._often(0.5, midnight_ms, self.troubles.restart_phone)
            self._often(0.5, midnight_ms, self.troubles.hand_over)
            self._often(0.2, midnight_ms, self.troubles.restart_server)
            self._often(0.3, midnight_ms, self.troubles.let_in_again)
            self._often(1.0, midnight_ms, self._newcomers_act)
            self._often(1.0, midnight_ms, self.troubles.decide)
        for count, trouble in self._troubles():
            for _ in range(count):
                self._at(self._some_time(), trouble)
        for at_ms, act in rare_acts(self.co_op, self.plan, self.start_ms, self.next_fault, self.post_later):
            self._at(at_ms, act)

    def _troubles(self) -> list[tuple[int, Step]]:
        plan, troubles = self.plan, self.troubles
        return [
            (plan.server_restores, troubles.restore_server),
            (plan.phone_restores, troubles.restore_phone),
            (plan.clones, troubles.clone_phone),
            (plan.losses, troubles.lose_phone),
            (plan.clock_jumps, troubles.jump_clock),
            (plan.reboots, troubles.reboot),
            (plan.scope_changes, troubles.give_round_away),
            (plan.replans, troubles.replan),
            (plan.revocations, troubles.revoke),
            (plan.new_kinds, troubles.leave_a_new_kind),
            (plan.closings, troubles.close_period),
            (int(plan.begins_old), troubles.upgrade_server),
            (plan.purges, troubles.purge_tombstones),
            (plan.storms, self._begin_storm),
            (plan.carries, troubles.carry),
        ]

    def _often(self, times_a_day: float, midnight_ms: int, step: Step) -> None:
        whole, part = int(times_a_day), times_a_day % 1
        for _ in range(whole + (self.chance.random() < part)):
            self._at(midnight_ms + self.chance.randrange(DAY_MS), step)

    def _plan_day_of(self, phone: SimPhone, day: date, midnight_ms: int) -> None:
        if day.isoformat() in self.network.days:
            at_ms = midnight_ms + 5 * HOUR_MS + self.chance.randrange(2 * HOUR_MS)
            self._at(at_ms, lambda: self._session(phone, lambda: None))
            for _ in range(self.chance.randint(4, 7)):
                at_ms += self.chance.randrange(10 * MINUTE_MS, 80 * MINUTE_MS)
                self._at(at_ms, lambda: self._session(phone, lambda: drive_on(phone, day), syncs=0.3))
        self._often(
            self.plan.acts_a_day, midnight_ms, lambda: self._session(phone, lambda: do_something_else(phone))
        )

    def _newcomers_act(self) -> None:
        """Phones that joined on the way are used too."""
        newcomers = self.co_op.present()[self.plan.phones :]
        if newcomers:
            phone = self.chance.choice(newcomers)
            day = datetime.fromtimestamp(self.time.at_ms / 1000, UTC).date()
            self._session(phone, lambda: drive_on(phone, day))
            self._session(phone, lambda: do_something_else(phone))

    def _session(self, phone: SimPhone, act: Step, syncs: float = 0.8) -> None:
        """Somebody opens the app, does something, and lets it sync or not."""
        if phone.is_gone:
            return
        self._perils(phone)
        if phone.store.enrolment is not None:
            phone.run(act)
        self._perils_over(phone)
        if self.chance.random() < syncs:
            self._perils(phone)
            outcome = self.co_op.sync(phone)
            self._perils_over(phone)
            if isinstance(outcome, MustEnrol | NotEnrolled) and self.chance.random() < 0.5:
                self.co_op.enrol_again_where_needed(phone)

    def _perils(self, phone: SimPhone) -> None:
        if self.chance.random() < self.plan.phone_dies:
            phone.breaker.arm(self.chance.randrange(45))
        if self.chance.random() < self.plan.server_dies:
            self.co_op.server.breaker.arm(self.chance.randrange(70))
        if self.chance.random() < self.plan.disk_full:
            phone.limit_disk(self.chance.randrange(3))
        if self.chance.random() < self.plan.disk_full:
            self.co_op.server.limit_disk(self.chance.randrange(4))

    def _perils_over(self, phone: SimPhone) -> None:
        phone.breaker.disarm()
        self.co_op.server.breaker.disarm()
        if self.plan.disk_full:
            phone.limit_disk(None)
            self.co_op.server.limit_disk(None)

    def _begin_storm(self) -> None:
        self._storm = self.chance.choice((Fault.SERVER_ERROR, Fault.TOO_MANY, Fault.PORTAL_PAGE))
        self._at(self.time.at_ms + self.chance.randrange(HOUR_MS, STORM_LASTS_MS), self._end_storm)

    def _end_storm(self) -> None:
        self._storm = None

    def _nothing_is_lost(self) -> None:
        check_nothing_lost(self.co_op.server, self.co_op.present(), self.co_op.owed)


def run_world(seed: int, folder: Path, templates: Path) -> WorldReport:
    """The world of a seed. Raises: WorldFailed."""
    world = World(plan_of(seed), folder, templates)
    try:
        world.run()
        [(events, head)] = world.co_op.server.rows("SELECT (SELECT count(*) FROM event), fh FROM feed_head")
        return WorldReport(seed, events, bytes(head).hex(), world.co_op.tally)
    finally:
        world.co_op.close()


def midnight_ms(day: date) -> int:
    """The first instant of a day, in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)

"""The simulator in Hypothesis's hands: a small co-op, any order of acts and faults, shrunk on failure."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.simulation.acts import do_something_else, drive_on
from tests.simulation.campaign import worlds_folder
from tests.simulation.co_op import CoOp
from tests.simulation.faults import ON_THE_LINE, Fault
from tests.simulation.ground import copy_database
from tests.simulation.healing import heal
from tests.simulation.line import Letter
from tests.simulation.phone import SimPhone
from tests.simulation.times import DAY_MS, HOUR_MS, TrueTime
from tests.simulation.troubles import Troubles
from tests.simulation.world import midnight_ms

PHONES = 3
WHICH = st.integers(0, 7)
HAND = st.integers(0, 2**16)
STATEMENTS = st.integers(0, 60)


class ACoOp(RuleBasedStateMachine):
    """Every rule is one thing that happens; at the end the faults stop and everything must hold."""

    home: ClassVar[Path]

    @initialize()
    def open(self) -> None:
        """Three phones, enrolled and synced, on the day before a distribution day."""
        self.folder = Path(tempfile.mkdtemp(dir=self.home))
        self.network = copy_database(self.home / "templates", 0, self.folder / "server")
        self.time = TrueTime(midnight_ms(self.network.first_day) + DAY_MS + 5 * HOUR_MS)
        self.co_op = CoOp(self.folder, 0, self.network, self.time)
        self.mishaps: list[Fault] = []
        self.letters: list[Letter] = []
        for person_id in (*self.network.helpers, *self.network.producers)[:PHONES]:
            phone = self.co_op.add_phone(person_id, self._next_fault, self._keep_letter)
            assert self.co_op.enrol(phone)
            self.co_op.sync(phone)
        self.co_op.back_up_server()

    @rule(which=WHICH)
    def drive(self, which: int) -> None:
        """A round goes on."""
        phone = self._phone(which)
        phone.run(lambda: drive_on(phone, self.network.first_day.replace(day=self.network.first_day.day + 1)))

    @rule(which=WHICH, hand=HAND)
    def do_something_else(self, which: int, hand: int) -> None:
        """Anything else a person does."""
        phone = self._phone(which)
        phone.chance.seed(hand)
        phone.run(lambda: do_something_else(phone))

    @rule(which=WHICH, mishaps=st.lists(st.sampled_from(ON_THE_LINE), max_size=3))
    def sync(self, which: int, mishaps: list[Fault]) -> None:
        """A pass over a line on which this goes wrong, in this order."""
        self.mishaps = list(mishaps)
        phone = self._phone(which)
        self.co_op.sync(phone)
        self.mishaps = []
        self.co_op.enrol_again_where_needed(phone)

    @rule(which=WHICH, on_server=st.booleans(), statements=STATEMENTS)
    def sync_to_death(self, which: int, statements: int, *, on_server: bool) -> None:
        """One of the two programs dies over a pass."""
        phone = self._phone(which)
        breaker = self.co_op.server.breaker if on_server else phone.breaker
        breaker.arm(statements)
        self.co_op.sync(phone)
        breaker.disarm()

    @rule(which=WHICH, statements=STATEMENTS)
    def drive_to_death(self, which: int, statements: int) -> None:
        """The app dies under somebody's finger, who taps again."""
        self._phone(which).breaker.arm(statements)
        self.drive(which)
        self._phone(which).breaker.disarm()

    @precondition(lambda self: bool(self.letters))
    @rule(which=WHICH)
    def deliver_late(self, which: int) -> None:
        """A request of some time ago arrives once more."""
        self.co_op.deliver(self.letters[which % len(self.letters)])

    @rule()
    def back_up_server(self) -> None:
        """A copy is put aside."""
        self.co_op.back_up_server()

    @rule(
        hand=HAND,
        what=st.sampled_from(
            [
                "restore_server",
                "restart_server",
                "copy_phone",
                "hand_over",
                "carry",
                "restore_phone",
                "clone_phone",
                "jump_clock",
                "reboot",
                "give_round_away",
                "replan",
                "revoke",
                "let_in_again",
                "leave_a_new_kind",
                "close_period",
            ]
        ),
    )
    def trouble(self, hand: int, what: str) -> None:
        """A misfortune, its details from `hand`."""
        troubles = Troubles(self.co_op, random.Random(hand), self._next_fault, self._keep_letter)
        getattr(troubles, what)()

    @rule(hours=st.sampled_from((1, 20, 100)))
    def time_passes(self, hours: int) -> None:
        """Nothing happens for a while."""
        self.time.forward(hours * HOUR_MS)

    @invariant()
    def the_feed_goes_on(self) -> None:
        """What is cheap holds after every rule."""
        if hasattr(self, "co_op"):
            self.co_op.check_step()

    def teardown(self) -> None:
        """The faults stop; everything heals."""
        if not hasattr(self, "co_op"):
            return
        try:
            heal(self.co_op)
        finally:
            self.co_op.close()
            shutil.rmtree(self.folder)

    def _phone(self, which: int) -> SimPhone:
        present = self.co_op.present()
        return present[which % len(present)]

    def _next_fault(self) -> Fault | None:
        return self.mishaps.pop(0) if self.mishaps else None

    def _keep_letter(self, _after_ms: int, letter: Letter) -> None:
        self.letters.append(letter)


@pytest.fixture(autouse=True, scope="module")
def home() -> Iterator[None]:
    """Where the co-ops of this module live."""
    with worlds_folder() as folder:
        ACoOp.home = folder
        yield


TestACoOp = ACoOp.TestCase
TestACoOp.settings = settings(max_examples=12, stateful_step_count=25)

"""The casual lock: behind it nothing of the person's is shown, and nothing under way is stopped."""

from mobile.app.phones import Phone
from mobile.app.pulse import ScreenModel
from mobile.config import LOCK_AFTER_MS
from mobile.store.pin import has_pin


class Gate:
    """Shut where the person of a phone set a code: when the app opens, and after a while away.

    The screens that were open wait behind it as they were, with what was begun on them.
    """

    def __init__(self, phone: Phone) -> None:
        self.behind: tuple[ScreenModel, ...] = ()
        self._phone = phone
        self._left_at_ms: int | None = None
        self.is_shut = self._asks_for_a_code()

    def hand_to(self, phone: Phone) -> None:
        """Another person's turn: their own code, and none of the screens of the one before."""
        self._phone, self.behind, self._left_at_ms = phone, (), None
        self.is_shut = self._asks_for_a_code()

    def shut(self, stack: tuple[ScreenModel, ...]) -> bool:
        """Lock now what is shown; False where no code is set, or the gate is shut already."""
        if self.is_shut or not self._asks_for_a_code():
            return False
        self.is_shut, self.behind = True, stack
        return True

    def open(self) -> tuple[ScreenModel, ...]:
        """The screens that waited."""
        behind, self.behind, self.is_shut = self.behind, (), False
        return behind

    def leave(self) -> None:
        """Another app is in front, or the phone sleeps."""
        if self._left_at_ms is None:
            self._left_at_ms = self._phone.clock.boot_ms()

    def come_back(self) -> bool:
        """Whether the absence was long enough to ask for the code again."""
        left_at_ms, self._left_at_ms = self._left_at_ms, None
        return left_at_ms is not None and self._phone.clock.boot_ms() - left_at_ms >= LOCK_AFTER_MS

    def _asks_for_a_code(self) -> bool:
        # What is practised is nobody's secret.
        return not self._phone.is_practice and has_pin(self._phone.store.folder)

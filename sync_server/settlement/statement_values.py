"""A statement as values: sections, lines by the other party, why each cent, down to the events."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.commission.explain_values import Explanation
from shared.commission.line_values import CommissionLine
from shared.custody.events import Kind
from sync_server.commission.settled import PublishedLine
from sync_server.settlement.queries import ClosedPeriod, StatementNumber


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """Who did what, where, when and how, for these crates."""

    id: str
    kind: Kind
    at_ms: int
    actor_id: str
    actor_name: str
    place_id: str | None
    place_name: str | None
    how: str | None
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line as this person sees it: `amount_cents` is in his favour when positive.

    A withheld line counts for nothing yet. `causes` are the events that made an adjustment; with none, the
    cause is an import or a decision.
    """

    published: PublishedLine
    other_id: str
    other_name: str
    amount_cents: int
    explanation: Explanation
    sentences: tuple[str, ...]
    events: tuple[ToldEvent, ...]
    causes: tuple[ToldEvent, ...]

    @property
    def line(self) -> CommissionLine:
        """The commission line itself."""
        return self.published.line


@dataclass(frozen=True, slots=True)
class PartyLines:
    """The lines with one other person, or with the network or the pool."""

    party_id: str
    party_name: str
    lines: tuple[StatementLine, ...]

    @property
    def amount_cents(self) -> int:
        """All of them together, in this person's favour when positive."""
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class PersonStatement:
    """What one person earned and owes in a period. Until the period is closed it is provisional.

    The sections are exclusive: a line of an earlier period, or one settled before, is an adjustment only.
    """

    person_id: str
    person_name: str
    period: str
    settlement: ClosedPeriod | None
    number: StatementNumber | None
    earned: tuple[PartyLines, ...]
    owed: tuple[PartyLines, ...]
    adjustments: tuple[PartyLines, ...]
    withheld: tuple[PartyLines, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether the period is still open, and the amounts may move."""
        return self.settlement is None

    @property
    def earned_cents(self) -> int:
        """What others pay for the period itself."""
        return _sum_of(self.earned)

    @property
    def owed_cents(self) -> int:
        """What is to be paid to others for the period itself, as a positive amount."""
        return -_sum_of(self.owed)

    @property
    def adjustment_cents(self) -> int:
        """What adjustments bring, or take when negative."""
        return _sum_of(self.adjustments)

    @property
    def withheld_cents(self) -> int:
        """What withheld lines would bring, or take when negative."""
        return _sum_of(self.withheld)

    @property
    def net_cents(self) -> int:
        """What the person receives, or pays when negative."""
        return self.earned_cents - self.owed_cents + self.adjustment_cents


def _sum_of(parties: Sequence[PartyLines]) -> int:
    return sum(each.amount_cents for each in parties)

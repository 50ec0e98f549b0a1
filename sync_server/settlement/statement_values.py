"""A statement as values: sections, lines by the other party, why each cent, down to the events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shared.commission.explain_values import Explanation
from shared.commission.line_values import CommissionLine
from shared.custody.events import Kind
from sync_server.billing.values import VatTerms
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


class Section(StrEnum):
    """Where a line of a statement stands, in the order they are read; each line stands in one."""

    EARNED = "earned"
    OWED = "owed"
    ADJUSTMENTS = "adjustments"
    WITHHELD = "withheld"


class OutlineLine(NamedTuple):
    """A line as its statement adds it up, unexplained; `amount_cents` is in the person's favour."""

    key: str
    section: Section
    other_id: str
    other_name: str
    consignment_id: str | None
    round_id: str | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class VatShare:
    """All lines with one other party under one regime of the beneficiary's, and the VAT on top.

    `is_earned` says whether this person is the beneficiary; amounts are as between payer and beneficiary,
    so positive ones are in favour of whoever is it, and adjustments may make them negative.
    """

    party_id: str
    party_name: str
    is_earned: bool
    terms: VatTerms
    total_ht_cents: int
    vat_cents: int

    @property
    def signed_cents(self) -> int:
        """The total with VAT, in this person's favour when positive."""
        total_cents = self.total_ht_cents + self.vat_cents
        return total_cents if self.is_earned else -total_cents


@dataclass(frozen=True, slots=True)
class PartyBalance:
    """What two parties owe each other, VAT included, and what is left when one is set against the other."""

    party_id: str
    party_name: str
    receives_cents: int
    pays_cents: int

    @property
    def net_cents(self) -> int:
        """What the person receives from that party, or pays when negative."""
        return self.receives_cents - self.pays_cents


@dataclass(frozen=True, slots=True)
class MandateShown:
    """The mandate under which a statement is an invoice written for the person (CGI, art. 289 I-2)."""

    dated: date
    reference: str


@dataclass(frozen=True, slots=True)
class StatementHead:
    """What one person earned and owes in a period: all that can be said without explaining a line.

    Until the period is closed it is provisional. The sections are exclusive: a line of an earlier period, or
    one settled before, is an adjustment only. Their amounts are before VAT; `vat` puts it on top, and the net
    has it in. `terms` is the person's own regime that month, None where he earned nothing. Without a mandate
    it is a statement, and no invoice. The outline is in the order of its lines' keys.
    """

    person_id: str
    person_name: str
    period: str
    settlement: ClosedPeriod | None
    number: StatementNumber | None
    outline: tuple[OutlineLine, ...]
    vat: tuple[VatShare, ...]
    terms: VatTerms | None
    mandate: MandateShown | None

    @property
    def is_provisional(self) -> bool:
        """Whether the period is still open, and the amounts may move."""
        return self.settlement is None

    @property
    def earned_cents(self) -> int:
        """What others pay for the period itself."""
        return self._cents_of(Section.EARNED)

    @property
    def owed_cents(self) -> int:
        """What is to be paid to others for the period itself, as a positive amount."""
        return -self._cents_of(Section.OWED)

    @property
    def adjustment_cents(self) -> int:
        """What adjustments bring, or take when negative."""
        return self._cents_of(Section.ADJUSTMENTS)

    @property
    def withheld_cents(self) -> int:
        """What withheld lines would bring, or take when negative."""
        return self._cents_of(Section.WITHHELD)

    @property
    def net_ht_cents(self) -> int:
        """What the person receives, or pays when negative, before VAT."""
        return self.earned_cents - self.owed_cents + self.adjustment_cents

    @property
    def earned_vat_cents(self) -> int:
        """The VAT that others pay on top."""
        return sum(each.vat_cents for each in self.vat if each.is_earned)

    @property
    def owed_vat_cents(self) -> int:
        """The VAT to be paid to others on top."""
        return sum(each.vat_cents for each in self.vat if not each.is_earned)

    @property
    def net_cents(self) -> int:
        """What the person receives, or pays when negative, VAT included."""
        return self.net_ht_cents + self.earned_vat_cents - self.owed_vat_cents

    @property
    def balances(self) -> tuple[PartyBalance, ...]:
        """The netting: each other party, what passes both ways, what is left. Their nets sum to the net."""
        parties = {(each.party_name, each.party_id) for each in self.vat}
        return tuple(
            PartyBalance(
                party_id,
                party_name,
                sum(each.signed_cents for each in self.vat if each.party_id == party_id and each.is_earned),
                -sum(
                    each.signed_cents for each in self.vat if each.party_id == party_id and not each.is_earned
                ),
            )
            for party_name, party_id in sorted(parties)
        )

    @property
    def mutual_balances(self) -> tuple[PartyBalance, ...]:
        """The balances of debts both ways: where there is one debt alone, nothing is set against it."""
        return tuple(each for each in self.balances if each.receives_cents and each.pays_cents)

    def lines_of(self, section: Section) -> list[OutlineLine]:
        """The lines of one section."""
        return [line for line in self.outline if line.section is section]

    def _cents_of(self, section: Section) -> int:
        return sum(line.amount_cents for line in self.outline if line.section is section)


@dataclass(frozen=True, slots=True)
class PersonStatement(StatementHead):
    """The whole statement: every line with its explanation and its events, by the other party."""

    earned: tuple[PartyLines, ...]
    owed: tuple[PartyLines, ...]
    adjustments: tuple[PartyLines, ...]
    withheld: tuple[PartyLines, ...]

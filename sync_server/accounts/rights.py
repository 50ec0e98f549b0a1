"""What each role of the console may do, as one table: pages ask for a right, never for a role."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class ConsoleRole(StrEnum):
    """What somebody who signs in to the console is there for; one may be several things."""

    COORDINATOR = "coordinator"
    TREASURER = "treasurer"
    KEEPER = "keeper"
    PRODUCER = "producer"


class Right(StrEnum):
    """One thing that may be done in the console."""

    # Rounds and how far they are, incidents, counts, the matrix: what happens to everybody's goods.
    SEE_ROUNDS = "see_rounds"
    PLAN_ROUNDS = "plan_rounds"
    # Any crate: its label, its way, who carried it. Delivery notes.
    SEE_CRATES = "see_crates"
    SEE_DISCREPANCIES = "see_discrepancies"
    # Settling discrepancies and disputes, and taking that back.
    DECIDE = "decide"
    SEE_DISPUTES = "see_disputes"
    MANAGE_PLACES = "manage_places"
    MANAGE_PHONES = "manage_phones"
    # Orders and what they became: files, previews, aliases.
    IMPORT = "import"
    PRINT_LABELS = "print_labels"
    # Turnover, commissions and statements of everybody.
    SEE_MONEY_OF_ALL = "see_money_of_all"
    CLOSE_PERIOD = "close_period"
    # Bank details, mandates, payment files, the collection list, bookkeeping entries.
    PAY = "pay"
    # Tariffs: simulating one and writing down what was voted; the co-op's other votes.
    SET_TARIFFS = "set_tariffs"
    # Costs, carbon, flows: totals of the group, nobody's own figures.
    SEE_FIGURES = "see_figures"
    EXPORT = "export"
    # Who may open the console, and as what.
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"
    # The own crates, commissions and statements of the person behind the account.
    SEE_OWN = "see_own"
    # The crates awaited and dropped at the relay the person keeps.
    SEE_RELAY = "see_relay"
    # The own account: password, sessions, second factor.
    OWN_ACCOUNT = "own_account"


_MONEY = frozenset(
    {Right.SEE_MONEY_OF_ALL, Right.CLOSE_PERIOD, Right.PAY, Right.SEE_FIGURES, Right.OWN_ACCOUNT}
)

RIGHTS: Mapping[ConsoleRole, frozenset[Right]] = {
    # Everything but the pages of the one behind a farm or a relay: a coordinator sees all of it elsewhere.
    ConsoleRole.COORDINATOR: frozenset(Right) - {Right.SEE_OWN, Right.SEE_RELAY},
    # Money, and no crate, driver or phone of anybody.
    ConsoleRole.TREASURER: _MONEY,
    ConsoleRole.KEEPER: frozenset({Right.SEE_RELAY, Right.SEE_OWN, Right.OWN_ACCOUNT}),
    ConsoleRole.PRODUCER: frozenset({Right.SEE_OWN, Right.OWN_ACCOUNT}),
}


# What they see and do is everybody's: a password alone does not open it.
FACTOR_ROLES = frozenset({ConsoleRole.COORDINATOR, ConsoleRole.TREASURER})


def rights_of(roles: Iterable[ConsoleRole]) -> frozenset[Right]:
    """What somebody with these roles may do."""
    return frozenset(right for role in roles for right in RIGHTS[role])


def read_roles(kept: str) -> frozenset[ConsoleRole]:
    """The roles of a row; a word this program does not know gives no right."""
    known = {role.value: role for role in ConsoleRole}
    return frozenset(known[word] for word in kept.split(",") if word in known)


def write_roles(roles: Iterable[ConsoleRole]) -> str:
    """Roles as a row keeps them: comma-separated, in the order of the enum."""
    wanted = set(roles)
    return ",".join(role.value for role in ConsoleRole if role in wanted)

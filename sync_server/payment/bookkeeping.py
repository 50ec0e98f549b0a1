"""The entries of a month or a year, from the ledger as it stands."""

import re

from sqlmodel import Session

from shared.words.format import format_period
from shared.words.language import Language
from sync_server.accounts.names import people_names
from sync_server.payment.charts import chart_of
from sync_server.payment.entries import Entry, EntryNames, entries_of
from sync_server.payment.queries import all_postings, days_of_bank_entries
from sync_server.settlement.calendar import is_period
from sync_server.settlement.queries import statements_of

_YEAR = re.compile(r"2[0-9]{3}")


def is_span(text: str) -> bool:
    """Whether the text names a month or a year, as `2026-11` or `2026`."""
    return is_period(text) or _YEAR.fullmatch(text) is not None


def entries_in(session: Session, span: str) -> tuple[Entry, ...]:
    """The entries whose day is in a month or a year, by number.

    Raises: EntryUnbalanced.
    """
    postings = all_postings(session)
    closed = {each.settlement_id for each in postings}
    statements = {
        (settlement_id, each.person_id): each.label
        for settlement_id in closed
        for each in statements_of(session, settlement_id)
    }
    names = EntryNames(
        people=people_names(session),
        statements=statements,
        bank_days=days_of_bank_entries(session),
        month_words={each.period: format_period(each.period, Language.FRENCH) for each in postings},
    )
    made = entries_of(postings, chart_of(session), names)
    return tuple(each for each in made if each.day.isoformat().startswith(span))

"""What a closing would settle, added up by month and pair of people where it is kept: no line is read.

The sums are those of `kept.open_values` to the cent: whole numbers, added up by the database.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from shared.commission.line_values import CommissionError
from sync_server.commission import tables
from sync_server.commission.grouped import LineSum
from sync_server.commission.kept import (
    UNMARKED,
    OpenValues,
    changed_since_kept,
    kept_lines,
    open_values_of_all_legs,
    values_of_changed,
)
from sync_server.commission.tariffs import load_tariffs
from sync_server.commission.unsettled import Identity, Unsettled
from sync_server.db.base import table_of
from sync_server.db.bulk import in_chunks, rows_of

_LINE = table_of(tables.KeptLine)
_WAS_SETTLED = _LINE.c.settled_cents.is_not(None)
_GROUP = (_LINE.c.period, _LINE.c.payer_id, _LINE.c.beneficiary_id, _WAS_SETTLED, _LINE.c.taken_back)
_SUMS = (
    select(*_GROUP, func.count(), func.sum(_LINE.c.amount_cents))
    .where(UNMARKED, _LINE.c.withheld_reason.is_(None))
    .group_by(*_GROUP)
)
# A period, a payer, a beneficiary, whether settled before, whether taken back since.
_Key = tuple[str, str, str, bool, bool]


class PairSum(NamedTuple):
    """Lines of a month alike in who pays whom and in what became of them: how many, and what they add.

    `was_settled`: a settlement paid on them before. `is_taken_back`: they no longer follow from the facts.
    """

    period: str
    payer_id: str
    beneficiary_id: str
    was_settled: bool
    is_taken_back: bool
    line_count: int
    amount_cents: int


class OpenSums(NamedTuple):
    """What a closing of all periods now would settle, in no particular order.

    `frozen` lines are in no sum; withheld ones come one by one, they are few.
    """

    sums: list[PairSum]
    frozen: list[Unsettled]
    withheld: list[LineSum]
    errors: tuple[CommissionError, ...]


def open_sums(session: Session, frozen: Collection[Identity]) -> OpenSums:
    """The sums of the lines of which a closing would settle something; those of `frozen` identities apart."""
    tariffs = load_tariffs(session)
    pks = changed_since_kept(session, tariffs)
    if pks is None:
        return _sums_of(open_values_of_all_legs(session), frozen, {})
    _, withheld = kept_lines(session, _LINE.c.withheld_reason.is_not(None))
    kept: dict[_Key, tuple[int, int]] = {
        (row[0], row[1], row[2], bool(row[3]), bool(row[4])): (row[5], int(row[6]))
        for row in rows_of(session.connection(), _SUMS)
    }
    held = _kept_of(session, frozen)
    _add(kept, held, -1)
    changed = values_of_changed(session, tariffs, pks)
    summed = _sums_of(changed, frozen, kept)
    return summed._replace(frozen=[*held, *summed.frozen], withheld=[*withheld, *summed.withheld])


def _kept_of(session: Session, identities: Collection[Identity]) -> list[Unsettled]:
    """The kept lines of these identities."""
    ids = sorted({identity[3] for identity in identities if identity[3] is not None})
    return [
        each
        for chunk in in_chunks(ids)
        for each in kept_lines(session, _LINE.c.consignment_id.in_(chunk))[0]
        if each.line.identity in identities
    ]


def _sums_of(values: OpenValues, frozen: Collection[Identity], onto: dict[_Key, tuple[int, int]]) -> OpenSums:
    held = [each for each in values.unsettled if each.line.identity in frozen]
    _add(onto, (each for each in values.unsettled if each.line.identity not in frozen), 1)
    # Where all lines of a pair are frozen, nobody is left who earns or owes.
    sums = [PairSum(*key, count, cents) for key, (count, cents) in onto.items() if count]
    return OpenSums(sums, held, values.withheld, values.errors)


def _add(sums: dict[_Key, tuple[int, int]], lines: Iterable[Unsettled], sign: int) -> None:
    for each in lines:
        line = each.line
        key = (
            line.period,
            line.payer_id,
            line.beneficiary_id,
            each.settled_cents is not None,
            each.taken_back,
        )
        count, cents = sums.get(key, (0, 0))
        sums[key] = (count + sign, cents + sign * line.amount_cents)

"""Lines of which a closing would settle something, kept: a page need not value all legs there ever were.

Kept lines are true of consignments without a mark, under the tariffs, keepers and program of the fingerprint:
the rest is valued when it is asked for. Why no page shows other cents than a closing pays: decision 0275.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, insert, or_, select
from sqlmodel import Session, SQLModel

import shared.commission
import shared.money
from shared.commission.keepers import KeeperBook
from shared.commission.line_values import CommissionError
from shared.commission.lines import FORMULA_VERSION
from shared.commission.tariff import TariffBook
from shared.commission.tariff_form import tariff_to_json
from sync_server.commission import queries, tables
from sync_server.commission.compute import Valuation, stays_in_consignment, value_all, value_under
from sync_server.commission.grouped import LineSum
from sync_server.commission.settled import settled_sums
from sync_server.commission.tariffs import load_tariffs
from sync_server.commission.unsettled import Unsettled, unsettled
from sync_server.commission.value_marks import EVERYTHING
from sync_server.db.base import table_of
from sync_server.db.bulk import delete_many, insert_many
from sync_server.log import log_alarm

# So many changes are valued on the spot whenever somebody looks; more are kept by whoever writes next.
MARKS_LEFT = 1_000
_LINE = table_of(tables.KeptLine)
_MARK = table_of(tables.ValueMark)
_KEPT = table_of(tables.ValuesKept)
# True of the kept lines that may be used: nothing changed since in their consignment.
UNMARKED = _LINE.c.consignment_pk.not_in(select(_MARK.c.consignment_pk))
_LINE_COLUMNS = LineSum._fields
_COLUMNS = ("consignment_pk", *_LINE_COLUMNS, "settled_cents", "taken_back")


class OpenValues(NamedTuple):
    """What a closing of all periods now would settle, what it would withhold, what cannot be valued."""

    unsettled: list[Unsettled]
    withheld: list[LineSum]
    errors: tuple[CommissionError, ...]


def open_values(session: Session, person_id: str | None = None) -> OpenValues:
    """The kept lines with the changed consignments valued anew; all legs where nothing kept can be used.

    Of everybody, or those a person pays or receives; what cannot be valued is said of everybody's.
    """
    tariffs = load_tariffs(session)
    pks = changed_since_kept(session, tariffs)
    if pks is None:
        return _concerning(open_values_of_all_legs(session), person_id)
    found, withheld = kept_lines(session, *_conditions(person_id))
    changed = _concerning(values_of_changed(session, tariffs, pks), person_id)
    return OpenValues([*found, *changed.unsettled], [*withheld, *changed.withheld], changed.errors)


def values_of_changed(session: Session, tariffs: TariffBook, pks: Sequence[int]) -> OpenValues:
    """The same of consignments whose kept lines are no longer true, valued from their legs."""
    if not pks:
        return OpenValues([], [], ())
    valuation = value_under(session, tariffs, pks)
    changed = unsettled(session, valuation, settled_sums(session, _pk_by_id(session, pks)))
    return OpenValues(changed, list(valuation.withheld), valuation.errors)


def open_values_of_all_legs(session: Session) -> OpenValues:
    """The same from every leg there ever was: what a closing settles."""
    valuation = value_all(session)
    found = unsettled(session, valuation, settled_sums(session))
    return OpenValues(found, list(valuation.withheld), valuation.errors)


def keep_values(session: Session) -> None:
    """Brings what is kept up to date: the changed consignments, or everything where nothing can be used."""
    tariffs = load_tariffs(session)
    pks = changed_since_kept(session, tariffs)
    if pks is None:
        _keep_all(session, tariffs)
    elif pks:
        _keep(session, tariffs, pks)


def keep_many_values(session: Session, marks_left: int = MARKS_LEFT) -> None:
    """The same once many marks have gathered, and only while what is kept can be used."""
    fresh = select(_MARK.c.consignment_pk).where(_MARK.c.unvalued == 0)
    marks = session.connection().execute(fresh.limit(marks_left + 1)).scalars().all()
    if len(marks) <= marks_left:
        return
    tariffs = load_tariffs(session)
    if changed_since_kept(session, tariffs) is not None:
        _keep(session, tariffs, sorted(session.connection().execute(fresh.distinct()).scalars()))


def agree_or_forget(session: Session, valued: OpenValues, period: str) -> None:
    """Compares what a page would have shown with all legs valued; where they differ, drops what is kept.

    A closing settles the latter: that they agree is proven for every act the tests know of, and watched here.
    """
    if changed_since_kept(session, load_tariffs(session)) is None:
        return
    shown = open_values(session)
    differing = Counter(shown.unsettled) - Counter(valued.unsettled)
    differing += Counter(valued.unsettled) - Counter(shown.unsettled)
    withheld = Counter(shown.withheld) != Counter(valued.withheld)
    if differing or withheld or shown.errors != valued.errors:
        log_alarm("kept_values_disagree", period=period, lines=len(differing))
        session.connection().execute(delete(_KEPT))


def changed_since_kept(session: Session, tariffs: TariffBook) -> list[int] | None:
    """The marked consignments in ascending order; None where nothing kept can be used."""
    wanted = _fingerprint(tariffs, queries.keeper_book(session))
    held = session.connection().execute(select(_KEPT.c.fingerprint)).scalar()
    if wanted is None or held != wanted:
        return None
    pks = sorted(session.connection().execute(select(_MARK.c.consignment_pk).distinct()).scalars())
    return None if pks and pks[0] == EVERYTHING else pks


def _keep(session: Session, tariffs: TariffBook, pks: Sequence[int]) -> None:
    # The marks go first: who changes something from here on leaves one that stays.
    _forget(session, tables.ValueMark, pks)
    pk_by_id = _pk_by_id(session, pks)
    valuation = value_under(session, tariffs, pks)
    found = unsettled(session, valuation, settled_sums(session, pk_by_id))
    _forget(session, tables.KeptLine, pks)
    _write(session, valuation, found, pk_by_id)


def _keep_all(session: Session, tariffs: TariffBook) -> None:
    connection = session.connection()
    for table in (_KEPT, _MARK, _LINE):
        connection.execute(delete(table))
    fingerprint = _fingerprint(tariffs, queries.keeper_book(session))
    if fingerprint is None:
        return
    valuation = value_under(session, tariffs)
    found = unsettled(session, valuation, settled_sums(session))
    pk_by_id = _pk_by_id(session, None)
    if any(each.line.consignment_id not in pk_by_id for each in found):
        # Settled under other rules, or of goods that are gone: no mark would ever tell that it moved.
        return
    _write(session, valuation, found, pk_by_id)
    connection.execute(insert(_KEPT), [{"id": 1, "fingerprint": fingerprint}])


def _write(
    session: Session, valuation: Valuation, found: Iterable[Unsettled], pk_by_id: Mapping[str | None, int]
) -> None:
    rows = [_row(pk_by_id, each.line, each.settled_cents, int(each.taken_back)) for each in found]
    rows += [_row(pk_by_id, line, None, 0) for line in valuation.withheld]
    connection = session.connection()
    insert_many(connection, tables.KeptLine, _COLUMNS, rows)
    # An error is nothing to keep: what could not be valued is tried again at each look.
    again = sorted({pk_by_id[error.consignment_id] for error in valuation.errors})
    insert_many(connection, tables.ValueMark, ("consignment_pk", "unvalued"), [(pk, 1) for pk in again])


def _row(
    pk_by_id: Mapping[str | None, int], line: LineSum, settled_cents: int | None, taken_back: int
) -> tuple[Any, ...]:
    reason = None if line.withheld_reason is None else str(line.withheld_reason)
    plain = line._replace(stage_or_kind=str(line.stage_or_kind), withheld_reason=reason)
    return (pk_by_id[line.consignment_id], *plain, settled_cents, taken_back)


def kept_lines(session: Session, *conditions: ColumnElement[bool]) -> tuple[list[Unsettled], list[LineSum]]:
    """The lines of consignments without a mark, and those withheld; all, or those the conditions choose."""
    columns = select(*(_LINE.c[name] for name in (*_LINE_COLUMNS, "settled_cents", "taken_back")))
    found: list[Unsettled] = []
    withheld: list[LineSum] = []
    width = len(_LINE_COLUMNS)
    for row in session.connection().execute(columns.where(UNMARKED, *conditions)):
        line = LineSum._make(row[:width])
        if line.withheld_reason is not None:
            withheld.append(line)
        else:
            found.append(Unsettled(line, row[width], bool(row[width + 1])))
    return found, withheld


def _conditions(person_id: str | None) -> tuple[ColumnElement[bool], ...]:
    if person_id is None:
        return ()
    return (or_(_LINE.c.payer_id == person_id, _LINE.c.beneficiary_id == person_id),)


def _concerning(values: OpenValues, person_id: str | None) -> OpenValues:
    if person_id is None:
        return values
    return OpenValues(
        [each for each in values.unsettled if person_id in (each.line.payer_id, each.line.beneficiary_id)],
        [line for line in values.withheld if person_id in (line.payer_id, line.beneficiary_id)],
        values.errors,
    )


def _pk_by_id(session: Session, pks: Sequence[int] | None) -> dict[str | None, int]:
    return {terms.id: terms.pk for terms in queries.consignment_terms(session, pks)}


def _forget(session: Session, table: type[SQLModel], pks: Sequence[int]) -> None:
    delete_many(session.connection(), table, ("consignment_pk",), [(pk,) for pk in pks])


def _fingerprint(tariffs: TariffBook, keepers: KeeperBook) -> str | None:
    """Of all that values beside the consignment itself; None where that is other consignments too."""
    return terms_digest(tariffs, keepers) if stays_in_consignment(tariffs) else None


def terms_digest(tariffs: TariffBook, keepers: KeeperBook) -> str:
    """What values legs beside the legs: the tariffs, the keepers and the program."""
    read = (
        FORMULA_VERSION,
        _program(),
        sorted(json.dumps(tariff_to_json(each), sort_keys=True) for each in tariffs.tariffs),
        sorted(keepers.current.items()),
        sorted(
            (place_id, [(each.until.isoformat(), each.person_id) for each in kept])
            for place_id, kept in keepers.before.items()
        ),
    )
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()


@cache
def _program() -> str:
    """The text of what values: a program that computes otherwise uses nothing an older one kept."""
    folders = (Path(shared.commission.__file__).parent, Path(__file__).parent)
    files = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    digest = hashlib.sha256()
    for path in (*files, Path(shared.money.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()

"""Closing a period: refused with the reasons, or settled for ever; closing again changes nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session

from shared.commission.lines import FORMULA_VERSION
from shared.commission.local_time import local_date
from sync_server.billing.queries import mandates
from sync_server.billing.values import Mandate, mandate_on
from sync_server.commission.kept import agree_or_forget, keep_values, open_values_of_all_legs
from sync_server.commission.open_rows import publish_settled
from sync_server.commission.settled import PublishedLine, lines_of_settlement, store_lines
from sync_server.db.feed import LockedFeed, NewEntry, append_feed, lock_feed
from sync_server.ledger.service import Entry, account_of, post_entries
from sync_server.settlement import queries
from sync_server.settlement.blocking import NO_OVERRIDES, BlockingPoint, Overrides
from sync_server.settlement.content import content_of
from sync_server.settlement.differences import PersonNet
from sync_server.settlement.file import (
    VAT_FORMAT,
    SettlementFile,
    SettlementFileDiffers,
    is_intact,
    write_once,
)
from sync_server.settlement.lines import lines_to_publish
from sync_server.settlement.preview import Preview, preview_of
from sync_server.settlement.queries import ClosedPeriod, SettlementTerms, StatementNumber
from sync_server.settlement.vat import Vat
from sync_server.settlement.vat_queries import insert_regimes, insert_vat, regimes_fixed_by, vat_settled_in
from sync_server.settlement.vat_values import vat_key


@dataclass(frozen=True, slots=True)
class CloseRequest:
    """Who closes which period, when, where the file goes, and in spite of what."""

    period: str
    closed_by: str
    now_ms: int
    data_dir: Path
    overrides: Overrides = NO_OVERRIDES


@dataclass(frozen=True, slots=True)
class Closed:
    """The settlement; `is_new` is false when the period was closed before and nothing was done."""

    settlement: ClosedPeriod
    statements: tuple[StatementNumber, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class CloseRefused:
    """What stands in the way."""

    points: tuple[BlockingPoint, ...]


def close(session: Session, request: CloseRequest) -> Closed | CloseRefused:
    """Settles a period: lines, postings, statements, file and phones' rows, all or nothing.

    Raises: ComputationsDisagree, DifferencesDisagree, LedgerUnbalanced, SettlementFileDiffers.
    """
    feed = lock_feed(session)
    held = queries.closed_period(session, request.period)
    if held is not None:
        return _closed_before(session, request.data_dir, held)
    # Every leg there ever was, whatever is kept: what is paid for ever rests on the facts alone.
    valued = open_values_of_all_legs(session)
    agree_or_forget(session, valued, request.period)
    seen = preview_of(session, request.period, valued, request.now_ms)
    points = tuple(point for point in seen.blocking if not request.overrides.lift(point))
    if points:
        return CloseRefused(points)
    terms = SettlementTerms(
        period=request.period,
        feed_seq=feed.seq,
        formula=FORMULA_VERSION,
        closed_ms=request.now_ms,
        closed_by=request.closed_by,
        silent_reason=request.overrides.silent_reason,
        early_reason=request.overrides.early_reason,
    )
    lines = lines_to_publish(session, seen)
    statements = _number_statements(session, seen, request.now_ms)
    file = content_of(session, terms, lines, statements, seen.vat)
    # Before the commit: a settlement that is recorded has its file. The other way round does no harm.
    write_once(request.data_dir, file)
    settlement = _record(session, feed, terms, file, statements)
    _publish(session, feed, settlement.id, lines, seen.vat)
    queries.note_whole_logs(session)
    keep_values(session)
    return Closed(settlement, tuple(statements), is_new=True)


def _closed_before(session: Session, data_dir: Path, held: ClosedPeriod) -> Closed:
    statements = queries.statements_of(session, held.id)
    if not is_intact(data_dir, held.file_name, held.sha256):
        # The rows are written once too: they give the same bytes again.
        file = content_of(
            session, held, lines_of_settlement(session, held.id), statements, _vat_of_settled(session, held)
        )
        if file.sha256 != held.sha256:
            raise SettlementFileDiffers(period=held.period, sha256=held.sha256)
        write_once(data_dir, file)
    return Closed(held, tuple(statements), is_new=False)


def _vat_of_settled(session: Session, held: ClosedPeriod) -> Vat | None:
    """The VAT as it was fixed; None for a settlement of the time before there was any."""
    if held.format < VAT_FORMAT:
        return None
    fixed = regimes_fixed_by(session, held.id)
    return Vat(tuple(vat_settled_in(session, held.id)), tuple(fixed))


def _number_statements(session: Session, seen: Preview, now_ms: int) -> list[StatementNumber]:
    today = local_date(now_ms)
    first = queries.last_statement_number(session, today.year) + 1
    given = mandates(session)
    return [
        _numbered(net, today.year, number, mandate_on(given.get(net.person_id, ()), today))
        for number, net in enumerate(seen.nets, start=first)
    ]


def _numbered(net: PersonNet, year: int, number: int, mandate: Mandate | None) -> StatementNumber:
    return StatementNumber(
        person_id=net.person_id,
        year=year,
        number=number,
        earned_cents=net.earned_cents,
        owed_cents=net.owed_cents,
        earned_vat_cents=net.earned_vat_cents,
        owed_vat_cents=net.owed_vat_cents,
        mandate_dated=mandate.dated.isoformat() if mandate else None,
        mandate_reference=mandate.reference if mandate else None,
    )


def _record(
    session: Session,
    feed: LockedFeed,
    terms: SettlementTerms,
    file: SettlementFile,
    statements: Sequence[StatementNumber],
) -> ClosedPeriod:
    append_feed(session, feed, [NewEntry("settlement", terms.period, file.content)])
    written = {**asdict(terms), "sha256": file.sha256, "file_name": file.name, "format": VAT_FORMAT}
    settlement = queries.insert_settlement(session, written)
    queries.insert_statements(session, settlement.id, statements)
    return settlement


def _publish(
    session: Session, feed: LockedFeed, settlement_id: int, lines: Sequence[PublishedLine], vat: Vat
) -> None:
    store_lines(session, settlement_id, lines)
    insert_vat(session, settlement_id, vat.pairs)
    insert_regimes(session, settlement_id, vat.fixed)
    due = ((each.line.payer_id, each.line.beneficiary_id, each.due_cents, each.line.key) for each in lines)
    on_top = ((each.payer_id, each.beneficiary_id, each.vat_cents, vat_key(each)) for each in vat.pairs)
    post_entries(
        session,
        settlement_id,
        (
            Entry(account_of(payer_id), account_of(beneficiary_id), cents, key)
            for payer_id, beneficiary_id, cents, key in (*due, *on_top)
            if cents
        ),
    )
    publish_settled(session, feed, settlement_id, lines)

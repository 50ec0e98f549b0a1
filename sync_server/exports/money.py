"""Exports of orders and money: imports, order lines, rejects, commission lines, statements, postings."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from shared.commission.legs import WithheldReason
from shared.commission.line_values import LineKind
from sync_server.commission.settled import PublishedLine, lines_of_settlement
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.db.base import table_of
from sync_server.exports.csv_text import BasisPoints, Cell, Cents, Instant
from sync_server.exports.reading import Named, streamed, worded
from sync_server.imports.tables import ImportFile, ImportReject, OrderLine
from sync_server.ledger.tables import Posting
from sync_server.settlement.lines import lines_to_publish
from sync_server.settlement.preview import preview
from sync_server.settlement.queries import closed_periods
from sync_server.settlement.tables import Settlement, Statement

Row = tuple[Cell, ...]
_FILE = table_of(ImportFile)
_REJECT = table_of(ImportReject)
_ORDER = table_of(OrderLine)
_POSTING = table_of(Posting)
_STATEMENT = table_of(Statement)
_SETTLEMENT = table_of(Settlement)

IMPORTS = ("import", "fichier", "empreinte SHA-256", "modèle", "importé", "par", "commandes", "lignes",
           "montant TTC", "rejets")  # fmt: skip
ORDERS = ("import", "ligne du fichier", "commande", "clé", "producteur", "nom", "point", "nom du point",
          "jour", "produit", "variante", "quantité (millièmes)", "montant TTC", "montant HT", "TVA",
          "volume ml")  # fmt: skip
REJECTS = ("import", "ligne du fichier", "colonne", "raison", "explication")
LINES = ("réglé en", "période", "doit", "nom de qui doit", "reçoit", "nom de qui reçoit", "lot", "trajet",
         "tournée", "barème", "caisses", "caisses du lot", "CA du lot", "taux", "montant HT", "retenu",
         "retenu parce que", "déjà réglé", "codes", "mouvements", "à l'origine", "ligne")  # fmt: skip
STATEMENTS = ("relevé", "période", "personne", "nom", "gagné HT", "dû HT", "solde HT", "close", "règlement")
POSTINGS = ("écriture", "période", "compte", "montant", "ligne")


def import_rows(connection: Connection, _named: Named) -> Iterator[Row]:
    """Every import that was confirmed."""
    columns = [column for column in _FILE.c if column.name != "raw"]
    for row in streamed(connection, select(*columns).order_by(_FILE.c.id)):
        yield (
            row.id, row.name, row.sha256, row.profile, Instant(row.imported_at_ms), row.imported_by,
            row.order_count, row.line_count, Cents(row.amount_ttc_cents), row.reject_count,
        )  # fmt: skip


def order_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """The lines of the orders in force; no customer is in them."""
    for row in streamed(connection, select(_ORDER).order_by(_ORDER.c.id)):
        yield (
            row.import_id, row.row_no, row.order_ref, row.line_key, row.producer_id,
            named.person(row.producer_id), row.place_id, named.place(row.place_id), row.pickup_date,
            row.product, row.variant, row.quantity_thousandths, Cents(row.amount_ttc_cents),
            None if row.amount_ht_cents is None else Cents(row.amount_ht_cents),
            None if row.vat_bp is None else BasisPoints(row.vat_bp), row.volume_ml,
        )  # fmt: skip


def reject_rows(connection: Connection, _named: Named) -> Iterator[Row]:
    """The lines that imports left out."""
    for row in streamed(connection, select(_REJECT).order_by(_REJECT.c.id)):
        yield row.import_id, row.row_no, row.column, row.reason, row.sentence


def line_rows(session: Session, named: Named, now_ms: int) -> Iterator[Row]:
    """The lines of every settlement, then those of the open periods as closing now would settle them."""
    closed = closed_periods(session)
    for settlement in reversed(closed):
        for line in lines_of_settlement(session, settlement.id):
            yield _line(line, named, settlement.period)
    done = {settlement.period for settlement in closed}
    for period in sorted(set(periods_with_legs(session)) - done):
        for line in lines_to_publish(session, preview(session, period, now_ms)):
            yield _line(line, named, None)


def statement_rows(connection: Connection, named: Named) -> Iterator[Row]:
    """Every numbered statement."""
    statement = (
        select(_STATEMENT, _SETTLEMENT.c.period, _SETTLEMENT.c.closed_ms, _SETTLEMENT.c.sha256)
        .join(_SETTLEMENT, _SETTLEMENT.c.id == _STATEMENT.c.settlement_id)
        .order_by(_STATEMENT.c.year, _STATEMENT.c.number)
    )
    for row in streamed(connection, statement):
        yield (
            f"{row.year}-{row.number:04d}", row.period, row.person_id, named.person(row.person_id),
            Cents(row.earned_cents), Cents(row.owed_cents), Cents(row.earned_cents - row.owed_cents),
            Instant(row.closed_ms), row.sha256,
        )  # fmt: skip


def posting_rows(connection: Connection, _named: Named) -> Iterator[Row]:
    """Every posting of the ledger; their amounts add up to nothing."""
    statement = (
        select(
            _POSTING.c.id, _SETTLEMENT.c.period, _POSTING.c.account, _POSTING.c.amount_cents,
            _POSTING.c.line_key,
        )
        .outerjoin(_SETTLEMENT, _SETTLEMENT.c.id == _POSTING.c.settlement_id)
        .order_by(_POSTING.c.id)
    )  # fmt: skip
    for id_, period, account, amount_cents, line_key in streamed(connection, statement):
        yield id_, period, account, Cents(amount_cents), line_key


def _line(published: PublishedLine, named: Named, settled_in: str | None) -> Row:
    line: Any = published.line
    held = line.withheld_reason is not None
    return (
        settled_in, line.period, line.payer_id, named.person(line.payer_id), line.beneficiary_id,
        named.person(line.beneficiary_id), line.consignment_id, worded(LineKind, line.stage_or_kind),
        line.round_id, line.tariff_version, len(line.crates), line.crate_count_total, Cents(line.base_cents),
        BasisPoints(line.rate_bp), Cents(published.due_cents), Cents(line.amount_cents) if held else None,
        worded(WithheldReason, line.withheld_reason),
        Cents(published.settled_before_cents) if published.is_adjustment else None,
        " ".join(line.crates), " ".join(line.event_ids), " ".join(published.causing_event_ids), line.key,
    )  # fmt: skip

"""A person's statement as a table: a row a line with the ids of its events, then a row for each VAT."""

from collections.abc import Iterator, Sequence

from shared.custody.codes import print_code
from shared.words.labels import label
from sync_server.exports.csv_text import BasisPoints, Cell, Cents, csv_pieces
from sync_server.settlement.statement_values import PartyLines, PersonStatement, StatementLine

COLUMNS = (
    "rubrique", "relevé", "période", "personne", "avec", "nom", "lot", "trajet", "tournée", "barème",
    "caisses", "caisses du lot", "CA du lot", "taux", "montant HT", "TVA", "mois d'origine",
    "déjà réglé", "retenu parce que", "codes", "mouvements", "à l'origine", "ligne",
)  # fmt: skip
Row = tuple[Cell, ...]


def statement_csv(made: PersonStatement) -> bytes:
    """The whole table. The amounts and VAT of all rows but the withheld ones add up to the net."""
    return b"".join(csv_pieces(COLUMNS, _rows(made)))


def _rows(made: PersonStatement) -> Iterator[Row]:
    sections: tuple[tuple[str, Sequence[PartyLines]], ...] = (
        ("gagné", made.earned),
        ("dû", made.owed),
        ("régularisation", made.adjustments),
        ("retenu", made.withheld),
    )
    number = made.number.label if made.number else None
    for word, parties in sections:
        for party in parties:
            for line in party.lines:
                yield _line(made, word, number, line)
    for share in made.vat:
        sign = 1 if share.is_earned else -1
        rate = BasisPoints(share.terms.vat_bp)
        party = (share.party_id, share.party_name)
        rest = (None,) * 6
        yield (
            "TVA", number, made.period, made.person_id, *party, *rest, None, rate, None,
            Cents(sign * share.vat_cents), *rest, None,
        )  # fmt: skip


def _line(made: PersonStatement, word: str, number: str | None, told: StatementLine) -> Row:
    line, published = told.line, told.published
    return (
        word,
        number,
        made.period,
        made.person_id,
        told.other_id,
        told.other_name,
        line.consignment_id,
        label(line.stage_or_kind),
        line.round_id,
        line.tariff_version,
        len(line.crates),
        line.crate_count_total,
        Cents(line.base_cents),
        BasisPoints(line.rate_bp),
        Cents(told.amount_cents),
        None,
        line.period,
        Cents(published.settled_before_cents) if published.is_adjustment else None,
        None if line.withheld_reason is None else label(line.withheld_reason),
        " ".join(print_code(code) for code in line.crates),
        " ".join(line.event_ids),
        " ".join(published.causing_event_ids),
        line.key,
    )

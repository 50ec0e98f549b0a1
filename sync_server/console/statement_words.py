"""A statement's sentences: its lead, the notes beside its figures, its foot."""

from collections.abc import Sequence

from sync_server.console import french
from sync_server.settlement.statement_french import paper_sentence
from sync_server.settlement.statement_values import OutlineLine, Section, StatementHead


def lead(made: StatementHead) -> str:
    """Which statement it is, and whether it may still move."""
    if made.settlement is None:
        return f"{french.month(made.period).capitalize()}, provisoire : la période est encore ouverte."
    closed = french.day(french.local_day(made.settlement.closed_ms))
    number = f"Relevé n° {made.number.label}, " if made.number else ""
    words = f"{number}période {french.of_month(made.period)}, close le {closed.removesuffix('.')}."
    return words[0].upper() + words[1:]


def net_words(net_cents: int) -> str:
    """Which way the net goes."""
    if net_cents == 0:
        return "rien à payer ni à recevoir"
    return "à recevoir" if net_cents > 0 else "à payer"


def net_note(made: StatementHead) -> str:
    """What the net is made of."""
    parts = [
        "gagné moins dû",
        "régularisé" if made.lines_of(Section.ADJUSTMENTS) else "",
        "TVA comprise" if made.vat else "",
    ]
    return ", ".join(part for part in parts if part)


def vat_note(made: StatementHead) -> str:
    """The VAT both ways."""
    if not made.owed_vat_cents:
        return "reçue en plus" if made.earned_vat_cents else ""
    owed = french.euros(made.owed_vat_cents)
    return f"{french.euros(made.earned_vat_cents)} reçus, {owed} dus"


def lines_note(lines: Sequence[OutlineLine], word: str) -> str:
    """How many lines, with how many others."""
    if not lines:
        return "aucune ligne"
    parties = len({line.other_id for line in lines})
    return f"{french.counted(len(lines), 'ligne')}, {french.counted(parties, word)}"


def footnote(made: StatementHead) -> str:
    """What the statement is worth as a paper."""
    if made.settlement is None:
        moving = "Montants provisoires : ils peuvent bouger jusqu'à la clôture de la période."
        return f"{moving} {paper_sentence(made)}"
    return f"Règlement {made.settlement.sha256[:16]}, jamais modifié depuis. {paper_sentence(made)}"

"""A statement as a French text to read on a terminal or print: totals first, then why, then the events."""

from collections.abc import Iterable, Sequence

from shared.custody.codes import CodeOk, print_code, read_code
from shared.custody.events import How
from shared.words.explanation import crate_sentence
from shared.words.format import format_amount, format_count, format_date_time, format_period
from shared.words.labels import label
from shared.words.language import Language
from sync_server.settlement.statement_values import PartyLines, PersonStatement, StatementLine, ToldEvent

FR = Language.FRENCH
_HOWS = {how.value: how for how in How}


def statement_text(told: PersonStatement) -> str:
    """The whole statement."""
    return "\n".join(
        [
            *_head(told),
            *_section("Gagné, par producteur qui doit", told.earned),
            *_section("Dû, par aidant qui reçoit", told.owed),
            *_section("Régularisations", told.adjustments),
            *_section("En attente, pas encore payé", told.withheld),
            *_totals(told),
        ]
    )


def _head(told: PersonStatement) -> Iterable[str]:
    month = format_period(told.period, FR)
    if told.settlement is None:
        yield f"Relevé provisoire de {told.person_name} ({told.person_id}), {month}"
        yield "La période est ouverte : les montants peuvent encore bouger."
    elif told.number is None:
        yield f"{told.person_name} ({told.person_id}), {month} : rien à payer ni à recevoir, aucun relevé."
    else:
        closed = format_date_time(told.settlement.closed_ms, FR)
        yield f"Relevé n° {told.number.label} de {told.person_name} ({told.person_id}), {month}"
        yield f"Période close le {closed}, empreinte du règlement {told.settlement.sha256[:16]}."


def _totals(told: PersonStatement) -> Iterable[str]:
    yield ""
    yield f"Gagné            {format_amount(told.earned_cents, FR)}"
    yield f"Dû               {format_amount(told.owed_cents, FR)}"
    if told.adjustments:
        yield f"Régularisations  {format_amount(told.adjustment_cents, FR)}"
    verb = "À payer" if told.net_cents < 0 else "À recevoir"
    yield f"{verb:<16} {format_amount(abs(told.net_cents), FR)}"
    if told.withheld:
        yield f"En attente       {format_amount(told.withheld_cents, FR)}"


def _section(title: str, parties: Sequence[PartyLines]) -> Iterable[str]:
    if not parties:
        return
    yield ""
    yield title
    for party in parties:
        yield f"  {party.party_name} : {format_amount(party.amount_cents, FR)}"
        for line in party.lines:
            yield from _line(line)


def _line(told: StatementLine) -> Iterable[str]:
    line = told.line
    what = label(line.stage_or_kind, FR)
    lot = "" if line.consignment_id is None else f", lot {line.consignment_id}"
    crates = format_count(len(line.crates), "caisse", "caisses", FR)
    carried = f", {crates} sur {line.crate_count_total}" if line.crates else ""
    yield f"    {format_amount(told.amount_cents, FR)}  {what}{lot}{carried}"
    for sentence in told.sentences:
        yield f"      {sentence}"
    for proof in told.explanation.crates:
        yield f"      {crate_sentence(proof, FR)}"
    causes = {event.id for event in told.causes}
    for event in told.events:
        if event.id not in causes:
            yield f"      {event_sentence(event)}"
    for event in told.causes:
        yield f"      à l'origine de la régularisation : {event_sentence(event)}"


def event_sentence(event: ToldEvent) -> str:
    """« dépôt par Marie Lucas à Épicerie du bourg, ven. 6 nov. à 18 h 42, QR lu (8 caisses) »."""
    where = "" if event.place_name is None else f" à {event.place_name}"
    how = _HOWS.get(event.how or "")
    seen = "" if how is None else f", {label(how, FR)}"
    count = format_count(len(event.crates), "caisse", "caisses", FR)
    shown = _printed(event.crates[0]) if len(event.crates) == 1 else count
    return (
        f"{label(event.kind, FR)} par {event.actor_name}{where}, {format_date_time(event.at_ms, FR)}{seen}"
        f" ({shown}) [{event.id}]"
    )


def _printed(code: str) -> str:
    checked = read_code(code)
    return print_code(checked.code) if isinstance(checked, CodeOk) else code

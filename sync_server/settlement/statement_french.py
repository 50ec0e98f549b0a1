"""A statement as a French text to read on a terminal or print: totals first, then why, then the events."""

from collections.abc import Iterable, Sequence

from shared.custody.codes import CodeOk, print_code, read_code
from shared.custody.events import How
from shared.words.explanation import crate_sentence
from shared.words.format import (
    format_amount,
    format_count,
    format_date_time,
    format_long_date,
    format_period,
)
from shared.words.labels import label
from shared.words.language import Language
from sync_server.billing.french import vat_mention
from sync_server.settlement.statement_values import (
    PartyLines,
    PersonStatement,
    StatementHead,
    StatementLine,
    ToldEvent,
)

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
            *_vat(told),
            *_balances(told),
            *_totals(told),
            "",
            paper_sentence(told),
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
    if told.earned_vat_cents:
        yield f"TVA reçue        {format_amount(told.earned_vat_cents, FR)}"
    if told.owed_vat_cents:
        yield f"TVA due          {format_amount(told.owed_vat_cents, FR)}"
    verb = "À payer" if told.net_cents < 0 else "À recevoir"
    yield f"{verb:<16} {format_amount(abs(told.net_cents), FR)}"
    if told.withheld:
        yield f"En attente       {format_amount(told.withheld_cents, FR)}"


def paper_sentence(told: StatementHead) -> str:
    """Whether the paper is an invoice, and by which mandate; the co-op's counsel has the last word."""
    if told.mandate is None:
        return (
            "Ce document est un relevé, pas une facture : aucun mandat d'autofacturation n'est enregistré"
            " (CGI, art. 289 I-2). À valider avec votre conseil."
        )
    return (
        f"Autofacturation : document établi au nom et pour le compte de {told.person_name}, par mandat écrit"
        f" du {format_long_date(told.mandate.dated, FR)}, référence {told.mandate.reference}"
        " (CGI, art. 289 I-2). À valider avec votre conseil."
    )


def _vat(told: PersonStatement) -> Iterable[str]:
    if not told.vat:
        return
    yield ""
    yield "TVA, par personne"
    for share in told.vat:
        way = "reçu de" if share.is_earned else "dû à"
        total = format_amount(share.total_ht_cents, FR)
        vat = format_amount(share.vat_cents, FR)
        yield f"  {way} {share.party_name} : {total} HT, TVA {vat} ({vat_mention(share.terms)})"


def _balances(told: PersonStatement) -> Iterable[str]:
    if not told.mutual_balances:
        return
    yield ""
    yield "Compensation des dettes mutuelles"
    for each in told.mutual_balances:
        receives, pays = format_amount(each.receives_cents, FR), format_amount(each.pays_cents, FR)
        yield f"  {each.party_name} : {receives} à recevoir, {pays} à payer, reste {_net(each.net_cents)}"


def _net(net_cents: int) -> str:
    verb = "à payer" if net_cents < 0 else "à recevoir"
    return f"{format_amount(abs(net_cents), FR)} {verb}"


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

"""Pages « Contestations »: the lines somebody disputes, each with its explanation, and deciding them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from shared.commission.line_values import LineKind
from shared.custody.decisions import Resolution
from shared.ids import uuid7
from shared.words.labels import label
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.commission.settled import PublishedLine
from sync_server.console import french, line_words
from sync_server.console.chips import Chip, Tone
from sync_server.console.decision_words import DecisionShown, author_words, decisions_shown
from sync_server.console.discrepancy_choices import FAULT_WORDS, ID_BYTES
from sync_server.console.names import Names, read_names
from sync_server.console.visit import PageMissing, Visit, page, reading_with, see_other, writing_with
from sync_server.custody.crate_story import facts_by_id
from sync_server.custody.dispute_queries import Dispute, all_disputes
from sync_server.log import log_event
from sync_server.settlement.statement import told_line
from sync_server.settlement.statement_values import ToldEvent
from sync_server.upkeep.deciding import Undoing
from sync_server.upkeep.disputes import (
    DisputeCannotBe,
    DisputeDecided,
    DisputeSettled,
    DisputeWanted,
    decide_dispute,
    disputed_line,
    find_dispute,
    undo_dispute_decision,
)

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_DISPUTES)]
Writing = Annotated[Visit, writing_with(Right.DECIDE)]
_UUID = r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"
_OPEN = Chip(Tone.WRONG, "flag", "À trancher")
_DECIDED = Chip(Tone.DONE, "check", "Tranchée")
_WITHDRAWN = Chip(Tone.PLAIN, "undo", "Retirée")
_FOREIGN = "Cette personne ne paie ni ne reçoit cette ligne : la contestation est notée et ne gèle rien."
_KINDS = frozenset(kind.value for kind in LineKind)


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute in the list."""

    id: str
    who: str
    because: str
    period: str
    parties: str
    at_ms: int
    status: Chip


@dataclass(frozen=True, slots=True)
class DisputesContext:
    """Every dispute, the open ones first."""

    open_count: int
    rows: list[DisputeRow]


@dataclass(frozen=True, slots=True)
class EventChoice:
    """One record behind the line, which the decision may take back."""

    id: str
    says: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """The form as it was left, what is wrong with it, and what happened meanwhile."""

    choice: str = ""
    because: str = ""
    events: tuple[str, ...] = ()
    fault: str = ""
    clash: str = ""


@dataclass(frozen=True, slots=True)
class DisputeContext:
    """One dispute: the line and why it has its amount, what both sides say, what was decided."""

    id: str
    title: str
    lead: str
    status: Chip
    who: str
    because: str
    said_at_ms: int
    foreign: str
    amount_cents: int | None
    why: tuple[str, ...]
    facts: list[tuple[str, str]]
    events: list[EventChoice]
    is_open: bool
    decisions: list[DecisionShown]
    fact_id: str
    left: Left


class DisputeFields(BaseModel):
    """The form of a decision, as a browser sends it."""

    fact: Annotated[str, Field(pattern=_UUID)]
    choice: Annotated[str, Field(max_length=20)] = ""
    because: Annotated[str, Field(max_length=2_000)] = ""
    event: list[Annotated[str, Field(max_length=64)]] = Field(default_factory=list[str], max_length=400)


@router.get("/contestations")
def list_disputes(visit: Reading) -> HTMLResponse:
    """Every dispute, those to decide first, then the latest."""
    names = read_names(visit.session)
    disputes = all_disputes(visit.session.connection())
    ordered = sorted(disputes, key=lambda each: (not each.is_open, -each.at_ms))
    rows = [_row(each, names) for each in ordered]
    context = DisputesContext(sum(1 for each in disputes if each.is_open), rows)
    return page(visit, "contestations", "disputes.html", context)


@router.get("/contestations/{dispute_id}")
def show_dispute(visit: Reading, dispute_id: str) -> HTMLResponse:
    """One dispute with everything needed to decide it."""
    return _dispute_page(visit, dispute_id, Left())


@router.post("/contestations/{dispute_id}/decider")
def decide(visit: Writing, dispute_id: str, form: Annotated[DisputeFields, Form()]) -> Response:
    """Decides it; what cannot be is said where the person stands."""
    resolution = next((each for each in Resolution if each.value == form.choice), None)
    wanted = DisputeWanted(
        dispute_id,
        form.fact,
        visit.visitor.coordinator_id,
        form.because,
        resolution,
        tuple(form.event) if resolution is Resolution.VOIDED else (),
    )
    outcome = decide_dispute(visit.session, wanted, visit.now_ms, visit.random_bytes)
    left = Left(form.choice, form.because, tuple(form.event))
    match outcome:
        case None:
            raise PageMissing
        case DisputeDecided():
            log_event("dispute-decided", dispute=dispute_id, by=visit.visitor.coordinator_id)
            return see_other("/console/contestations?fait=contestation-tranchee")
        case DisputeSettled(decision=decision):
            clash = "Rien n'a été fait : cette contestation a été retirée entre-temps."
            if decision is not None:
                author = author_words(decision, coordinator_names(visit.session))
                clash = f"Rien n'a été fait : elle a été tranchée entre-temps par {author}."
            return _dispute_page(visit, dispute_id, Left(clash=clash), 409)
        case DisputeCannotBe(fault=fault):
            kept = Left(left.choice, left.because, left.events, FAULT_WORDS[fault])
            return _dispute_page(visit, dispute_id, kept, 422)


@router.post("/contestations/{dispute_id}/annuler")
def undo(
    visit: Writing,
    dispute_id: str,
    fact: Annotated[str, Form(pattern=_UUID)],
    decision: Annotated[str, Form(max_length=64)],
) -> Response:
    """Takes the decision back: the line is frozen again."""
    if find_dispute(visit.session, dispute_id) is None:
        raise PageMissing
    undoing = Undoing(0, fact, visit.visitor.coordinator_id, "", decision)
    is_undone = undo_dispute_decision(visit.session, dispute_id, undoing, visit.now_ms, visit.random_bytes)
    done = "contestation-rouverte" if is_undone else "ecart-annule-deja"
    return see_other(f"/console/contestations/{dispute_id}?fait={done}")


def _dispute_page(visit: Visit, dispute_id: str, left: Left, status: int = 200) -> HTMLResponse:
    dispute = find_dispute(visit.session, dispute_id)
    if dispute is None:
        raise PageMissing
    return page(visit, "contestations", "dispute.html", _context(visit, dispute, left), status)


def _context(visit: Visit, dispute: Dispute, left: Left) -> DisputeContext:
    names = read_names(visit.session)
    line = disputed_line(visit.session, dispute)
    told = (
        None
        if line is None
        else told_line(visit.session, PublishedLine(line, line.period), line.beneficiary_id)
    )
    events = [] if told is None else [_event(each) for each in told.events]
    about = () if line is None else facts_by_id(visit.session, line.event_ids)
    return DisputeContext(
        id=dispute.id,
        title=_title(dispute, names),
        lead="La ligne attend votre décision : rien n'y bouge. Tout le reste se règle.",
        status=_status(dispute),
        who=names.person(dispute.actor),
        because=dispute.because,
        said_at_ms=dispute.at_ms,
        foreign="" if dispute.concerns_author else _FOREIGN,
        amount_cents=None if line is None else line.amount_cents,
        why=() if told is None else told.sentences,
        facts=_facts(visit, dispute, names),
        events=events,
        is_open=dispute.is_open,
        decisions=decisions_shown(visit, dispute.id, about, names),
        fact_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        left=left,
    )


def _row(dispute: Dispute, names: Names) -> DisputeRow:
    period = dispute.identity[0] if dispute.identity else ""
    return DisputeRow(
        id=dispute.id,
        who=names.person(dispute.actor),
        because=dispute.because,
        period=french.month(period) if period else "",
        parties=_title(dispute, names),
        at_ms=dispute.at_ms,
        status=_status(dispute),
    )


def _title(dispute: Dispute, names: Names) -> str:
    """« GAEC des Trois Rivières → EARL du Moulin »."""
    if dispute.identity is None:
        return "Ligne inconnue"
    _, payer_id, beneficiary_id, *_ = dispute.identity
    payer, beneficiary = (line_words.party_name(each or "", names) for each in (payer_id, beneficiary_id))
    return f"{payer} → {beneficiary}"


def _status(dispute: Dispute) -> Chip:
    if dispute.is_withdrawn:
        return _WITHDRAWN
    return _OPEN if dispute.is_open else _DECIDED


def _facts(visit: Visit, dispute: Dispute, names: Names) -> list[tuple[str, str]]:
    if dispute.identity is None:
        return []
    period, payer_id, beneficiary_id, consignment_id, kind, *_ = dispute.identity
    named = line_words.consignments_named(visit.session, [consignment_id])
    return [
        ("Période", french.month(period) if period else ""),
        ("Dû par", line_words.party_name(payer_id or "", names)),
        ("Dû à", line_words.party_name(beneficiary_id or "", names)),
        ("Lot", line_words.goods_words(consignment_id, named)),
        ("Trajet", line_words.way_words(kind) if kind in _KINDS else kind or ""),
    ]


def _event(told: ToldEvent) -> EventChoice:
    where = f", {told.place_name}" if told.place_name else ""
    return EventChoice(
        told.id,
        f"{told.actor_name} : {label(told.kind)}, {french.day_and_clock(told.at_ms)}{where}",
        told.crates,
    )

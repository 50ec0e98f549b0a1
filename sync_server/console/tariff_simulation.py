"""Page « Simulation »: a tariff tried on past months beside what is in force, sent month by month."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from shared.commission.tariff import Tariff
from shared.words.labels import label
from sync_server.accounts.rights import Right
from sync_server.commission.simulated import MonthsSimulated
from sync_server.commission.simulation import Compared, MonthSimulated, Side, Totals
from sync_server.commission.tariff_drafts import find_draft
from sync_server.commission.tariffs import load_tariffs
from sync_server.console import french
from sync_server.console.names import Names, read_names
from sync_server.console.tariff_form import TariffFields, read_fields
from sync_server.console.tariff_words import Term, terms_of
from sync_server.console.tariffs import SECTION
from sync_server.console.visit import (
    PageMissing,
    RowAsked,
    Visit,
    reading_with,
    rendering,
    row_asked,
    see_other,
)
from sync_server.custody.leg_periods import periods_with_legs
from sync_server.db.runtime import Runtime
from sync_server.db.session import read
from sync_server.network.round_list import round_days_by_id
from sync_server.settlement.queries import closed_periods

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SET_TARIFFS)]
MONTHS_MAX = 24
MONTHS_AT_FIRST = 3
PIECES = 200
# A row goes at once; so does the head of the table, which says that it is being computed.
GOES_AT_ONCE = ("</tr>", "</thead>")
BEFORE_THE_VOTE = (
    "Un brouillon, calculé sur des mois passés comme s'il avait été en vigueur. Rien n'est enregistré."
)
WHAT_IF = (
    "Cette version, calculée sur des mois passés comme si elle avait été en vigueur. Rien n'est enregistré."
)
Key = TypeVar("Key")
MonthAsked = Annotated[str, Query(max_length=7)]


def _kept(request: Request) -> MonthsSimulated:
    kept: MonthsSimulated = request.app.state.months_simulated
    return kept


Kept = Annotated[MonthsSimulated, Depends(_kept)]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the comparison, in cents; `notes` say what the figures alone would hide."""

    period: str
    is_closed: bool
    before_cents: int
    after_cents: int
    notes: list[str]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A helper, a farm or a round over all months."""

    name: str
    address: str
    before_cents: int
    after_cents: int

    @property
    def more_cents(self) -> int:
        """What the tried tariff adds."""
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True)
class Section:
    """One way to cut the same money."""

    id: str
    title: str
    head: str
    lead: str
    rows: list[PartyRow]


@dataclass(slots=True)
class SimulationContext:
    """What is tried on which months. `months` computes as it is walked; the rest is whole after that."""

    title: str
    lead: str
    draft_id: int | None
    version: str
    terms: list[Term]
    periods: list[str]
    first: str
    last: str
    names: Names
    months: Iterable[MonthRow] = ()
    totals: Totals = field(default_factory=Totals)
    round_names: dict[str, str] = field(default_factory=dict[str, str])

    def sections(self) -> list[Section]:
        """Per helper, per farm, per round; asked once every month is there."""
        person = self.names.person
        helpers = _rows(self.totals.helpers, person)
        farms = _rows(self.totals.farms, person)
        if any(self.totals.network):
            farms.append(PartyRow("Le réseau", "", *self.totals.network))
        rounds = _rows(self.totals.rounds, self._round, _round_address)
        return [
            Section("aidants", "Par aidant et point relais", "Aidant", "Ce que chacun reçoit.", helpers),
            Section("fermes", "Par ferme", "Ferme", "Ce que chacune doit à qui porte pour elle.", farms),
            Section("tournees", "Par tournée", "Tournée", "Ce que rapporte chaque tournée.", rounds),
        ]

    def _round(self, round_id: str | None) -> str:
        return self.round_names.get(round_id, round_id) if round_id else "Hors tournée"


@router.get("/baremes/simulation")
def simulate(
    visit: Reading,
    kept: Kept,
    brouillon: RowAsked = "",
    version: Annotated[str, Query(max_length=40)] = "",
    de: MonthAsked = "",
    a: MonthAsked = "",
) -> Response:
    """The comparison. Each month leaves as soon as it is computed; nothing is stored."""
    draft_id = row_asked(brouillon)
    tried = _tried(visit, draft_id, version)
    if tried is None:
        # A draft that no longer reads, since the rules of the form have changed, is corrected first.
        return see_other(f"/console/baremes/nouveau?brouillon={draft_id}")
    periods = periods_with_legs(visit.session)
    chosen = chosen_periods(periods, de, a)
    context = SimulationContext(
        title=f"Simulation du barème {tried.version}",
        lead=BEFORE_THE_VOTE if draft_id is not None else WHAT_IF,
        draft_id=draft_id,
        version=tried.version,
        terms=terms_of(tried),
        periods=periods,
        first=chosen[0] if chosen else "",
        last=chosen[-1] if chosen else "",
        names=read_names(visit.session),
    )
    closed = frozenset(each.period for each in closed_periods(visit.session))
    context.months = _months(visit.runtime, chosen, (tried, kept), closed, context)
    text = rendering(visit, SECTION, "tariff_simulation.html", context)
    return StreamingResponse(_in_pieces(text), media_type=HTMLResponse.media_type)


def chosen_periods(periods: Sequence[str], first: str, last: str) -> list[str]:
    """The months with legs between two, the earliest first; the latest three where none is asked for."""
    in_order = sorted(periods)
    wanted = [each for each in in_order if (not first or each >= first) and (not last or each <= last)]
    return wanted[-MONTHS_MAX:] if first or last else wanted[-MONTHS_AT_FIRST:]


def _tried(visit: Visit, draft_id: int | None, version: str) -> Tariff | None:
    """The tariff asked for; None where it is a draft to correct. Raises: PageMissing."""
    if draft_id is not None:
        draft = find_draft(visit.session, draft_id)
        if draft is None:
            raise PageMissing
        return read_fields(TariffFields.model_validate(dict(draft.form)), is_draft=True).tariff
    book = load_tariffs(visit.session)
    # An address that names none tries the one in force.
    tariff = book.version(version) if version else book.in_force_on(visit.today)
    if not isinstance(tariff, Tariff):
        raise PageMissing
    return tariff


def _months(
    runtime: Runtime,
    periods: Sequence[str],
    trial: tuple[Tariff, MonthsSimulated],
    closed: frozenset[str],
    context: SimulationContext,
) -> Iterator[MonthRow]:
    tried, kept = trial
    for period in periods:
        # A transaction for each month: the page's own is over once it begins to leave.
        with read(runtime.database) as session:
            month = kept.month(session, period, tried, runtime.now_ms())
            ids = sorted({id_ for side in (month.before, month.after) for id_ in side.by_round if id_})
            known = round_days_by_id(session, ids)
        context.totals.add(month)
        for round_id, (title, day) in known.items():
            context.round_names[round_id] = f"{title}, {french.day(day)}"
        yield MonthRow(
            period, period in closed, month.before.paid_cents, month.after.paid_cents, _notes(month)
        )


def _notes(month: MonthSimulated) -> list[str]:
    before, after = month.before, month.after
    notes: list[str] = []
    if month.settled_cents is not None and month.settled_cents != before.paid_cents:
        notes.append(f"Réglé à ce jour : {french.euros(month.settled_cents)}.")
    if before.withheld_cents or after.withheld_cents:
        amounts = (
            f"{french.euros(before.withheld_cents)} en vigueur, {french.euros(after.withheld_cents)} simulé"
        )
        notes.append(f"En plus, retenu faute de preuve : {amounts}.")
    if before.network_cents or after.network_cents:
        amounts = (
            f"{french.euros(before.network_cents)} en vigueur, {french.euros(after.network_cents)} simulé"
        )
        notes.append(f"Dont payé par le réseau : {amounts}.")
    notes += _faults(before, "En vigueur") + _faults(after, "Simulé")
    return notes


def _faults(side: Side, word: str) -> list[str]:
    counts = Counter(error.code for error in side.errors)
    return [
        f"{word}, non calculé : {label(code)} ({french.counted(count, 'cas', 'cas')})."
        for code, count in sorted(counts.items())
    ]


def _rows(
    sums: Mapping[Key, Compared], name: Callable[[Key], str], address: Callable[[Key], str] = lambda _: ""
) -> list[PartyRow]:
    rows = [PartyRow(name(key), address(key), *pair) for key, pair in sums.items() if any(pair)]
    return sorted(rows, key=lambda row: (-abs(row.more_cents), row.name))


def _round_address(round_id: str | None) -> str:
    return f"/console/tournees/{round_id}" if round_id else ""


def _in_pieces(text: Iterable[str]) -> Iterator[str]:
    """The page in pieces worth sending: each row of a month at once, the rest by the handful."""
    kept: list[str] = []
    for piece in text:
        kept.append(piece)
        if len(kept) > PIECES or any(end in piece for end in GOES_AT_ONCE):
            yield "".join(kept)
            kept.clear()
    yield "".join(kept)

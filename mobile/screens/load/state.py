"""What « Départ » shows: the crates that should be aboard on leaving, and the count made, if one was."""

from dataclasses import dataclass

from mobile.actions.scan_code import ScanCode
from mobile.screens.contract import CodeRead, Reading
from mobile.screens.load.draft import LoadDraft, SawExpected
from mobile.store.cargo import CargoCrate, cargo_of_round
from mobile.store.history import LoggedFact
from mobile.store.round_facts import facts_of_round
from mobile.store.rounds import RoundStatus, round_plan
from shared.custody.codes import CodeOk, ScannedCrate, print_code, read_code
from shared.custody.details import RoundStartedDetail, detail_of
from shared.custody.events import Kind
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class LoadCrate:
    """A crate that should be aboard on leaving."""

    code: str
    printed: str
    producer_name: str
    dest_name: str
    rank: int
    of: int
    is_aboard: bool


@dataclass(frozen=True, slots=True)
class Departed:
    """The count made before leaving, as recorded on this phone."""

    at_ms: int
    expected: int
    present: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadState:
    """One round before it leaves `place_id`, its first stop."""

    round_id: str
    title: str
    place_id: str
    place_name: str
    is_over: bool
    crates: tuple[LoadCrate, ...]
    departed: Departed | None

    def has(self, code: str) -> bool:
        """Whether that crate should be aboard."""
        return any(crate.code == code for crate in self.crates)


def load(reading: Reading) -> LoadState | None:
    """The round of the path; None where this phone does not know it, or where it calls nowhere."""
    store, round_id = reading.store, reading.params["round_id"]
    plan = round_plan(store, round_id)
    if plan is None or not plan.stops:
        return None
    start = plan.stops[0]
    cargo = cargo_of_round(store, round_id)
    crates = [each for each in cargo if each.is_aboard or (each.is_due and each.from_id == start.place_id)]
    return LoadState(
        round_id=round_id,
        title=plan.summary.title,
        place_id=start.place_id,
        place_name=start.place_name,
        is_over=plan.summary.status is RoundStatus.CLOSED,
        crates=tuple(_crate(each) for each in crates),
        departed=_departed(facts_of_round(store, round_id)),
    )


def _crate(each: CargoCrate) -> LoadCrate:
    return LoadCrate(
        each.code,
        print_code(each.code),
        each.producer_name,
        each.to_name or each.dest_name,
        each.rank,
        each.of,
        each.is_aboard,
    )


def _departed(facts: tuple[LoggedFact, ...]) -> Departed | None:
    standing = [each.fact for each in facts if each.fact is not None and not each.is_voided]
    for fact in reversed(standing):
        if fact.kind is not Kind.ROUND_STARTED:
            continue
        detail = detail_of(fact, RoundStartedDetail)
        if detail.expected is None or detail.present is None:
            return None
        together = tuple(each.id for each in standing if each.data.get("intent") == detail.intent)
        missing, extra = tuple(detail.missing or ()), tuple(detail.extra or ())
        return Departed(fact.clock.wall_ms, detail.expected, detail.present, missing, extra, together)
    return None


def read(state: LoadState | None, draft: LoadDraft, code: CodeRead) -> object | None:
    """A code of the list is a crate that is there; any other is kept as evidence and shown as too much."""
    if state is None:
        return None
    scanned = code.means
    found = scanned.code if isinstance(scanned, ScannedCrate) else None
    typed = read_code(code.text)
    if found is None and isinstance(typed, CodeOk):
        found = typed.code
    if found is not None and state.has(found):
        return SawExpected(found)
    return ScanCode(draft.intent_id, state.round_id, state.place_id, Act.PICKUP, code.text, code.how)

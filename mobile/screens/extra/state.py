"""Where it happens, and the crates aboard that no plan of this round leads anywhere."""

from dataclasses import dataclass

from mobile.screens.contract import CodeRead, Reading
from mobile.screens.extra.draft import ExtraDraft, SawCode, SawFault
from mobile.store.cargo import cargo_of_round
from mobile.store.rounds import RoundStatus, round_plan
from mobile.store.stops import stop_plan
from shared.custody.codes import CodeFault, CodeOk, ScannedCrate, print_code, read_code
from shared.custody.rules import Act


@dataclass(frozen=True, slots=True)
class LooseCrate:
    """A crate aboard without a place to go in this round."""

    code: str
    printed: str
    whose: str


@dataclass(frozen=True, slots=True)
class ExtraState:
    """One stop, and what may be left there though nobody planned it."""

    round_id: str
    place_id: str
    place_name: str
    is_over: bool
    loose: tuple[LooseCrate, ...]

    def act(self, chosen: Act | None) -> Act:
        """What was chosen, else leave what is loose, else take."""
        return chosen or (Act.DROP if self.loose else Act.PICKUP)


def load(reading: Reading) -> ExtraState | None:
    """The stop of the path; None where this phone does not know it."""
    round_id, place_id = reading.params["round_id"], reading.params["place_id"]
    plan, here = round_plan(reading.store, round_id), stop_plan(reading.store, round_id, place_id)
    if plan is None or here is None:
        return None
    cargo = cargo_of_round(reading.store, round_id)
    return ExtraState(
        round_id=round_id,
        place_id=place_id,
        place_name=here.place.name,
        is_over=plan.summary.status is RoundStatus.CLOSED,
        loose=tuple(
            LooseCrate(each.code, print_code(each.code), each.producer_name or each.from_name)
            for each in cargo
            if each.is_aboard and not each.is_planned
        ),
    )


def read(_state: ExtraState | None, _draft: ExtraDraft, code: CodeRead) -> SawCode | SawFault:
    """Any good code is one to record; what is none says why."""
    scanned = code.means
    if isinstance(scanned, ScannedCrate):
        return SawCode(scanned.code)
    typed = read_code(code.text)
    if isinstance(typed, CodeOk):
        return SawCode(typed.code)
    return SawFault(typed.fault if typed.fault is CodeFault.WRONG_CHECK else CodeFault.WRONG_LENGTH)

"""The form in which withdrawals at one point are typed, and the counts that stand."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.ids import uuid7
from sync_server.console import french
from sync_server.console.discrepancy_choices import ID_BYTES
from sync_server.console.names import Names, read_names
from sync_server.console.visit import Visit
from sync_server.reconciliation.withdrawals import CRATES_MAX, SAID_BY_MAX, CountFault, Withdrawn

FAULT_WORDS = {
    CountFault.NOBODY: f"Dites qui a compté, en {SAID_BY_MAX} caractères au plus.",
    CountFault.NUMBER: f"Un nombre entier de caisses, de 0 à {CRATES_MAX}.",
    CountFault.NOTHING_EXPECTED: "Cette ferme n'a rien pour ce point ce jour-là.",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of withdrawals as it was left, and what is wrong with it."""

    producer_id: str = ""
    crates: str = ""
    said_by: str = ""
    fault: CountFault | None = None


@dataclass(frozen=True, slots=True)
class CountedShown:
    """A keeper's count that stands, and the form that takes it back."""

    whose: str
    producer_id: str
    crates: int
    by_words: str


@dataclass(frozen=True, slots=True)
class WithdrawalForm:
    """Where withdrawals at one point are typed, as the form was left."""

    fact_id: str
    place_name: str
    farms: list[tuple[str, str]]
    counted: list[CountedShown]
    producer_id: str = ""
    crates: str = ""
    said_by: str = ""
    fault: str = ""
    fault_at: str = ""


def choices(ids: set[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    """Ids with their names, in the order of names."""
    return sorted(((each, name(each)) for each in ids), key=lambda pair: french.in_the_alphabet(pair[1]))


def withdrawal_form(
    visit: Visit, farms: list[tuple[str, str]], withdrawn: Withdrawn, place_id: str, typed: Typed
) -> WithdrawalForm | None:
    """The form of one point; None where no point is looked at, or no farm has anything for it."""
    if not farms:
        return None
    names = read_names(visit.session)
    return WithdrawalForm(
        fact_id=uuid7(visit.now_ms, visit.random_bytes(ID_BYTES)),
        place_name=names.place(place_id),
        farms=farms,
        counted=_counted(withdrawn, place_id, names),
        producer_id=typed.producer_id,
        crates=typed.crates,
        said_by=typed.said_by,
        fault="" if typed.fault is None else FAULT_WORDS[typed.fault],
        fault_at="par" if typed.fault is CountFault.NOBODY else "caisses",
    )


def _counted(withdrawn: Withdrawn, place_id: str, names: Names) -> list[CountedShown]:
    found = [("", withdrawn.by_place[place_id])] if place_id in withdrawn.by_place else []
    found += [(cell[0], each) for cell, each in withdrawn.by_cell.items() if cell[1] == place_id]
    return [
        CountedShown(
            names.person(producer_id) if producer_id else "Toutes les fermes",
            producer_id,
            each.crates,
            f"compté par {each.said_by}, noté par {names.person(each.coordinator_id)}"
            f" le {french.day_and_clock(each.recorded_ms)}",
        )
        for producer_id, each in found
    ]

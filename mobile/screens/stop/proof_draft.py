"""The photo, or the word, that some reasons for setting a crate aside ask for, as far as it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mobile.actions.outcomes import Recorded
from mobile.actions.record_drop import RecordDrop
from mobile.actions.record_pickup import RecordPickup
from mobile.components.code_field import Typed
from mobile.screens.contract import Carried, Gesture
from mobile.screens.stop.gestures import ChooseAct, GiveReason
from shared.custody.events import IncidentReason
from shared.custody.incident_proof import PHOTO_ASKED


@dataclass(frozen=True, slots=True)
class ShowProof(Gesture):
    """Look at the photo asked for, or at the crates again. `is_missing`: it was about to be left out."""

    is_open: bool
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class ProofDraft:
    """Whether the photo is being asked for, and the word written where none can be taken."""

    is_open: bool = False
    is_missing: bool = False
    note: Typed = field(default_factory=Typed, compare=False)

    @property
    def word(self) -> str | None:
        """What was written in place of a photo."""
        return self.note.latest().strip() or None


def change_proof(draft: ProofDraft, news: object) -> ProofDraft:
    """Fold a gesture, or what came of recording; anything else leaves it."""
    match news:
        case GiveReason(reason=reason) if reason in PHOTO_ASKED:
            return replace(draft, is_open=True, is_missing=False)
        case ShowProof(is_open=is_open, is_missing=is_missing):
            return replace(draft, is_open=is_open, is_missing=is_missing)
        case ChooseAct():
            return replace(draft, is_open=False, is_missing=False)
        case Carried(intent=RecordDrop() | RecordPickup() as intent, outcome=Recorded()) if intent.exceptions:
            draft.note.clear()
            return replace(draft, is_open=False, is_missing=False)
        case _:
            return draft


def reasons_to_prove(excepted: Mapping[str, IncidentReason | None]) -> dict[IncidentReason, tuple[str, ...]]:
    """The reasons given that ask for a photo, with the crates set aside for each."""
    asked: dict[IncidentReason, tuple[str, ...]] = {}
    for code, reason in excepted.items():
        if reason is not None and reason in PHOTO_ASKED:
            asked[reason] = (*asked.get(reason, ()), code)
    return asked

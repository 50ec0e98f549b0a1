"""What became of the file."""

from dataclasses import dataclass

from mobile.screens.contract import Carried, FileGiven, SaveFile


@dataclass(frozen=True, slots=True)
class DiagnosticsDraft:
    """The last answer of the file dialog."""

    file_name: str = ""
    is_given: bool | None = None


def new_draft(_intent_id: str) -> DiagnosticsDraft:
    """No file yet."""
    return DiagnosticsDraft()


def change(draft: DiagnosticsDraft, news: object) -> DiagnosticsDraft:
    """Fold what came of saving it."""
    match news:
        case Carried(intent=SaveFile(name=name), outcome=FileGiven(is_given=is_given)):
            return DiagnosticsDraft(name, is_given)
        case _:
            return draft

"""What was set by hand in the network, in words: which side, what it was, what it is, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from shared.network import PlaceRole
from shared.words.labels import label
from sync_server.accounts.people import Role
from sync_server.console import french
from sync_server.console.names import Names, read_names
from sync_server.network.edits import Edit, EditedField, Subject, edits_of

NOTHING = "rien"
ROLE_WORDS = {Role.PRODUCER: "producteur", Role.HELPER: "aidant", Role.KEEPER: "tient un point relais"}
_FIELD_WORDS = {
    EditedField.NAME: "Nom",
    EditedField.POSITION: "Position",
    EditedField.AREA: "Secteur",
    EditedField.NOTE: "Pour entrer",
    EditedField.ROLE: "Sert de",
    EditedField.KEEPER: "Tenu par",
    EditedField.ROLES: "Fait",
    EditedField.PHOTO: "Photo",
    EditedField.PHONE: "Téléphone",
}


@dataclass(frozen=True, slots=True)
class EditShown:
    """One side that somebody set by hand."""

    word: str
    before: str
    after: str
    who: str


def edits_shown(session: Session, subject: Subject, subject_id: str) -> list[EditShown]:
    """All that was set by hand, the latest first."""
    names = read_names(session)
    return [_shown(edit, names) for edit in edits_of(session, subject, subject_id)]


def roles_said(roles: Sequence[Role] | frozenset[Role]) -> str:
    """« producteur, aidant »."""
    return ", ".join(ROLE_WORDS[role] for role in Role if role in roles)


def _shown(edit: Edit, names: Names) -> EditShown:
    who = f"{names.person(edit.edited_by)}, {french.day_and_clock(edit.edited_at_ms)}"
    before, after = (_said(edit.field, value, names) for value in (edit.before, edit.after))
    return EditShown(_FIELD_WORDS[edit.field], before, after, who)


def _said(field: EditedField, value: str, names: Names) -> str:
    if not value:
        return NOTHING
    match field:
        case EditedField.ROLE:
            return label(PlaceRole(value))
        case EditedField.KEEPER:
            return names.person(value)
        case EditedField.ROLES:
            return roles_said([Role(name) for name in value.split(",")])
        case EditedField.PHOTO:
            return f"proposée le {french.day_and_clock(int(value))}"
        case (
            EditedField.NAME | EditedField.POSITION | EditedField.AREA | EditedField.NOTE | EditedField.PHONE
        ):
            return value

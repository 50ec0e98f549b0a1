"""Page « Noms retenus »: what each name of a shop means, who said so and when, and forgetting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console import french
from sync_server.console.names import Names, read_names
from sync_server.console.visit import Visit, page, reading_with, see_other, writing_with
from sync_server.imports.aliases import KnownAlias, forget_alias, known_aliases
from sync_server.imports.figures import read_day
from sync_server.imports.naming import AliasKind
from sync_server.log import log_event

router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.IMPORT)]
Writing = Annotated[Visit, writing_with(Right.IMPORT)]

_KIND_WORDS = {
    AliasKind.PRODUCER: "Producteur",
    AliasKind.PLACE: "Point",
    AliasKind.CYCLE: "Jour d'un cycle",
}


@dataclass(frozen=True, slots=True)
class NameShown:
    """One name remembered, and what it stands for."""

    kind: AliasKind
    kind_word: str
    text: str
    target: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class NamesContext:
    """All names remembered."""

    names: list[NameShown]


@router.get("/imports/noms")
def list_names(visit: Reading) -> HTMLResponse:
    """What was said of the names that the network does not know."""
    names, people = read_names(visit.session), coordinator_names(visit.session)
    shown = [_shown(each, names, people) for each in known_aliases(visit.session)]
    return page(visit, "imports", "import_names.html", NamesContext(shown))


@router.post("/imports/noms/oublier")
def forget(
    visit: Writing, kind: Annotated[AliasKind, Form()], text: Annotated[str, Form(max_length=300)]
) -> RedirectResponse:
    """The next import asks again; orders already imported stay as they are."""
    by = visit.visitor.coordinator_id
    if not forget_alias(visit.session, kind, text, by, visit.now_ms):
        return see_other("/console/imports/noms?fait=nom-inconnu")
    log_event("alias-forgotten", kind=kind.value, by=by)
    return see_other("/console/imports/noms?fait=nom-oublie")


def _shown(alias: KnownAlias, names: Names, people: Mapping[str, str]) -> NameShown:
    return NameShown(
        alias.kind,
        _KIND_WORDS[alias.kind],
        alias.text,
        _target(alias, names),
        people.get(alias.confirmed_by, alias.confirmed_by),
        alias.confirmed_at_ms,
    )


def _target(alias: KnownAlias, names: Names) -> str:
    match alias.kind:
        case AliasKind.PRODUCER:
            return names.person(alias.target_id)
        case AliasKind.PLACE:
            return names.place(alias.target_id)
        case AliasKind.CYCLE:
            day = read_day(alias.target_id)
            return alias.target_id if isinstance(day, str) else french.long_day(alias.target_id)

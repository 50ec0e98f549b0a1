"""Page « Journal des accès »: what was done about accounts, and which pieces of evidence were looked at."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from sync_server.accounts.audit import latest_audit
from sync_server.accounts.names import coordinator_names
from sync_server.accounts.rights import Right
from sync_server.console.account_words import ACTS
from sync_server.console.visit import Visit, page, reading_with
from sync_server.evidence.showing import latest_shown

ROWS_SHOWN = 200
router = APIRouter()
Reading = Annotated[Visit, reading_with(Right.SEE_AUDIT)]


@dataclass(frozen=True, slots=True)
class AuditShown:
    """One row in words."""

    at_ms: int
    by: str
    says: str
    about: str


@dataclass(frozen=True, slots=True)
class AuditContext:
    """The latest rows, the last one first."""

    accounts: list[AuditShown]
    evidence: list[AuditShown]


@router.get("/journal-des-acces")
def show_audit(visit: Reading) -> HTMLResponse:
    """What was done about accounts, and who looked at what."""
    names = coordinator_names(visit.session)
    accounts = [
        AuditShown(
            row.at_ms,
            names.get(row.by, row.by),
            ACTS[row.act],
            names.get(row.about, row.about) if row.about != row.by else "",
        )
        for row in latest_audit(visit.session, ROWS_SHOWN)
    ]
    evidence = [
        AuditShown(row.at_ms, names.get(row.who, row.who), row.reason, row.name[:12])
        for row in latest_shown(visit.session, ROWS_SHOWN)
    ]
    return page(visit, "acces", "audit.html", AuditContext(accounts, evidence))

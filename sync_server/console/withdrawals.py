"""Act « Compter les retraits »: what a keeper says customers took at a point, written down or taken back."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from sync_server.accounts.rights import Right
from sync_server.console.matrix import Asked, matrix_page
from sync_server.console.matrix_words import MATRIX_ADDRESS
from sync_server.console.visit import PageMissing, Visit, see_other, writing_with
from sync_server.console.withdrawal_form import Typed
from sync_server.log import log_event
from sync_server.reconciliation.matrix_queries import MatrixScope, matrix_rows
from sync_server.reconciliation.withdrawals import Counting, record_count

router = APIRouter()
Writing = Annotated[Visit, writing_with(Right.DECIDE)]
NO_COUNT = -1


class CountFields(BaseModel):
    """The form of one count; `reprendre` takes the count that stands back."""

    jour: Annotated[str, Field(max_length=10)]
    point: Annotated[str, Field(max_length=80)]
    fact: Annotated[str, Field(min_length=1, max_length=64)]
    ferme: Annotated[str, Field(max_length=80)] = ""
    caisses: Annotated[str, Field(max_length=20)] = ""
    par: Annotated[str, Field(max_length=400)] = ""
    reprendre: Annotated[str, Field(max_length=5)] = ""

    @property
    def crates(self) -> int | None:
        """How many; None takes the count back, and what is no number is no count."""
        if self.reprendre:
            return None
        typed = self.caisses.strip()
        return int(typed) if typed.isascii() and typed.isdigit() else NO_COUNT


@router.post("/rapprochement/retraits")
def count_withdrawals(visit: Writing, form: Annotated[CountFields, Form()]) -> Response:
    """Writes down what a keeper counted, or takes it back; what is wrong is said beside the field."""
    expected = frozenset(row.cell for row in matrix_rows(visit.session, MatrixScope(form.jour)))
    if not any(place_id == form.point for _, place_id in expected):
        raise PageMissing
    said_by = visit.visitor.name if form.reprendre else form.par
    counting = Counting(form.fact, form.jour, form.point, form.ferme, form.crates, said_by)
    by = visit.visitor.coordinator_id
    fault = record_count(visit.session, counting, expected, by, visit.now_ms)
    if fault is not None:
        typed = Typed(form.ferme, form.caisses, form.par, fault)
        return matrix_page(visit, Asked(form.jour, "", form.point, "detail"), typed, 422)
    log_event("withdrawals-counted", place=form.point, day=form.jour, by=by)
    done = "retraits-repris" if form.reprendre else "retraits-comptes"
    asked = urlencode({"jour": form.jour, "point": form.point, "vue": "detail", "fait": done})
    return see_other(f"{MATRIX_ADDRESS}?{asked}#retraits")

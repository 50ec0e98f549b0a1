"""`preview`, `close` and `statement`: a period before, at and after its closing."""

from typing import Annotated

import typer

from shared.words.format import format_amount, format_count, format_period
from shared.words.language import Language
from sync_server.accounts.coordinators import find_who_may
from sync_server.accounts.rights import Right
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.session import begin, read
from sync_server.log import log_event
from sync_server.settlement.as_json import (
    closed_to_json,
    points_to_json,
    preview_to_json,
    statement_to_json,
)
from sync_server.settlement.blocking import Overrides
from sync_server.settlement.calendar import is_period
from sync_server.settlement.closing import Closed, CloseRefused, CloseRequest, close
from sync_server.settlement.french import blocking_sentence
from sync_server.settlement.preview import Preview, preview
from sync_server.settlement.statement import PersonUnknown, statement
from sync_server.settlement.statement_french import statement_text

FR = Language.FRENCH
Period = Annotated[str, typer.Argument(metavar="PÉRIODE", help="Mois, comme 2026-11.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("preview")(show_preview)
    app.command("close")(close_period)
    app.command("statement")(show_statement)


def show_preview(period: Period, *, as_json: AsJson = False) -> None:
    """Montre ce que clore la période ferait : montants, retenues, points bloquants."""
    _check_period(period, as_json=as_json)
    runtime = open_runtime()
    with read(runtime.database) as session:
        seen = preview(session, period, runtime.now_ms())
    runtime.database.close()
    answer(preview_to_json(seen), _preview_text(seen), as_json=as_json)


def close_period(
    period: Period,
    *,
    by: Annotated[
        str, typer.Option("--by", metavar="IDENTIFIANT", help="Qui clôt : son identifiant dans la console.")
    ] = "",
    override_silent: Annotated[
        str, typer.Option("--override-silent", metavar="RAISON", help="Clore sans les téléphones muets.")
    ] = "",
    override_early: Annotated[
        str, typer.Option("--override-early", metavar="RAISON", help="Clore avant la fin du mois.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Clôt la période pour toujours. Clore une seconde fois ne change rien."""
    _check_period(period, as_json=as_json)
    runtime = open_runtime()
    overrides = Overrides(override_silent.strip() or None, override_early.strip() or None)
    with begin(runtime.database) as session:
        # Who closed may not pay: a closing that is nobody's would let one person do both.
        closer = find_who_may(session, by, Right.CLOSE_PERIOD)
        if closer is None:
            raise refuse("closer-unknown", _closer_unknown(by), as_json=as_json)
        request = CloseRequest(period, closer.id, runtime.now_ms(), runtime.settings.data_dir, overrides)
        outcome = close(session, request)
    runtime.database.close()
    if isinstance(outcome, CloseRefused):
        raise _refused(outcome, as_json=as_json)
    if outcome.is_new:
        log_event("period-closed", period=period, by=request.closed_by)
    answer(closed_to_json(outcome), _closed_text(outcome), as_json=as_json)


def show_statement(
    person: Annotated[str, typer.Argument(metavar="PERSONNE", help="Identifiant, comme P001.")],
    period: Period,
    *,
    as_json: AsJson = False,
) -> None:
    """Montre le relevé d'une personne, chaque centime expliqué jusqu'aux mouvements."""
    _check_period(period, as_json=as_json)
    runtime = open_runtime()
    with read(runtime.database) as session:
        told = statement(session, person, period, runtime.now_ms())
    runtime.database.close()
    if isinstance(told, PersonUnknown):
        raise refuse("person-unknown", f"Personne inconnue : {person}.", as_json=as_json)
    answer(statement_to_json(told), statement_text(told), as_json=as_json)


def _check_period(period: str, *, as_json: bool) -> None:
    if not is_period(period):
        sentence = f"« {period} » n'est pas une période : écrivez l'année et le mois, comme 2026-11."
        raise refuse("period-wrong", sentence, as_json=as_json)


def _closer_unknown(by: str) -> str:
    if not by.strip():
        return "Rien n'a été clos : dites qui clôt, par --by et son identifiant dans la console."
    return f"Rien n'a été clos : « {by} » n'est pas un compte ouvert de la console qui peut clore."


def _refused(outcome: CloseRefused, *, as_json: bool) -> typer.Exit:
    sentences = [f"- {blocking_sentence(point)}" for point in outcome.points]
    if as_json:
        answer({"error": "closing-blocked", "blocking": points_to_json(outcome.points)}, "", as_json=True)
        return typer.Exit(1)
    return refuse("closing-blocked", "\n".join(["Rien n'a été clos :", *sentences]), as_json=False)


def _preview_text(seen: Preview) -> str:
    month = format_period(seen.period, FR)
    lines = [f"Période de {month}, " + ("close" if seen.closed else "ouverte")]
    if seen.closed is not None:
        lines.append("Ce qui suit est arrivé depuis la clôture et ira dans le prochain règlement.")
    count = format_count(len(seen.differences), "ligne", "lignes", FR)
    lines.append(f"À payer : {format_amount(seen.due_cents, FR)} ({count})")
    if seen.adjustment_cents:
        lines.append(f"dont régularisations : {format_amount(seen.adjustment_cents, FR)}")
    if seen.withheld:
        lines.append(f"En attente : {format_amount(seen.withheld_cents, FR)}")
    for net in seen.nets:
        lines.append(f"  {net.person_id}  {format_amount(net.net_cents, FR)}")
    if seen.blocking:
        lines += ["Avant de clore :", *(f"- {blocking_sentence(point)}" for point in seen.blocking)]
    elif seen.closed is None:
        lines.append("Rien ne s'oppose à la clôture.")
    return "\n".join(lines)


def _closed_text(closed: Closed) -> str:
    month = format_period(closed.settlement.period, FR)
    count = format_count(len(closed.statements), "relevé", "relevés", FR)
    done = f"{month} est close" if closed.is_new else f"{month} était déjà close, rien n'a changé"
    return f"{done} : {count}, fichier {closed.settlement.file_name}."

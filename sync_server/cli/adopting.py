"""`adopt-round`: a round nobody planned enters the plan as it was driven."""

from dataclasses import asdict
from typing import Annotated

import typer

from shared.words.format import format_count
from shared.words.language import Language
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.upkeep.adopt_round import adopt_round

FR = Language.FRENCH


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("adopt-round")(adopt)


def adopt(
    round_id: Annotated[str, typer.Argument(metavar="TOURNÉE", help="Son identifiant, comme own_0199c1f2-…")],
    *,
    as_json: AsJson = False,
) -> None:
    """Inscrit au plan une tournée hors plan, telle qu'elle a été faite ; ses mouvements ne changent pas."""
    runtime = open_runtime()
    with begin(runtime.database) as session:
        adopted = adopt_round(session, lock_feed(session), round_id, runtime.now_ms())
    runtime.database.close()
    if adopted is None:
        sentence = f"« {round_id} » n'est pas une tournée hors plan à inscrire."
        raise refuse("not-unplanned", sentence, as_json=as_json)
    stops = format_count(adopted.stops, "arrêt", "arrêts", FR)
    answer(asdict(adopted), f"« {adopted.title} » ({adopted.date}, {stops}) est au plan.", as_json=as_json)

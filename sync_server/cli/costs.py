"""`cost-rates`: what the co-op counts for a kilometre and an hour, sent to the phones."""

from typing import Annotated

import typer

from shared.commission.local_time import local_date
from shared.commission.round_cost import CostRates, write_cost_rates
from shared.words.typed_figures import read_amount_cents
from sync_server.cli.command import AsJson, answer, open_runtime, refuse
from sync_server.commission.carbon import CarbonFactors
from sync_server.commission.cost_basis import Basis, add_basis, bases, basis_on
from sync_server.commission.tariffs import OPERATOR
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin

METHOD_MAX_CHARACTERS = 200


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("cost-rates")(cost_rates)


def cost_rates(
    *,
    per_100_km: Annotated[str, typer.Option("--per-100-km", help="Euros pour 100 km, par exemple 52,90.")],
    per_hour: Annotated[str, typer.Option("--per-hour", help="Euros pour une heure ; 0 : non compté.")] = "0",
    method: Annotated[str, typer.Option("--method", help="D'où viennent ces montants.")] = "",
    as_json: AsJson = False,
) -> None:
    """Fixe ce que la coop compte par kilomètre et par heure, montré en fin de tournée."""
    distance_cents, hour_cents = read_amount_cents(per_100_km), read_amount_cents(per_hour)
    if distance_cents is None or hour_cents is None:
        wrong = per_100_km if distance_cents is None else per_hour
        raise refuse("bad-amount", f"« {wrong} » n'est pas un montant en euros.", as_json=as_json)
    if len(method) > METHOD_MAX_CHARACTERS:
        sentence = f"La méthode tient en {METHOD_MAX_CHARACTERS} caractères."
        raise refuse("method-too-long", sentence, as_json=as_json)
    rates = CostRates(distance_cents, hour_cents, method.strip())
    runtime = open_runtime()
    today = local_date(runtime.now_ms())
    with begin(runtime.database) as session:
        feed = lock_feed(session)
        known = basis_on(bases(session), today)
        changed = known is None or known.rates != rates
        if changed:
            kept = (0, CarbonFactors(None, None, "")) if known is None else (known.prep_minutes, known.carbon)
            add_basis(session, feed, Basis(today, rates, *kept, OPERATOR, runtime.now_ms()), today)
    runtime.database.close()
    told = "Les téléphones le recevront." if changed else "C'était déjà ainsi."
    answer(write_cost_rates(rates), f"Coût enregistré. {told}", as_json=as_json)

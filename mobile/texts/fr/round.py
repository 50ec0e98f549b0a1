"""French: Ma tournée."""

from mobile.texts.fr.counting import crates
from mobile.texts.shape.round import RoundTexts

ROUND = RoundTexts(
    title="Ma tournée",
    stops_done="arrêts faits",
    next_stop="Prochain arrêt",
    all_stops="Tous les arrêts",
    take=lambda n: f"{n} à prendre",
    leave=lambda n: f"{n} à déposer",
    nothing_to_do="Rien à faire ici",
    stop_done="Fait",
    start="Commencer la tournée",
    started_at=lambda hour: f"Commencée à {hour}",
    open_stop=lambda name: f"Ouvrir : {name}",
    finish="Terminer la tournée",
    closed="Terminée",
    aboard=lambda n: f"{crates(n)} à bord",
    none_title="Pas de tournée aujourd’hui",
    none_text=(
        "Quand la coordination vous confie une tournée, ses arrêts et ses caisses arrivent ici tout seuls, "
        "dès que le téléphone capte. Ensuite plus besoin de réseau."
    ),
    coming="À venir",
    past="Date passée",
    other_rounds="Autres tournées",
    stop_count=lambda n: f"{n} arrêt{'s' if n > 1 else ''}",
    more="Aussi dans cette tournée",
)

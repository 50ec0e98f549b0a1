"""French: Fin de tournée."""

from mobile.texts.fr.counting import agreed, crates
from mobile.texts.shape.closing import ClosingTexts


def _they(count: int, one: str, many: str) -> str:
    return many if count > 1 else one


CLOSING = ClosingTexts(
    title="Fin de tournée",
    unknown="Cette tournée n’est plus sur ce téléphone.",
    stops_done="arrêts faits",
    not_handled=lambda n: (
        f"{crates(n)} {_they(n, 'n’a été ni prise ni signalée', 'n’ont été ni prises ni signalées')} : "
        "la coordination le verra."
    ),
    aboard=lambda n: f"{crates(n)} encore à bord",
    aboard_help="Touchez une caisse pour dire où elle est. Sinon elle reste chez vous.",
    towards=lambda name: f"pour {name}",
    no_destination="Sans destination connue",
    chosen="choisie",
    holder_me="chez moi",
    holder_at=lambda name: f"laissée : {name}",
    holder_person=lambda name: f"remise à {name}",
    where_are=lambda n: f"{crates(n)} : où {_they(n, 'est-elle', 'sont-elles')} ?",
    keep="Chez moi",
    left_at="À un lieu…",
    handed_to="Remise à quelqu’un…",
    which_place=lambda n: f"{crates(n)} : {agreed(n, 'laissée')} à quel lieu ?",
    place_label="Chercher un lieu",
    more_places=lambda n: f"et {n} autre{'s' if n > 1 else ''} : tapez un mot de plus",
    which_person=lambda n: f"{crates(n)} : {agreed(n, 'remise')} à qui ?",
    person_label="Nom de la personne",
    person_ok="C’est noté",
    person_missing="Écrivez un nom.",
    figures="Kilomètres et temps",
    distance="Distance parcourue",
    use_odometer="J’ai relevé le compteur",
    use_distance="Je connais la distance",
    odometer_start="Compteur au départ",
    odometer_end="Compteur à l’arrivée",
    minutes="Temps en tout",
    stop_minutes="dont aux arrêts",
    minutes_from=lambda hour: (
        f"Commencée à {hour}. Le temps vient de vos enregistrements : corrigez-le au besoin."
    ),
    minutes_unknown="Le début de la tournée n’est pas enregistré ici : mettez le temps vous-même.",
    fees="Frais payés",
    fees_help="Péage, glace, stationnement. Rien à mettre s’il n’y en a pas.",
    faults={
        "distance": "Écrivez des kilomètres, par exemple 61 ou 61,4.",
        "odometer": "L’arrivée est plus petite que le départ, ou l’un des deux manque.",
        "minutes": "Écrivez des minutes, par exemple 95, ou 1 h 35.",
        "stop_minutes": "Le temps aux arrêts dépasse le temps en tout, ou n’est pas en minutes.",
        "fees": "Écrivez un montant en euros, par exemple 12,50.",
    },
    estimates="Ce que la tournée rapporte et coûte",
    commission_known=lambda amount, n: (
        f"Commission : {amount}, d’après {n} ligne{'s' if n > 1 else ''} déjà {agreed(n, 'calculée')}."
    ),
    commission_withheld=lambda amount: f"{amount} de plus sont retenus en attendant une preuve.",
    commission_unknown=(
        "Commission : pas encore connue. Le serveur la calcule à partir du chiffre d’affaires, qui n’est "
        "pas sur ce téléphone."
    ),
    commission_waiting=lambda n: (
        f"{n} {_they(n, 'enregistrement n’y est', 'enregistrements n’y sont')} pas encore : "
        f"{_they(n, 'il attend', 'ils attendent')} le réseau."
    ),
    cost=lambda amount: f"Coût réel : {amount}",
    cost_parts=lambda distance, time, fees: f"{distance} + {time} + frais {fees}",
    cost_fees_only=("Les frais seuls : la coop n’a pas donné de tarif au kilomètre à ce téléphone."),
    cost_unknown="Coût réel : mettez les kilomètres ou les frais.",
    finish="Terminer la tournée",
    finished="Tournée terminée. Merci !",
    finished_at=lambda when: f"Tournée terminée : {when}",
    undone="Annulé : la tournée est de nouveau ouverte.",
    correct="Corriger la fin de tournée",
    correct_help="L’annulation s’ajoute, rien n’est effacé. La tournée s’ouvre à nouveau.",
    recap_distance=lambda distance: f"{distance} km",
    recap_minutes=lambda drive, stops: f"{drive} min de route, {stops} min aux arrêts",
    recap_fees=lambda amount: f"{amount} de frais",
    refused="Rien n’a été enregistré. Revenez à la tournée et réessayez.",
)

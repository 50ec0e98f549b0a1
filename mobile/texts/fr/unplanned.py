"""French: Hors plan."""

from mobile.texts.shape.unplanned import UnplannedTexts

UNPLANNED = UnplannedTexts(
    title="Tournée hors plan",
    chip="Hors plan",
    what=(
        "Pour une tournée que personne n’a prévue : un dépannage, un voisin à aider. Elle se fait sans "
        "réseau ; la coordination la verra ensuite et la rattachera."
    ),
    name="Nom (facultatif)",
    name_hint="par exemple : Dépannage de Claire",
    begin="Commencer",
    begun=lambda hour: f"Tournée hors plan commencée à {hour}",
    then="Ajoutez vos arrêts au fur et à mesure, puis prenez et déposez les caisses.",
    open_round="Ouvrir la tournée",
    undone="Annulé. La tournée ne compte plus.",
    unknown="Ce n’est plus sur ce téléphone.",
    stop_title="Ajouter un arrêt",
    stop_entry="Ajouter un arrêt",
    where="Où êtes-vous ?",
    place_label="Chercher un lieu par son nom",
    elsewhere=lambda name: f"Autre lieu : {name}",
    elsewhere_help="Un lieu que le réseau ne connaît pas : son nom suffit, la coordination le complétera.",
    arrived=lambda hour: f"Arrivée enregistrée à {hour}",
    open_stop="Ouvrir l’arrêt",
    stop_undone="Annulé. L’arrêt ne compte plus.",
    crate_title="Caisse imprévue",
    crate_help="La coordination verra ces caisses et dira à qui elles sont comptées.",
    take="Prendre",
    leave="Déposer",
    loose="À bord sans arrêt prévu",
    code_read="Sur aucune liste d’ici",
    crate_undone="Annulé. Rien n’a été pris ni déposé.",
    back_to_stop="Retour à l’arrêt",
)

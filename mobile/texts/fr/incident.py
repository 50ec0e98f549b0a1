"""French: Incident."""

from mobile.texts.fr.counting import agreed, crates
from mobile.texts.shape.incident import IncidentTexts

INCIDENT = IncidentTexts(
    title="Incident",
    entry="Signaler un incident",
    unknown="Cette tournée n’est plus sur ce téléphone.",
    what="Que se passe-t-il ?",
    other="Changer",
    no_crate="Caisses concernées : aucune",
    which=lambda n: f"{crates(n)} {agreed(n, 'concernée')}",
    no_producer="Producteur inconnu",
    set_aside="À part",
    goes_on="À faire quand même",
    note="Un mot de plus (facultatif)",
    note_hint="ce que vous voyez",
    photo_asked=lambda why: f"Photo demandée. {why}.",
    photo_missing="Joignez une photo, ou écrivez un mot si vous ne pouvez pas en prendre.",
    report=lambda reason, n: f"Signaler : {reason}" + (f", {crates(n)}" if n else ""),
    recorded=lambda reason, hour: f"Enregistré à {hour} : {reason}",
    seen_by="La coordination le verra dès que le téléphone aura du réseau.",
    undone="Annulé. L’incident ne compte plus.",
    back="Retour",
    refused="Rien n’a été enregistré. Revenez en arrière et réessayez.",
)

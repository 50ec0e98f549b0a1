"""French: Bon de livraison."""

from mobile.texts.fr.counting import crates
from mobile.texts.shape.note import DeliveryNoteTexts

NOTE = DeliveryNoteTexts(
    title="Bon de livraison",
    entry="Bon de livraison",
    unknown="Cette tournée n’est plus sur ce téléphone.",
    aboard="À bord",
    whole="Toute la tournée",
    sum=lambda n, lots: f"{crates(n)}, {lots} lot{'s' if lots > 1 else ''}",
    nothing="Rien à bord en ce moment.",
    carrier="Transporteur",
    vehicle="Véhicule",
    made_at="Établi le",
    round="Tournée",
    mode="Cadre du transport",
    mode_text=(
        "Transport entre producteurs du réseau. Entraide, prestation ou transporteur : selon l’accord de la "
        "coopérative, à valider avec votre conseil."
    ),
    owner="Propriétaire",
    unknown_owner="Propriétaire à préciser",
    nature="Nature",
    origin="Chargé à",
    destination="Destination",
    lot="Lot",
    crates="Caisses",
    taken="Pris en charge à",
    not_given="non renseigné",
    plate="Immatriculation du véhicule",
    plate_hint="pour le papier",
    legal=(
        "Le producteur répond de ses produits devant le client ; le transporteur en répond devant "
        "le producteur."
    ),
    give="Enregistrer pour imprimer",
    given="Le bon est enregistré. Ouvrez-le pour l’imprimer ou l’envoyer.",
    not_saved="Le bon n’a pas été enregistré.",
    file_name="bon-de-livraison",
)

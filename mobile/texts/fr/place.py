"""French: Le lieu: accès, code de porte, trajet, corrections proposées."""

from mobile.texts.shape.place import PlaceTexts

PLACE = PlaceTexts(
    title="Le lieu",
    unknown="Ce lieu n’est pas connu de ce téléphone.",
    keeper=lambda name: f"Tenu par {name}",
    access="Pour entrer",
    no_note="Rien n’est noté pour entrer.",
    go="Y aller",
    go_help="La carte s’ouvre dans une autre application. Sans réseau, elle montre ce qu’elle a gardé.",
    no_position="La position de ce lieu n’est pas connue.",
    correct="Proposer une correction",
    close_correct="Ne rien proposer",
    note_label="Pour entrer, il faut",
    note_hint="par exemple : sonner à droite, quai derrière",
    pin_label="Position exacte",
    pin_hint="47,331005 -1,624706",
    not_a_pin="Ce n’est pas une position : copiez deux nombres d’une carte, comme 47,331005 -1,624706.",
    photo_of=lambda name: f"Photo du lieu : {name}",
    photo_seen=lambda when: f"Photo proposée : {when}",
    photo_unreadable="La photo de ce lieu ne peut pas être montrée ici.",
    photo_label="Une photo du lieu",
    photo_help="L’entrée, le quai, l’endroit où poser les caisses. Ni visage, ni plaque, ni code de porte.",
    photo_kept="Gardée ici : elle partira avec votre proposition.",
    proposed_photo="Avec une photo du lieu",
    propose="Proposer",
    proposed=lambda hour: f"Proposé à {hour}",
    decided_later="La coordination décidera. Jusque-là rien ne change.",
    before="Déjà proposé par vous",
    proposed_note=lambda note: f"Pour entrer : {note}",
    proposed_pin=lambda pin: f"Position : {pin}",
)

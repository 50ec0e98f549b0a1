"""French: Qui tient ce téléphone: personnes et code secret."""

from mobile.texts.shape.access import AccessTexts

ACCESS = AccessTexts(
    title="Qui tient ce téléphone",
    hello=lambda name: f"Bonjour {name}" if name else "Bonjour",
    ask_code="Tapez votre code à 6 chiffres.",
    typed=lambda n: f"{n} chiffre{'s' if n > 1 else ''} sur 6",
    erase="Effacer un chiffre",
    wrong=lambda n: (
        f"Ce n’est pas ce code. Encore {n} essai{'s' if n > 1 else ''} avant d’attendre."
        if n
        else "Ce n’est pas ce code. Le prochain essai faux fera attendre."
    ),
    wait=lambda time: f"Trop d’essais. Attendez {time} ; rien de ce qui est enregistré n’est perdu.",
    shut=(
        "Quinze essais faux : seul un code de la coordination rouvre l’application. "
        "Tout ce qui est enregistré est gardé et part quand même."
    ),
    forgotten="Code oublié ?",
    forgotten_help=(
        "La coordination peut vous inscrire de nouveau sur ce téléphone : le code oublié tombe, "
        "vos saisies restent. Il faut du réseau."
    ),
    forgotten_go="J’ai un code de la coordination",
    somebody_else="Quelqu’un d’autre",
    pass_to=lambda name: f"Passer à {name}",
    hand_over="Lui passer le téléphone",
    code_title="Code secret",
    has_code="L’application demande votre code à l’ouverture et après 5 minutes d’absence.",
    has_no_code="Aucun code : qui prend ce téléphone en main voit votre tournée et enregistre en votre nom.",
    what_a_code_is=(
        "Le code dit qui enregistre, et arrête les curieux. Il ne remplace pas le verrou du téléphone."
    ),
    first_title="Ce téléphone est inscrit",
    first_ask="Un code secret ?",
    first_why=(
        "Six chiffres, demandés à l’ouverture et après 5 minutes d’absence. Sans code, qui prend ce "
        "téléphone en main voit votre tournée et enregistre en votre nom."
    ),
    first_later="Plus tard, dans Réglages",
    first_go_on="Ouvrir ma tournée",
    set_code="Choisir un code",
    change_code="Changer le code",
    remove_code="Ne plus demander de code",
    lock_now="Verrouiller maintenant",
    leave_code="Laisser comme c’est",
    ask_current="Votre code actuel",
    ask_new="Le nouveau code, 6 chiffres",
    ask_again="Le nouveau code, encore une fois",
    code_set="C’est fait : ce code sera demandé.",
    code_removed="C’est fait : plus de code.",
    codes_differ="Les deux ne sont pas pareils. Recommencez.",
    too_easy="Trop facile à deviner. Pas de suite, pas de répétition.",
    not_in_practice="Pendant la tournée d’essai, il n’y a pas de code.",
    people="Sur ce téléphone",
    people_help=(
        "Chacun a son inscription, sa tournée et ses saisies. Ce que l’un n’a pas encore envoyé part aussi "
        "quand l’autre tient le téléphone."
    ),
    holds_it="tient le téléphone",
    waits=lambda n: f"{n} à envoyer",
    add_person="Ajouter une personne",
    back_to=lambda name: f"Revenir à {name}",
)

"""French: facts entrusted to a colleague, and carried for one."""

from mobile.texts.shape.rescue import RescueTexts


def _facts(count: int) -> str:
    return f"{count} saisie{'s' if count > 1 else ''}"


RESCUE = RescueTexts(
    entrust_title="Confier à un collègue",
    entrust_lead=lambda n: (
        f"Batterie presque vide, téléphone abîmé ? Un collègue peut emporter vos {_facts(n)} "
        "et les remettre dès qu’il capte."
        if n > 1
        else "Batterie presque vide, téléphone abîmé ? Un collègue peut emporter votre saisie "
        "et la remettre dès qu’il capte."
    ),
    entrust_promise="Il ne peut ni lire ni changer ce qu’il porte. Rien ne comptera deux fois.",
    save_file="Enregistrer un fichier",
    file_given=lambda n, name: f"{_facts(n)} dans le fichier « {name} » : donnez-le à votre collègue.",
    file_not_given="Le fichier n’a pas été enregistré. Vos saisies restent sur ce téléphone.",
    pictures_title="À montrer à un collègue",
    pictures_lead="Ces images se lisent avec l’appli d’un collègue, dans n’importe quel ordre.",
    pictures_facts=lambda n: f"{_facts(n)} à emporter",
    picture_of=lambda n, total: f"Image {n} sur {total}",
    pause="Arrêter sur cette image",
    go_on="Faire défiler",
    next_picture="Image suivante",
    nothing_to_show={
        "nothing_waits": "Tout est déjà parti : il n’y a plus rien à confier.",
        "not_enrolled": "Ce téléphone n’est pas inscrit.",
        "too_much_for_pictures": "Il y en a trop pour des images : enregistrez plutôt un fichier.",
    },
    carried_title="Portés pour d’autres",
    carried_none="Vous ne portez rien pour un collègue.",
    carried_facts=lambda n, when: f"{_facts(n)}, depuis {when}",
    states={
        "waiting": "à remettre",
        "gap": "en attente",
        "received": "remis",
        "refused": "refusé",
        "safe": "en lieu sûr",
    },
    state_help={
        "waiting": "Remis au serveur dès que ce téléphone capte.",
        "gap": (
            "Le serveur attend d’abord ce qui vient avant. "
            "On redemande ; au bout d’une semaine, il prend quand même."
        ),
        "received": "Arrivé au serveur. Gardé ici jusqu’à sa sauvegarde.",
        "refused": "Gardé sur ce téléphone : parlez-en à la coordination.",
        "safe": "Dans la sauvegarde du serveur : plus rien à porter.",
    },
    reasons={
        "unknown-device": "Le serveur ne connaît pas le téléphone d’origine.",
        "broken-seal": "Le sceau ne s’ouvre pas : changé en route, ou téléphone d’origine réinscrit depuis.",
        "truncated": "Il y manque une partie.",
        "revoked": "Le téléphone d’origine est retiré depuis plus de 30 jours.",
    },
    other_reason="Le serveur ne peut pas le lire.",
    take_file="Prendre le fichier d’un collègue",
    taken=lambda n, name: f"Vous portez {_facts(n)} de {name}. Ce téléphone les remettra dès qu’il capte.",
    taken_before=lambda name: f"Vous portiez déjà ces saisies de {name}.",
    not_taken={
        "not-a-pack": "Ce fichier n’en est pas un de l’appli. Rien n’a été pris.",
        "newer-version": "Ce fichier vient d’une appli plus récente : mettez la vôtre à jour.",
        "damaged": "Ce fichier est abîmé. Demandez à votre collègue de le refaire.",
        "too-large": "Ce fichier est trop gros pour en être un de l’appli. Rien n’a été pris.",
        "own_facts": "Ce sont vos propres saisies : ce téléphone les a déjà.",
        "unreadable": "Le fichier n’a pas pu être lu. Rien n’a été pris.",
    },
    show_pictures="Montrer des images",
    read_pictures="Lire les images d’un collègue",
    read_title="Porter pour un collègue",
    read_lead=(
        "Tenez l’appareil devant l’écran de votre collègue : « À envoyer », puis « Montrer des images ». "
        "L’ordre ne compte pas."
    ),
    pictures_read=lambda n: "images lues" if n > 1 else "image lue",
    picture_faults={
        "not-a-frame": "Ce QR n’est pas une image de rescousse. Visez celle de votre collègue.",
        "damaged": "Une image s’est mal lue. Elle repassera.",
        "of-another": "Ces images sont d’un autre envoi : votre collègue a saisi ou envoyé entre-temps.",
    },
    begin_anew="Recommencer",
    back_to_outbox="Terminé",
)

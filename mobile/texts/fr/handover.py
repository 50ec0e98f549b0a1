"""French: Remise."""

from mobile.texts.fr.counting import agreed, all_crates, crates
from mobile.texts.shape.handover import HandoverTexts

HANDOVER = HandoverTexts(
    title="Remise",
    sign_here="Signez ici avec le doigt",
    sign_again="Effacer",
    tile_give="Remettre",
    tile_take="Recevoir une remise",
    tile_open=lambda n: f"{n} {agreed(n, 'ouverte')}",
    tile_list="Remises",
    give_title="Remettre des caisses",
    no_round="Cette tournée n’est pas sur ce téléphone.",
    nothing_title="Aucune caisse à bord",
    nothing_text=(
        "Vous ne portez aucune caisse de cette tournée. Ce que vous prenez à une collecte apparaît ici."
    ),
    to_whom="À qui ?",
    find_person="Chercher un nom",
    more_people=lambda n: f"Encore {n} : tapez le début du nom.",
    nobody_found="Personne de ce nom sur ce téléphone. Choisissez « sans l’appli ».",
    without_app="Quelqu’un sans l’appli",
    without_app_help="Avec son nom, et sa signature ou une photo",
    by_badge="Le point relais, par son badge",
    by_badge_help="Le badge fixé sur place confirme le dépôt",
    to_person=lambda name: f"À {name}",
    change="Changer",
    person_name="Nom de la personne",
    proof_needed="Il faut un nom, et une signature ou une photo.",
    badge_label="Badge du lieu",
    badge_hint="visez le QR du badge, ou tapez son code",
    badge_read=lambda name: f"Badge lu : {name}",
    badge_elsewhere=lambda badge, here: (
        f"Ce badge est celui de {badge}, et vous êtes à {here}. Vérifiez l’arrêt."
    ),
    badge_not_ours="Ce n’est pas le badge d’un lieu du réseau. Cherchez l’affichette « point relais ».",
    crates_title="Quelles caisses ?",
    to_give=lambda n: f"{agreed(n, 'caisse')} à remettre",
    unknown_destination="destination inconnue",
    give=lambda n, name: f"Remettre {crates(n)} à {name}",
    give_unnamed=lambda n: f"Remettre {crates(n)}",
    drop_by_badge=lambda n, name: f"Déposer {crates(n)} à {name}",
    badge_dropped=lambda n, name, hour: (
        f"Enregistré à {hour} : {crates(n)} {agreed(n, 'déposée')} à {name}, badge lu."
    ),
    choose_whom="Dites d’abord à qui",
    choose_crates="Choisissez au moins une caisse",
    too_many=lambda n: (
        f"{n} caisses au plus en une remise : mettez les autres de côté et faites-en une deuxième."
    ),
    refused_crates=lambda n: (
        f"{crates(n)} ne {'peuvent' if n > 1 else 'peut'} pas être {agreed(n, 'remise')} ici : "
        f"mise{'s' if n > 1 else ''} de côté. Rien n’est enregistré."
    ),
    refused="Rien n’a été enregistré. Vérifiez et réessayez.",
    undone="Annulé. Les caisses sont de nouveau à bord.",
    given_to=lambda name, when: f"Remis à {name}, {when}",
    taken_from=lambda name, when: f"Reçu de {name}, {when}",
    somebody="un collègue",
    offer_picture="Code de remise à faire lire",
    receipt_picture="Code du reçu à faire lire",
    show_offer=lambda name: f"Faites lire ce code par le téléphone de {name}, puis lisez son reçu.",
    show_receipt=lambda name: (
        f"Faites lire ce reçu par le téléphone de {name} : la remise est alors prouvée des deux côtés."
    ),
    or_type="Sans appareil photo, à taper :",
    copy_text="Texte à copier",
    copied="Copié",
    pictures=lambda n, of: f"Image {n} sur {of}",
    turn_pictures="Faire défiler les images",
    stop_turning="Arrêter",
    waiting="En attente du reçu",
    received_by=lambda name, hour, n, of: f"Reçu par {name} à {hour} : {n}/{of} {agreed(of, 'caisse')}",
    some_missing=lambda n: f"{crates(n)} non {agreed(n, 'prise')} : encore à votre charge.",
    proven="Avec signature ou photo, sans l’appli",
    gone_on="Les caisses sont arrivées plus loin, la coopérative le sait.",
    taken_sent="Votre part est arrivée au serveur.",
    taken_waiting="Votre part est gardée ici et partira avec le réseau.",
    withdrawn="Remise annulée",
    receipt_label="Reçu du collègue",
    receipt_hint="visez son écran, ou tapez les 12 caractères",
    read_receipt="Lire le reçu",
    show_code="Montrer mon code",
    which_not_taken=lambda n, of: f"Le reçu dit {n} sur {of}. Touchez les caisses qui n’ont pas été prises.",
    keep_receipt="Garder ce reçu",
    withdraw="Annuler cette remise",
    withdraw_sure=(
        "L’annulation s’ajoute, rien n’est effacé. Prévenez votre collègue : sa part reste sur son téléphone."
    ),
    withdraw_yes="Oui, annuler",
    withdraw_no="Garder",
    not_here="Cette remise n’est pas sur ce téléphone.",
    take_title="Recevoir une remise",
    take_help="Lisez le code sur l’écran de votre collègue.",
    code_label="Code de la remise",
    code_hint="Collez le texte, ou tapez les 12 caractères",
    camera="Lire avec l’appareil photo",
    camera_off="Fermer l’appareil photo",
    frames_read=lambda n, of: f"{n} image{'s' if n > 1 else ''} sur {of} : gardez l’écran en vue",
    gives_you=lambda name, n: f"{name} vous remet {crates(n)}",
    who_gives="Qui vous remet les caisses ?",
    add_crate_label="Code d’une caisse reçue",
    add_crate_help=lambda n: f"Le code annonce {crates(n)}. Lisez ou tapez le code de chacune.",
    bad_crate="Ce n’est pas un code de caisse : comparez avec l’étiquette, puis retapez.",
    to_take=lambda n: f"{agreed(n, 'caisse')} {agreed(n, 'reçue')}",
    tap_missing="Touchez une caisse qui manque ou qui est abîmée.",
    take=lambda n: f"Prendre {all_crates(n)}",
    take_but=lambda n, out: f"Prendre {crates(n)}, sauf {out}",
    take_none="Aucune caisse à prendre",
    start_again="Lire un autre code",
    back_home="Retour à la tournée",
    list_title="Remises",
    open_title="Remises ouvertes",
    done_title="Remises faites",
    none_title="Aucune remise",
    none_text=(
        "Une remise passe des caisses d’une personne à une autre, sans réseau. Celles de ce téléphone "
        "s’affichent ici."
    ),
    line_given=lambda name: f"À {name}",
    line_taken=lambda name: f"De {name}",
    chip_receipt="reçu gardé",
    chip_proof="signée",
    chip_done="confirmée",
    chip_taken="reçue",
    chip_waiting="sans reçu",
    chip_unsent="pas encore envoyée",
    chip_withdrawn="annulée",
    handed_word="remise",
    answers={
        "own_code": "C’est votre propre code : il est pour l’autre téléphone.",
        "for_somebody_else": (
            "Ce code est pour quelqu’un d’autre. Demandez à votre collègue de vous choisir."
        ),
        "another_day": "Ce code date d’un autre jour. Demandez à votre collègue de refaire la remise.",
        "already_done": "Ce code a déjà servi sur ce téléphone : c’est enregistré.",
        "not_my_handover": "Ce reçu ne répond à aucune remise de ce téléphone.",
        "a_receipt": "C’est un reçu : c’est au téléphone qui a remis les caisses de le lire.",
        "an_offer": "C’est une remise qui vous est faite : lisez-la par « Recevoir une remise ».",
        "unknown_person": (
            "Ce code vient de quelqu’un que ce téléphone ne connaît pas. Lisez plutôt l’image."
        ),
        "not_a_handover": "Ce n’est pas un code de remise.",
        "damaged": "Ce code est abîmé ou incomplet : lisez-le encore une fois.",
        "newer_version": (
            "L’appli de votre collègue est plus récente : mettez celle-ci à jour, ou prenez les caisses une "
            "à une."
        ),
        "not_a_short_code": "Ce n’est pas un code de remise : 12 caractères, en trois groupes de quatre.",
        "wrong_check": "Un caractère est faux : comparez avec l’écran de votre collègue, puis retapez.",
    },
)

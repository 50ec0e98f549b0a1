"""French: Arrêt: dépôt et collecte."""

from mobile.texts.fr.counting import agreed, all_crates, crates
from mobile.texts.shape.stop import StopTexts

STOP = StopTexts(
    stop_number=lambda n: f"Arrêt {n}",
    to_leave="À déposer",
    to_take="À prendre",
    left=lambda n: f"{agreed(n, 'caisse')} {agreed(n, 'déposée')}",
    taken=lambda n: f"{agreed(n, 'caisse')} {agreed(n, 'prise')}",
    drop_all=lambda n: f"Déposer {all_crates(n)}",
    pick_all=lambda n: f"Prendre {all_crates(n)}",
    drop_but=lambda n, out: f"Déposer {crates(n)}, sauf {out}",
    pick_but=lambda n, out: f"Prendre {crates(n)}, sauf {out}",
    except_all=lambda n: f"Signaler {crates(n)}",
    next_stop_named=lambda name: f"Suivant : {name}",
    back_to_round="Retour à la tournée",
    nothing="Rien à prendre ni à déposer à cet arrêt.",
    tap_to_except="Touchez une caisse pour la mettre à part.",
    back_to_crates="Retour aux caisses",
    proof_note="Sans photo : un mot",
    why_aside=lambda what: f"{what} à part : pourquoi ?",
    other_reason="Autre…",
    take_back="Remettre",
    towards=lambda name: f"pour {name}",
    excepted="mise à part",
    code_label="Taper un code de caisse",
    code_hint="par exemple 7K2M-9QXC",
    recorded=lambda what, hour: f"Enregistré à {hour} : {what}",
    dropped_word=lambda n: f"{crates(n)} {agreed(n, 'déposée')}",
    picked_word=lambda n: f"{crates(n)} {agreed(n, 'prise')}",
    excepted_word=lambda n: f"{n} mise{'s' if n > 1 else ''} à part",
    undo="Annuler",
    undone="Annulé. La caisse est de nouveau à faire.",
    correct="Corriger",
    recorded_then=lambda code, when: f"{code}, enregistré : {when}",
    correct_help=lambda n: (
        "L’annulation s’ajoute, rien n’est effacé."
        + (f" Les {n} caisses enregistrées ensemble sont à refaire." if n > 1 else "")
    ),
    insist="Si, c’est bien ça : enregistrer",
    not_carried=lambda n: (
        f"{crates(n)} {'n’ont' if n > 1 else 'n’a'} pas été {agreed(n, 'prise')} sur ce téléphone : "
        "dites pourquoi, ou enregistrez quand même."
    ),
    keep_as_is="Laisser ainsi",
    answer_unknown=lambda code: (
        f"Caisse {code} inconnue ici. C’est noté : mettez-la de côté et appelez la coordination."
    ),
    answer_wrong_stop=lambda code, name: f"Caisse {code} : mauvais arrêt, elle va à {name}.",
    answer_already_done=lambda code, hour: (
        f"Caisse {code} : déjà fait ({hour})." if hour else f"Caisse {code} : déjà fait."
    ),
    another_stop="un autre arrêt",
    answer_bad_code="Ce n’est pas un code de caisse : 8 lettres ou chiffres, comme 7K2M-9QXC.",
    answer_typing_error="Un caractère est faux : comparez avec l’étiquette, puis retapez.",
    refusals={
        "nothing_to_record": "Aucune caisse choisie.",
        "already_done": "C’était déjà enregistré.",
        "unknown_crate": "Une de ces caisses n’est pas connue de ce téléphone. Rien n’a été enregistré.",
        "wrong_stop": "Une de ces caisses n’est pas prévue à cet arrêt. Rien n’a été enregistré.",
        "nothing_to_undo": "Il n’y a plus rien à annuler.",
        "unknown_consignment": "Ce lot n’est pas connu de ce téléphone. Rien n’a été enregistré.",
        "unrecordable": "Trop de caisses ou de texte en une fois : enregistrez en deux fois.",
        "text_too_long": "Ce mot est trop long. Rien n’a été enregistré : raccourcissez-le.",
        "unknown_line": "Cette ligne n’est plus sur ce téléphone.",
        "not_enrolled": "Ce téléphone n’est pas inscrit.",
        "evidence_too_large": "Cette photo est trop lourde. Rien n’a été enregistré : reprenez-la.",
        "evidence_unreadable": "Cette photo ne peut pas être lue. Rien n’a été enregistré : reprenez-la.",
        "too_much_evidence": "Trop de photos en une fois. Rien n’a été enregistré : gardez les meilleures.",
    },
    other_refusal="Rien n’a été enregistré. Rouvrez l’arrêt et réessayez.",
    done_group="Déjà fait",
    more="Aussi à cet arrêt",
    records="Noté à cet arrêt",
    more_records=lambda n: f"Voir {n} de plus",
    withdrawn="annulé",
    photos=lambda n: f"{n} photo{'s' if n > 1 else ''}",
)

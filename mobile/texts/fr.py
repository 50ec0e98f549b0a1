"""French, the first language of the app."""

from mobile.texts.catalogue import (
    CommissionTexts,
    CommonTexts,
    EnrolTexts,
    RoundTexts,
    SettingsTexts,
    StopTexts,
    SyncTexts,
    Texts,
)
from mobile.texts.fr_rescue import RESCUE


def _crates(count: int) -> str:
    return f"{count} caisse{'s' if count > 1 else ''}"


def _agreed(count: int, word: str) -> str:
    """A participle that agrees with a number of crates."""
    return f"{word}s" if count > 1 else word


COMMON = CommonTexts(
    app_name="Relais fermier",
    back="Retour",
    cancel="Annuler",
    retry="Réessayer",
    crates=_crates,
    tab_round="Tournée",
    tab_outbox="À envoyer",
    tab_commissions="Commissions",
    tab_settings="Réglages",
    display_error="Erreur d’affichage. Vos saisies sont conservées.",
    action_error=(
        "Cela n’a pas marché. Vos saisies sont conservées. Réessayez ; si cela "
        "revient, appelez la coordination."
    ),
    loading="Un instant…",
)

ENROL = EnrolTexts(
    title="Inscription du téléphone",
    lead="Votre coordinateur ou coordinatrice vous donne un code, valable 10 minutes.",
    how=(
        "Collez le lien reçu, ou tapez le code. Il faut du réseau cette fois "
        "seulement : ensuite la tournée se fait sans."
    ),
    code_label="Code ou lien d’inscription",
    code_hint="Coller ou taper ici",
    server_label="Adresse du serveur",
    server_hint="https://…",
    send="Inscrire ce téléphone",
    sending="On demande au serveur…",
    match_title="Les deux écrans montrent-ils ces 4 chiffres ?",
    match_help=(
        "Lisez-les à la coordination. Si ce sont les mêmes, elle confirme et ce téléphone s’ouvre tout seul."
    ),
    waiting="En attente de la confirmation…",
    start_again="Recommencer avec un autre code",
    welcome=lambda name: f"Bonjour {name}",
    errors={
        "wrong_code": "Ce code n’est pas le bon. Vérifiez-le, ou demandez-en un nouveau.",
        "expired_code": "Ce code a plus de 10 minutes : il ne sert plus. Demandez-en un nouveau.",
        "used_code": "Ce code a déjà servi. Par prudence il est annulé : demandez-en un nouveau.",
        "refused": "La coordination a refusé ce téléphone. Demandez-lui un nouveau code.",
        "no_network": "Pas de réseau. L’inscription en a besoin une fois : réessayez là où ça capte.",
        "no_address": "Il manque l’adresse du serveur. Collez le lien entier reçu de la coordination.",
        "unreadable": "Collez le lien ou tapez le code d’abord.",
        "too_many_tries": "Trop d’essais. Attendez une minute, puis réessayez.",
        "not_our_server": "Ce n’est pas le serveur de la coopérative qui répond. Vérifiez l’adresse.",
        "server_unreachable": "Le serveur ne répond pas. Vérifiez l’adresse, ou réessayez dans un moment.",
        "insecure_address": "Cette adresse n’est pas sûre : elle doit commencer par https://.",
    },
    other_error="Le serveur n’a pas accepté. Demandez un nouveau code à la coordination.",
)

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
    finished="Tournée terminée. Merci !",
    closed="Terminée",
    aboard=lambda n: f"{_crates(n)} à bord",
    none_title="Pas de tournée aujourd’hui",
    none_text=(
        "Quand la coordination vous confie une tournée, ses arrêts et ses caisses arrivent ici tout seuls, "
        "dès que le téléphone capte. Ensuite plus besoin de réseau."
    ),
    coming="À venir",
    past="Date passée",
    other_rounds="Autres tournées",
    stop_count=lambda n: f"{n} arrêt{'s' if n > 1 else ''}",
)

STOP = StopTexts(
    stop_number=lambda n: f"Arrêt {n}",
    to_leave="À déposer",
    to_take="À prendre",
    left=lambda n: f"{_agreed(n, 'caisse')} {_agreed(n, 'déposée')}",
    taken=lambda n: f"{_agreed(n, 'caisse')} {_agreed(n, 'prise')}",
    drop_all=lambda n: f"Déposer {_all_crates(n)}",
    pick_all=lambda n: f"Prendre {_all_crates(n)}",
    drop_but=lambda n, out: f"Déposer {_crates(n)}, sauf {out}",
    pick_but=lambda n, out: f"Prendre {_crates(n)}, sauf {out}",
    except_all=lambda n: f"Signaler {_crates(n)}",
    next_stop_named=lambda name: f"Suivant : {name}",
    back_to_round="Retour à la tournée",
    nothing="Rien à prendre ni à déposer à cet arrêt.",
    tap_to_except="Touchez une caisse pour la mettre à part.",
    why_aside=lambda what: f"{what} à part : pourquoi ?",
    other_reason="Autre…",
    take_back="Remettre",
    towards=lambda name: f"pour {name}",
    excepted="mise à part",
    code_label="Taper un code de caisse",
    code_hint="par exemple 7K2M-9QXC",
    recorded=lambda what, hour: f"Enregistré à {hour} : {what}",
    dropped_word=lambda n: f"{_crates(n)} {_agreed(n, 'déposée')}",
    picked_word=lambda n: f"{_crates(n)} {_agreed(n, 'prise')}",
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
        f"{_crates(n)} {'n’ont' if n > 1 else 'n’a'} pas été {_agreed(n, 'prise')} sur ce téléphone : "
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
        "unknown_line": "Cette ligne n’est plus sur ce téléphone.",
        "not_enrolled": "Ce téléphone n’est pas inscrit.",
        "evidence_too_large": "Cette photo est trop lourde. Rien n’a été enregistré : reprenez-la.",
        "evidence_unreadable": "Cette photo ne peut pas être lue. Rien n’a été enregistré : reprenez-la.",
        "too_much_evidence": "Trop de photos en une fois. Rien n’a été enregistré : gardez les meilleures.",
    },
    other_refusal="Rien n’a été enregistré. Rouvrez l’arrêt et réessayez.",
    done_group="Déjà fait",
)


def _all_crates(count: int) -> str:
    return "la caisse" if count == 1 else f"les {_crates(count)}"


SYNC = SyncTexts(
    title="À envoyer",
    pill_pending=lambda n: f"{n} à envoyer",
    pill_all_sent="Tout est envoyé",
    pending="à envoyer",
    received="reçus",
    safe="en lieu sûr",
    pending_help="Gardés sur ce téléphone, envoyés dès qu’il capte.",
    received_help="Arrivés au serveur de la coopérative.",
    safe_help="Recopiés dans la sauvegarde du serveur.",
    oldest=lambda age: f"Le plus ancien attend depuis {age}.",
    last_sync=lambda when: f"Dernier échange réussi : {when}.",
    evidence_waiting=lambda n: f"Photos, signatures, positions encore à envoyer : {n}.",
    evidence_refused=lambda n: f"Photos que le serveur ne peut pas lire, gardées ici : {n}.",
    never_synced="Aucun échange réussi depuis ce téléphone.",
    send_now="Envoyer maintenant",
    sending="Envoi en cours…",
    offline="Pas de réseau : tout est gardé, envoi dès que possible.",
    enrol_again="Inscrire de nouveau ce téléphone",
    problems={
        "pull-refused": "Vos saisies sont bien parties, mais la coordination a retiré ce téléphone.",
        "unknown-device": (
            "Ce téléphone n’est plus inscrit. Vos saisies sont gardées : demandez un code à la coordination."
        ),
        "revoked": "Ce téléphone a été retiré par la coordination. Vos saisies sont gardées : appelez-la.",
        "upgrade-required": (
            "Une version plus récente est nécessaire pour recevoir. Vos saisies partent quand même."
        ),
        "maintenance": "Le serveur est en entretien : nouvel essai tout à l’heure.",
        "rate": "Le serveur demande de patienter : nouvel essai dans une minute.",
        "timeout": "Le réseau est trop lent ici : nouvel essai tout à l’heure.",
        "envelope": (
            "Le serveur ne comprend pas ce téléphone. Vos saisies sont gardées : contactez la coordination."
        ),
    },
    other_problem="Le dernier échange n’a pas abouti. Vos saisies sont gardées ; nouvel essai bientôt.",
    review_title="À revoir",
    review_help="Reçus et gardés par le serveur, mais la coordination doit les relire.",
    review_line=lambda seq, reason: f"N° {seq} : {reason}",
    review_reasons={
        "not-json": "illisible",
        "duplicate-keys": "écrit deux fois",
        "missing-field": "incomplet",
        "bad-field": "une valeur n’est pas possible",
        "unknown-kind": "d’un genre inconnu du serveur",
        "unknown-version": "écrit par une version trop récente",
        "too-large": "trop long",
        "id-reused": "un autre porte le même numéro",
        "wrong-device": "écrit par un autre téléphone",
        "revoked": "écrit après le retrait du téléphone",
    },
    salvaged=lambda n: (
        f"La mémoire du téléphone était abîmée : {n} {_agreed(n, 'saisie')} {_agreed(n, 'sauvée')}."
    ),
)

COMMISSION = CommissionTexts(
    title="Mes commissions",
    none_title="Pas encore de commission",
    none_text=(
        "Dès qu’une caisse d’un autre est prise et déposée par vous, et que le "
        "téléphone a échangé avec le serveur, "
        "la ligne apparaît ici, avec son calcul."
    ),
    total="dus pour la période",
    estimate_note="Estimation tant que la période n’est pas close.",
    withheld=lambda amount: f"{amount} retenus en attendant une preuve",
    settled="Réglée",
    due="Due",
    withheld_word="Retenue",
    disputed_word="Contestée",
    why=lambda amount: f"Pourquoi {amount} ?",
    why_title="Pourquoi ?",
    steps="Pas à pas",
    scans="Les preuves",
    proofs_elsewhere=lambda n: f"et {n} enregistrée{'s' if n > 1 else ''} par d’autres",
    tariff=lambda version: f"Barème {version}",
    crate_part=lambda proven, of: f"{proven} caisse{'s' if proven > 1 else ''} sur {of}",
    line_count=lambda n: f"{n} ligne{'s' if n > 1 else ''}",
    line_gone="Cette ligne n’est plus sur ce téléphone. Elle est peut-être regroupée dans un relevé.",
    dispute="Je conteste cette ligne",
    disputed="C’est noté et part avec vos saisies. Parlez-en avant la clôture du mois.",
    other_kind="Autre part du barème",
)

SETTINGS = SettingsTexts(
    title="Réglages",
    language="Langue",
    language_names={"fr": "Français", "en": "English"},
    text_size="Taille du texte",
    text_sizes={"1.0": "Normale", "1.3": "Grande", "1.6": "Très grande", "2.0": "Double"},
    theme="Couleurs",
    themes={"system": "Comme le téléphone", "light": "Clair", "dark": "Sombre"},
    phone="Ce téléphone",
    person="Inscrit pour",
    device="Numéro",
    server="Serveur",
    version="Version",
    update_wanted=lambda version: (
        f"Le serveur demande la version {version} ou une plus récente pour donner vos tournées."
        " Vos saisies partent quand même."
    ),
    practice="Bon à savoir",
    practice_lines=(
        "« Enregistré » s’affiche quand c’est écrit sur le téléphone. Vous pouvez l’éteindre aussitôt.",
        "Sans réseau, tout marche pareil. La pastille en haut compte ce qui reste à envoyer.",
        "Une erreur ? « Annuler » ajoute une correction ; rien n’est jamais effacé.",
        "Votre position n’est pas lue, et aucune photo n’est prise.",
    ),
)

FRENCH = Texts(
    common=COMMON,
    enrol=ENROL,
    round=ROUND,
    stop=STOP,
    sync=SYNC,
    rescue=RESCUE,
    commission=COMMISSION,
    settings=SETTINGS,
)

"""French: À envoyer."""

from mobile.texts.fr.counting import agreed
from mobile.texts.shape.sync import SyncTexts

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
        f"La mémoire du téléphone était abîmée : {n} {agreed(n, 'saisie')} {agreed(n, 'sauvée')}."
    ),
)

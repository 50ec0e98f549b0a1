"""French: Inscription."""

from mobile.texts.shape.enrol import EnrolTexts

ENROL = EnrolTexts(
    title="Inscription du téléphone",
    lead="Votre coordinateur ou coordinatrice vous donne un code, valable 10 minutes.",
    how=(
        "Scannez le QR de son écran, collez le lien reçu, ou tapez le code. Il faut du réseau cette fois "
        "seulement : ensuite la tournée se fait sans."
    ),
    code_label="Code ou lien d’inscription",
    code_hint="Coller ou taper ici",
    scan="Scanner le QR",
    stop_scanning="Fermer la caméra",
    aim="Visez le QR affiché sur l’écran de la coordination.",
    other_code="Ce QR n’est pas celui de l’inscription. Visez celui de la page « Ajouter un téléphone ».",
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
    errors={
        "wrong_code": "Ce code n’est pas le bon. Vérifiez-le, ou demandez-en un nouveau.",
        "expired_code": "Ce code a plus de 10 minutes : il ne sert plus. Demandez-en un nouveau.",
        "used_code": "Ce code a déjà servi. Par prudence il est annulé : demandez-en un nouveau.",
        "other_person": (
            "Ce code est celui de quelqu’un d’autre. Sur ce téléphone, ajoutez cette personne dans Réglages, "
            "« Qui tient ce téléphone »."
        ),
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

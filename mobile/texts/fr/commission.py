"""French: Mes commissions et « pourquoi ? »."""

from mobile.texts.shape.commission import CommissionTexts

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
    dispute_upheld=lambda because: f"Votre contestation est fondée. La coordination : « {because} »",
    dispute_rejected=lambda because: f"La ligne reste ainsi. La coordination : « {because} »",
    disputed="C’est noté et part avec vos saisies. Parlez-en avant la clôture du mois.",
    other_kind="Autre part du barème",
    dispute_why="Pourquoi contestez-vous cette ligne ?",
    dispute_label="Votre raison (facultatif)",
    dispute_hint="ce qui ne va pas",
    dispute_send="Contester cette ligne seulement",
    dispute_only="Les autres lignes suivent leur cours. La coordination décide : parlez-en avec elle.",
    dispute_withdraw="Je retire ma contestation",
    dispute_withdrawn="Contestation retirée.",
    dispute_reason="Votre raison",
)

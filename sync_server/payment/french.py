"""Payments in French: why an act is refused."""

from sync_server.payment.values import PaymentRefusal

REFUSALS = {
    PaymentRefusal.PERIOD_OPEN: "La période est encore ouverte : elle se paie une fois close.",
    PaymentRefusal.FOUR_EYES: (
        "Vous avez clos cette période : une autre personne doit faire le fichier de virements."
        " Deux personnes voient chaque paiement."
    ),
    PaymentRefusal.NO_CO_OP_ACCOUNT: "Notez d'abord le compte de la coopérative, dans « Banque et TVA ».",
    PaymentRefusal.NOBODY_TO_PAY: "Personne n'est à payer : il manque les comptes, ou rien n'est dû.",
    PaymentRefusal.DAY_PAST: "Le jour demandé à la banque est passé : choisissez aujourd'hui ou plus tard.",
    PaymentRefusal.RUN_UNKNOWN: "Ce fichier de virements n'existe pas.",
    PaymentRefusal.RUN_VOIDED: "Ce fichier est annulé : il n'est plus à envoyer.",
    PaymentRefusal.RUN_SENT: "Ce fichier est déjà à la banque : il ne s'annule plus ici.",
    PaymentRefusal.REASON_EMPTY: "Dites pourquoi vous l'annulez : votre raison reste avec le fichier.",
    PaymentRefusal.DAY_WRONG: "Ce jour ne va pas : écrivez-en un entre le fichier et aujourd'hui.",
    PaymentRefusal.NOTHING_OWED: "Cette personne ne doit rien pour cette période.",
}

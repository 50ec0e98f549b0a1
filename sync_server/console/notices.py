"""What the console says once something is done; the address carries the key, never the sentence."""

NOTICES = {
    "periode-close": "La période est close. Les relevés sont numérotés et ne changeront plus.",
    "periode-deja-close": "Cette période était déjà close : rien n'a changé.",
    "telephone-ajoute": "Le téléphone est en service.",
    "telephone-refuse": "L'ajout est annulé : le code ne sert plus.",
    "telephone-retire": "Le téléphone est retiré. Il ne reçoit plus rien dès maintenant.",
    "telephone-vole": "Le téléphone est déclaré volé. Ce qu'il enverra encore est gardé à part, non compté.",
    "tournees-pretes": "Les tournées sont prêtes : les téléphones les recevront à leur prochain envoi.",
    "tournees-inchangees": "Les tournées étaient déjà prêtes ainsi : rien n'a changé.",
    "lieu-corrige": "Le lieu est corrigé : les téléphones le recevront à leur prochain envoi.",
    "proposition-refusee": "Le lieu reste comme il est.",
    "proposition-decidee": "Cette proposition était déjà décidée, ou retirée : rien n'a changé.",
    "import-fait": "Les commandes sont importées : les lots et les caisses sont à jour.",
    "import-identique": "Ce fichier était déjà importé à l'identique : rien n'a changé.",
    "ecart-decide": "C'est décidé. Voici l'écart suivant.",
    "ecart-dernier": "C'est décidé. Il ne reste aucun écart ouvert.",
    "ecart-annule": "La décision est annulée. Si les faits le montrent encore, l'écart est à trancher.",
    "ecart-annule-deja": "Cette décision ne comptait déjà plus : rien n'a changé.",
    "contestation-tranchee": "C'est décidé : la ligne n'est plus gelée, et l'aidant lira votre raison.",
    "contestation-rouverte": "La décision est annulée : la ligne est de nouveau gelée.",
    "ecarts-acceptes": "Les écarts choisis sont laissés tels quels.",
}

"""What the imports say in French: why a file or a line is refused, what must be answered."""

from sync_server.imports.decode import MAX_FILE_BYTES
from sync_server.imports.faults import FileFault, FileRefused, Reject, RowFault
from sync_server.imports.interpret import Asked, Question
from sync_server.imports.naming import row_numbers_said
from sync_server.imports.sheet import MAX_ROWS

RIGHT_REPORT = (
    "Dans Open Food Network : Rapports > Rapports des commandes > « Totaux Cycle de Vente par Acheteur », "
    "au format CSV."
)

_FILE: dict[FileFault, str] = {
    FileFault.EMPTY: "Le fichier est vide.",
    FileFault.TOO_LARGE: f"Le fichier dépasse {MAX_FILE_BYTES // 2**20} Mo : exportez moins de cycles.",
    FileFault.TOO_MANY_ROWS: f"Le fichier dépasse {MAX_ROWS} lignes : exportez moins de cycles.",
    FileFault.WORKBOOK: "C'est un classeur de tableur : enregistrez-le au format CSV, puis importez ce CSV.",
    FileFault.ARCHIVE: "C'est une archive (zip) : ouvrez-la, puis importez le CSV qu'elle contient.",
    FileFault.PDF: f"C'est un PDF : il ne se lit pas sûrement. {RIGHT_REPORT}",
    FileFault.PICTURE: f"C'est une image : elle ne se lit pas. {RIGHT_REPORT}",
    FileFault.WEB_PAGE: (
        "C'est une page web, sans doute celle de connexion de la boutique : connectez-vous, puis exportez "
        "à nouveau au format CSV."
    ),
    FileFault.NOT_TEXT: "Ce n'est pas du texte lisible : exportez à nouveau au format CSV (UTF-8).",
    FileFault.MIXED_ENCODING: "Un caractère est abîmé : exportez à nouveau au format CSV (UTF-8).",
    FileFault.BROKEN_QUOTES: (
        "Cette ligne n'en finit pas, sans doute un guillemet jamais refermé : exportez à nouveau, ou "
        "corrigez-la."
    ),
    FileFault.NO_HEADER: f"Aucune ligne d'en-tête connue. {RIGHT_REPORT}",
    FileFault.REPORT_WITHOUT_PRODUCER: (
        f"Ce rapport ne dit pas de quel producteur vient chaque produit. {RIGHT_REPORT} "
        "Laissez la colonne du producteur affichée."
    ),
    FileFault.REPORT_WITHOUT_AMOUNT: (
        f"Ce rapport ne dit pas le montant de chaque produit. {RIGHT_REPORT} "
        "Laissez la colonne du montant affichée."
    ),
    FileFault.HIDDEN_COLUMN: "Cette colonne est masquée : affichez-la, puis exportez à nouveau.",
    FileFault.REPORT_WITHOUT_PLACE: (
        f"Ce rapport ne dit pas pour quelle boutique est chaque produit. {RIGHT_REPORT} "
        "Ou « Totaux par Producteur pour chaque boutique », colonne de la boutique affichée."
    ),
    FileFault.DOUBLE_COLUMN: "Cette colonne figure deux fois : gardez-en une seule.",
    FileFault.CURRENCY_NOT_EUR: "Les montants ne sont pas en euros : seuls les euros sont pris.",
    FileFault.NO_LINES: "Le fichier n'a aucune ligne de commande sous son en-tête.",
}
_ROW: dict[RowFault, str] = {
    RowFault.CELL_COUNT: (
        "nombre de cellules différent de l'en-tête (ligne coupée, ou séparateur dans un nom ou un montant)"
    ),
    RowFault.MISSING: "case vide",
    RowFault.HIDDEN_NAME: "nom masqué : exportez avec les droits du gestionnaire de la boutique",
    RowFault.BAD_AMOUNT: "ce n'est pas un montant",
    RowFault.AMBIGUOUS_AMOUNT: "montant ambigu : mille ou millièmes ? Écrivez deux décimales",
    RowFault.TOO_MANY_DECIMALS: "plus de deux décimales",
    RowFault.BAD_QUANTITY: "ce n'est pas une quantité",
    RowFault.BAD_DATE: "ce n'est pas une date (JJ/MM/AAAA)",
    RowFault.BAD_VAT: "ce n'est pas un taux de TVA",
    RowFault.TOO_LONG: "texte trop long",
    RowFault.NEGATIVE_TOTAL: "le total de ce producteur pour ce point et ce jour est négatif",
}


def refusal_sentence(refused: FileRefused) -> str:
    """Why nothing of a file is taken, where, and what to do."""
    where = [
        f"ligne {refused.row_no}" if refused.row_no else "",
        f"colonne « {refused.column} »" if refused.column else "",
    ]
    said = ", ".join(part for part in where if part)
    sentence = _FILE[refused.fault]
    return f"{said[0].upper()}{said[1:]} : {sentence}" if said else sentence


def reject_sentence(reject: Reject) -> str:
    """Why one line is not taken."""
    column = f", colonne « {reject.column} »" if reject.column else ""
    found = f" (« {reject.found} »)" if reject.found else ""
    return f"Ligne {reject.row_no}{column} : {_ROW[reject.fault]}{found}."


def question_sentence(question: Question) -> str:
    """What only a coordinator can say, with what is likely."""
    rows = f"ligne{'s' if len(question.row_numbers) > 1 else ''} {row_numbers_said(question.row_numbers)}"
    likely = f" Peut-être : {', '.join(question.suggestions)}." if question.suggestions else ""
    match question.asked:
        case Asked.PRODUCER:
            hints = f" (catalogue {', '.join(f'« {hint} »' for hint in question.hints)})"
            said = f"« {question.text} »{hints if question.hints else ''}"
            return f"Producteur inconnu {said}, {rows}. Lequel est-ce ?{likely}"
        case Asked.PLACE:
            return f"Point inconnu « {question.text} », {rows}. Lequel est-ce ?{likely}"
        case Asked.PICKUP_DATE:
            return f"Jour de distribution du cycle « {question.text} » ? ({rows})"
        case Asked.FILE_PLACE:
            return f"Pour quel point sont les commandes de ce fichier ?{likely}"
        case Asked.FILE_DATE:
            return "Quel est le jour de distribution de ce fichier ?"

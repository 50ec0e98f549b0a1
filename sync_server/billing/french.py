"""Billing in French: regimes as papers say them, and what is wrong with a field."""

from shared.words.format import format_rate
from shared.words.language import Language
from sync_server.billing.iban import IbanFault, iban_length
from sync_server.billing.reading import HOLDER_MAX, REFERENCE_MAX, BillingFault, FieldFault
from sync_server.billing.values import VatKind, VatTerms

FR = Language.FRENCH
REGIMES = {
    VatKind.REAL: "Régime réel",
    VatKind.FRANCHISE: "Franchise en base (293 B)",
    VatKind.FLAT_RATE: "Remboursement forfaitaire agricole",
    VatKind.OUTSIDE: "Hors champ de la TVA",
}
_MENTIONS = {
    VatKind.FRANCHISE: "TVA non applicable, art. 293 B du CGI",
    VatKind.FLAT_RATE: "remboursement forfaitaire agricole, aucune TVA facturée",
    VatKind.OUTSIDE: "hors champ de la TVA",
}
_FAULTS = {
    BillingFault.BIC_WRONG: "Ce BIC ne se lit pas : 8 ou 11 signes, comme AGRIFRPP847. Il peut rester vide.",
    BillingFault.HOLDER_EMPTY: "Écrivez le nom du titulaire, exactement comme sur le RIB.",
    BillingFault.HOLDER_TOO_LONG: f"Le nom du titulaire tient en {HOLDER_MAX} caractères.",
    BillingFault.HOLDER_CHARACTERS: "Le nom du titulaire contient un caractère illisible pour une banque.",
    BillingFault.REGIME_UNKNOWN: "Choisissez un régime : reel, franchise, forfaitaire ou hors_champ.",
    BillingFault.RATE_WRONG: "Au régime réel, écrivez le taux en pour cent, entre 0 et 30, comme 20 ou 5,5.",
    BillingFault.RATE_WITHOUT_REASON: "Un taux ne va qu'avec le régime réel : laissez-le vide.",
    BillingFault.DAY_WRONG: "Cette date ne se lit pas : écrivez-la comme 01/01/2026.",
    BillingFault.REFERENCE_EMPTY: "Écrivez la référence qui permet de retrouver le papier signé.",
    BillingFault.REFERENCE_TOO_LONG: f"La référence tient en {REFERENCE_MAX} caractères.",
    BillingFault.REFERENCE_CHARACTERS: "La référence contient un caractère qui ne s'imprime pas.",
    IbanFault.EMPTY: "Écrivez l'IBAN, tel qu'il est sur le RIB.",
    IbanFault.SHAPE: "Cet IBAN ne se lit pas : deux lettres, deux chiffres, puis lettres et chiffres.",
    IbanFault.COUNTRY: "Cet IBAN commence par un pays où un virement SEPA ne va pas.",
    IbanFault.KEY: "La clé de cet IBAN est fausse : un chiffre est mal recopié, ou deux sont inversés.",
}


def fault_sentence(fault: FieldFault, typed: str = "") -> str:
    """What is wrong, and what to write instead; `typed` is what was written."""
    if fault.code is IbanFault.LENGTH:
        return (
            f"Cet IBAN n'a pas la bonne longueur : il en faut {iban_length(typed)} caractères pour ce pays."
        )
    return _FAULTS[fault.code]


def regime_words(terms: VatTerms) -> str:
    """« Régime réel, 20 % »."""
    if terms.kind is None:
        return "Régime de TVA non renseigné"
    rate = f", {format_rate(terms.vat_bp, FR)}" if terms.kind is VatKind.REAL else ""
    return f"{REGIMES[terms.kind]}{rate}"


def vat_mention(terms: VatTerms) -> str:
    """What a paper says beside an amount: the rate, or why there is no VAT."""
    if terms.kind is VatKind.REAL:
        return f"TVA {format_rate(terms.vat_bp, FR)}"
    return "régime de TVA non renseigné, aucune TVA comptée" if terms.kind is None else _MENTIONS[terms.kind]

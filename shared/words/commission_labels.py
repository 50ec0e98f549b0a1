"""Labels of commissions: stages, kinds of lines, reasons, errors, and the choices and faults of a tariff."""

from collections.abc import Mapping
from enum import StrEnum

from shared.commission.explain_values import Rounding
from shared.commission.legs import Stage, WithheldReason
from shared.commission.line_values import CommissionErrorCode, LineKind
from shared.commission.tariff import (
    CrateWeights,
    HandoverSplit,
    PoolKey,
    Reach,
    TurnoverBase,
)
from shared.commission.tariff_faults import TariffFaultCode
from shared.words.language import Wording

COMMISSION_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    Stage: {
        Stage.COLLECTION: Wording("collecte vers la plateforme", "collection to the hub"),
        Stage.TRANSFER: Wording("transfert entre plateformes", "transfer between hubs"),
        Stage.DELIVERY: Wording("livraison au point", "delivery to the point"),
        Stage.DIRECT: Wording("trajet direct de la ferme au point", "direct way from farm to point"),
    },
    LineKind: {
        LineKind.COLLECTION: Wording("collecte vers la plateforme", "collection to the hub"),
        LineKind.TRANSFER: Wording("transfert entre plateformes", "transfer between hubs"),
        LineKind.DELIVERY: Wording("livraison au point", "delivery to the point"),
        LineKind.DIRECT: Wording("trajet direct de la ferme au point", "direct way from farm to point"),
        LineKind.KEEPER: Wording("part du point relais", "relay keeper's share"),
        LineKind.FLAT_CRATE: Wording("forfait par caisse", "flat amount per crate"),
        LineKind.FLAT_STOP: Wording("forfait par arrêt", "flat amount per stop"),
        LineKind.FLOOR: Wording("complément au minimum de la tournée", "top-up to the round's minimum"),
        LineKind.CAP: Wording("réduction au maximum de la tournée", "reduction to the round's maximum"),
        LineKind.POOL_IN: Wording("versement au pot commun", "payment into the pool"),
        LineKind.POOL_OUT: Wording("part du pot commun", "share of the pool"),
    },
    WithheldReason: {
        WithheldReason.START_UNPROVEN: Wording("collecte non enregistrée", "pickup not recorded"),
        WithheldReason.END_UNPROVEN: Wording("dépôt non enregistré", "drop not recorded"),
        WithheldReason.DISCREPANCY: Wording("écart à trancher", "open discrepancy"),
        WithheldReason.STAGE_OPEN: Wording(
            "caisse remise, pas encore déposée", "handed over, not yet dropped"
        ),
        WithheldReason.REPEATED_STAGE: Wording("trajet déjà payé pour cette caisse", "way already paid once"),
        WithheldReason.DISPUTED: Wording("ligne contestée", "disputed line"),
    },
    CommissionErrorCode: {
        CommissionErrorCode.NO_TARIFF: Wording(
            "aucun barème en vigueur à cette date", "no tariff in force on that day"
        ),
        CommissionErrorCode.NO_UNTAXED_TURNOVER: Wording(
            "chiffre d'affaires HT manquant", "turnover without VAT missing"
        ),
        CommissionErrorCode.UNKNOWN_CONSIGNMENT: Wording("lot inconnu", "unknown consignment"),
        CommissionErrorCode.UNBOUND_CRATE: Wording(
            "caisse sans lien avec ce lot", "crate not bound to this consignment"
        ),
        CommissionErrorCode.POOL_WITHOUT_CARRIER: Wording(
            "pot commun sans aucun trajet prouvé", "pool without any proven leg"
        ),
    },
    Rounding: {
        Rounding.EXACT: Wording("sans arrondi", "no rounding"),
        Rounding.UP: Wording("arrondi au centime supérieur", "rounded up to the cent"),
        Rounding.DOWN: Wording("arrondi au centime inférieur", "rounded down to the cent"),
    },
    TurnoverBase: {
        TurnoverBase.TTC: Wording("TTC", "incl. VAT"),
        TurnoverBase.HT: Wording("HT", "excl. VAT"),
    },
    CrateWeights: {
        CrateWeights.EQUAL: Wording("à parts égales", "in equal parts"),
        CrateWeights.GRAMS: Wording("selon le poids", "by weight"),
    },
    HandoverSplit: {
        HandoverSplit.EQUAL: Wording("à parts égales", "in equal parts"),
        HandoverSplit.DISTANCE: Wording("selon la distance", "by distance"),
    },
    PoolKey: {
        PoolKey.TURNOVER: Wording("chiffre d'affaires transporté", "turnover carried"),
        PoolKey.CRATES: Wording("caisses transportées", "crates carried"),
        PoolKey.GRAMS: Wording("poids transporté", "weight carried"),
        PoolKey.STOPS: Wording("arrêts faits", "stops made"),
    },
    Reach: {
        Reach.CONSIGNMENT: Wording("lot", "consignment"),
        Reach.ROUND: Wording("tournée", "round"),
        Reach.PERIOD: Wording("période", "period"),
    },
    TariffFaultCode: {
        TariffFaultCode.NOT_JSON: Wording("ce texte n'est pas du JSON", "this text is not JSON"),
        TariffFaultCode.NOT_AN_OBJECT: Wording("un objet JSON est attendu", "a JSON object is expected"),
        TariffFaultCode.MISSING: Wording("champ manquant", "missing field"),
        TariffFaultCode.FIELD_TWICE: Wording("champ écrit deux fois", "field written twice"),
        TariffFaultCode.UNKNOWN_FIELD: Wording("champ inconnu", "unknown field"),
        TariffFaultCode.NOT_WHOLE: Wording("un nombre entier est attendu", "a whole number is expected"),
        TariffFaultCode.OUT_OF_RANGE: Wording("nombre hors des limites", "number out of range"),
        TariffFaultCode.NOT_A_DATE: Wording(
            "une date AAAA-MM-JJ est attendue", "a date YYYY-MM-DD is expected"
        ),
        TariffFaultCode.UNKNOWN_CHOICE: Wording("choix inconnu", "unknown choice"),
        TariffFaultCode.NOT_TEXT: Wording("un texte est attendu", "a text is expected"),
        TariffFaultCode.BAD_VERSION: Wording(
            "lettres, chiffres, point, tiret seulement", "letters, digits, dot and dash only"
        ),
        TariffFaultCode.ABOVE_TURNOVER: Wording(
            "les taux dépassent 100 % du chiffre d'affaires", "the rates exceed 100% of the turnover"
        ),
        TariffFaultCode.FLOOR_ABOVE_CAP: Wording(
            "le minimum dépasse le maximum", "the minimum exceeds the maximum"
        ),
        TariffFaultCode.SAME_FIRST_DAY: Wording(
            "un autre barème commence ce jour-là", "another tariff begins that day"
        ),
        TariffFaultCode.VERSION_TAKEN: Wording("cette version existe déjà", "this version already exists"),
    },
}

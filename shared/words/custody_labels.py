"""Labels of custody and of the network: movements, incidents, discrepancies, scans, places, temperatures."""

from collections.abc import Mapping
from enum import StrEnum

from shared.custody.allocation import DoorState
from shared.custody.chain import Oddity
from shared.custody.codes import CodeFault
from shared.custody.discrepancies import DiscrepancyKind
from shared.custody.effective_time import TimeSource
from shared.custody.empties import Passage
from shared.custody.events import How, IncidentReason, Kind, QuarantineReason
from shared.custody.incident_proof import PhotoWhy
from shared.custody.rules import Act, ScanAnswer
from shared.network import PlaceRole, TemperatureClass
from shared.words.language import Wording

_CHAIN: dict[str, Wording] = {
    "double_claim": Wording("caisse prise par deux aidants", "crate taken by two helpers"),
    "double_drop": Wording("caisse déposée deux fois", "crate dropped twice"),
    "drop_without_pickup": Wording("dépôt sans collecte", "drop without pickup"),
    "handover_open": Wording("remise pas encore acceptée", "handover not accepted yet"),
    "handover_one_sided": Wording("remise confirmée d'un seul côté", "handover confirmed by one side only"),
    "moved_without_record": Wording("caisse déplacée sans trace", "crate moved without a record"),
}

CUSTODY_LABELS: dict[type[StrEnum], Mapping[StrEnum, Wording]] = {
    Oddity: {oddity: _CHAIN[oddity.value] for oddity in Oddity},
    Kind: {
        Kind.PICKUP: Wording("collecte", "pickup"),
        Kind.DROP: Wording("dépôt", "drop"),
        Kind.HANDOVER_GIVEN: Wording("remise donnée", "handover given"),
        Kind.HANDOVER_TAKEN: Wording("remise acceptée", "handover taken"),
        Kind.BIND: Wording("étiquette liée au lot", "label bound to the consignment"),
        Kind.EMPTIES: Wording("caisses vides", "empties"),
        Kind.TEMPERATURE: Wording("température", "temperature"),
        Kind.INCIDENT: Wording("incident", "incident"),
        Kind.SCAN_ODD: Wording("lecture inhabituelle", "odd scan"),
        Kind.ROUND_STARTED: Wording("début de tournée", "round started"),
        Kind.ROUND_CLOSED: Wording("fin de tournée", "round closed"),
        Kind.STOP_ARRIVED: Wording("arrivée à l'arrêt", "arrival at the stop"),
        Kind.STOP_LEFT: Wording("départ de l'arrêt", "departure from the stop"),
        Kind.PLACE_PROPOSED: Wording("lieu proposé", "place proposed"),
        Kind.DISPUTE: Wording("contestation", "dispute"),
        Kind.CORRECTION: Wording("rectification", "correction"),
        Kind.VOID: Wording("annulation", "void"),
        Kind.CLOCK: Wording("heure du serveur", "server time"),
        Kind.DECISION: Wording("décision de la coordination", "coordinator's decision"),
    },
    How: {
        How.QR: Wording("QR lu", "QR scanned"),
        How.TYPED: Wording("code saisi", "code typed"),
        How.TAPPED: Wording("touchée à l'écran", "tapped on the screen"),
        How.BULK: Wording("confirmée en lot", "confirmed in bulk"),
        How.HID: Wording("lecteur de codes", "barcode reader"),
        How.NFC: Wording("puce NFC", "NFC tag"),
    },
    IncidentReason: {
        IncidentReason.ABSENT: Wording("absent", "absent"),
        IncidentReason.CLOSED: Wording("relais fermé", "relay closed"),
        IncidentReason.FULL: Wording("relais plein", "relay full"),
        IncidentReason.BROKEN: Wording("casse", "broken"),
        IncidentReason.MISSING: Wording("manquant", "missing"),
        IncidentReason.EXTRA: Wording("en trop", "extra"),
        IncidentReason.TOO_WARM: Wording("trop chaud", "too warm"),
        IncidentReason.WRONG_PLACE: Wording("erreur de point", "wrong point"),
        IncidentReason.REFUSED: Wording("refusé", "refused"),
        IncidentReason.BREAKDOWN: Wording("panne", "breakdown"),
        IncidentReason.ROAD_CUT: Wording("route coupée", "road cut"),
        IncidentReason.LOCKER_BROKEN: Wording("casier hors service", "locker out of order"),
        IncidentReason.LABEL_UNREADABLE: Wording("étiquette illisible", "label unreadable"),
        IncidentReason.NOT_READY: Wording("pas prêt", "not ready"),
    },
    PhotoWhy: {
        PhotoWhy.DAMAGE_HAS_NO_WITNESS: Wording(
            "une photo dit à quel moment la casse a été vue, et sur qui elle ne retombe pas",
            "a photo tells when the damage was seen, and who is not to blame for it",
        ),
        PhotoWhy.REFUSAL_IS_DISPUTED: Wording(
            "une photo montre ce qui a été refusé : c'est ce que le producteur demandera",
            "a photo shows what was refused: the producer will ask for it",
        ),
        PhotoWhy.READING_FADES: Wording(
            "une photo du thermomètre garde la température, qui ne se vérifie plus après",
            "a photo of the thermometer keeps the reading, which cannot be checked afterwards",
        ),
        PhotoWhy.CODE_IS_LOST: Wording(
            "une photo de l'étiquette permet de retrouver à qui est la caisse",
            "a photo of the label lets somebody find out whose crate it is",
        ),
    },
    QuarantineReason: {
        QuarantineReason.NOT_JSON: Wording("message illisible", "unreadable message"),
        QuarantineReason.DUPLICATE_KEYS: Wording("champ écrit deux fois", "field written twice"),
        QuarantineReason.MISSING_FIELD: Wording("champ manquant", "missing field"),
        QuarantineReason.BAD_FIELD: Wording("champ mal rempli", "ill-filled field"),
        QuarantineReason.UNKNOWN_KIND: Wording("sorte de mouvement inconnue", "unknown kind of event"),
        QuarantineReason.UNKNOWN_VERSION: Wording("version inconnue", "unknown version"),
        QuarantineReason.TOO_LARGE: Wording("message trop long", "message too long"),
        QuarantineReason.ID_REUSED: Wording("identifiant déjà utilisé", "identifier already used"),
        QuarantineReason.WRONG_DEVICE: Wording("autre téléphone que l'expéditeur", "not the sender's phone"),
        QuarantineReason.REVOKED: Wording("téléphone révoqué", "revoked phone"),
    },
    DiscrepancyKind: {
        **{kind: _CHAIN[kind.value] for kind in DiscrepancyKind if kind.value in _CHAIN},
        DiscrepancyKind.WRONG_PLACE: Wording("dépôt à un lieu non prévu", "dropped at a place of no plan"),
        DiscrepancyKind.NOT_PICKED: Wording("caisse non collectée", "crate not picked up"),
        DiscrepancyKind.NOT_DROPPED: Wording("caisse non déposée", "crate not dropped"),
        DiscrepancyKind.UNKNOWN_CRATE: Wording("caisse inconnue", "unknown crate"),
        DiscrepancyKind.LABEL_BOUND_TWICE: Wording("étiquette liée à deux lots", "label of two consignments"),
        DiscrepancyKind.LABEL_NOT_BLANK: Wording("étiquette d'un autre lot", "label of another consignment"),
        DiscrepancyKind.LABEL_UNUSED: Wording(
            "étiquette liée, caisse jamais prise", "label bound, never taken"
        ),
        DiscrepancyKind.UNKNOWN_PLACE: Wording("lieu inconnu", "unknown place"),
        DiscrepancyKind.UNKNOWN_PERSON: Wording("personne inconnue", "unknown person"),
        DiscrepancyKind.UNPLANNED_ROUND: Wording("tournée hors plan", "unplanned round"),
        DiscrepancyKind.CLOCK_DOUBT: Wording("heure douteuse", "doubtful time"),
        DiscrepancyKind.FAR_FUTURE: Wording("date dans le futur", "date in the future"),
        DiscrepancyKind.TOO_MANY_CRATES: Wording("trop de caisses d'un coup", "too many crates at once"),
        DiscrepancyKind.TOO_MANY_FACTS: Wording("trop de constats en un jour", "too many records in one day"),
        DiscrepancyKind.COLD_CHAIN: Wording("chaîne du froid", "cold chain"),
        DiscrepancyKind.COMPARTMENT_TAKEN: Wording("casier pris deux fois", "compartment taken twice"),
        DiscrepancyKind.FOREIGN_AMENDMENT: Wording(
            "rectification par une autre personne", "correction by somebody else"
        ),
        DiscrepancyKind.OTHERS_PHONE: Wording("téléphone d'une autre personne", "somebody else's phone"),
        DiscrepancyKind.BODY_UNREADABLE: Wording("mouvement illisible", "unreadable event"),
    },
    ScanAnswer: {
        ScanAnswer.EXPECTED: Wording("attendu", "expected"),
        ScanAnswer.UNKNOWN: Wording("inconnu", "unknown"),
        ScanAnswer.WRONG_STOP: Wording("mauvais arrêt", "wrong stop"),
        ScanAnswer.ALREADY_DONE: Wording("déjà fait", "already done"),
    },
    Act: {Act.PICKUP: Wording("collecte", "pickup"), Act.DROP: Wording("dépôt", "drop")},
    CodeFault: {
        CodeFault.EMPTY: Wording("code vide", "empty code"),
        CodeFault.WRONG_LENGTH: Wording("un code a 8 caractères", "a code has 8 characters"),
        CodeFault.WRONG_CHARACTER: Wording("caractère impossible", "impossible character"),
        CodeFault.WRONG_CHECK: Wording("code mal recopié", "code mistyped"),
    },
    Passage: {
        Passage.FULL_IN: Wording("pleines déposées", "full, brought"),
        Passage.FULL_OUT: Wording("pleines emportées", "full, taken away"),
        Passage.EMPTY_IN: Wording("vides rapportées", "empty, brought back"),
        Passage.EMPTY_OUT: Wording("vides reprises", "empty, taken away"),
    },
    TimeSource: {
        TimeSource.ANCHORED: Wording("heure du serveur", "server time"),
        TimeSource.GPS: Wording("heure du GPS", "GPS time"),
        TimeSource.WALL: Wording("heure du téléphone", "phone's time"),
        TimeSource.CLAMPED: Wording("heure douteuse", "doubtful time"),
    },
    DoorState: {
        DoorState.FREE: Wording("libre", "free"),
        DoorState.OCCUPIED: Wording("occupé", "occupied"),
        DoorState.BROKEN: Wording("hors service", "out of order"),
    },
    PlaceRole: {
        PlaceRole.FARM: Wording("ferme", "farm"),
        PlaceRole.HUB: Wording("plateforme logistique", "hub"),
        PlaceRole.RELAY: Wording("point relais", "relay point"),
        PlaceRole.LOCKER: Wording("consigne", "locker bank"),
    },
    TemperatureClass: {
        TemperatureClass.AMBIENT: Wording("ambiant", "ambient"),
        TemperatureClass.CHILLED_8: Wording("frais, 8 °C au plus", "chilled, 8 °C at most"),
        TemperatureClass.CHILLED_4: Wording("frais, 4 °C au plus", "chilled, 4 °C at most"),
        TemperatureClass.CHILLED_3: Wording("frais, 3 °C au plus", "chilled, 3 °C at most"),
        TemperatureClass.MINCED_2: Wording("viande hachée, 2 °C au plus", "minced meat, 2 °C at most"),
        TemperatureClass.FROZEN: Wording("congelé, −18 °C au plus", "frozen, −18 °C at most"),
        TemperatureClass.HOT_63: Wording("chaud, 63 °C au moins", "hot, 63 °C at least"),
        TemperatureClass.MAKER: Wording("température du fabricant", "maker's temperature"),
    },
}

"""Everything the phone can say, as one type."""

from dataclasses import dataclass

from mobile.texts.shape.access import AccessTexts
from mobile.texts.shape.cargo import CargoTexts
from mobile.texts.shape.closing import ClosingTexts
from mobile.texts.shape.commission import CommissionTexts
from mobile.texts.shape.common import CommonTexts
from mobile.texts.shape.enrol import EnrolTexts
from mobile.texts.shape.evidence import EvidenceTexts
from mobile.texts.shape.handover import HandoverTexts
from mobile.texts.shape.incident import IncidentTexts
from mobile.texts.shape.load import LoadTexts
from mobile.texts.shape.locker import LockerTexts
from mobile.texts.shape.note import DeliveryNoteTexts
from mobile.texts.shape.place import PlaceTexts
from mobile.texts.shape.practice import PracticeTexts
from mobile.texts.shape.rescue import RescueTexts
from mobile.texts.shape.round import RoundTexts
from mobile.texts.shape.scan import ScanTexts
from mobile.texts.shape.settings import SettingsTexts
from mobile.texts.shape.stop import StopTexts
from mobile.texts.shape.sync import SyncTexts
from mobile.texts.shape.unplanned import UnplannedTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything the phone can say in one language."""

    common: CommonTexts
    enrol: EnrolTexts
    round: RoundTexts
    stop: StopTexts
    sync: SyncTexts
    rescue: RescueTexts
    commission: CommissionTexts
    settings: SettingsTexts
    scan: ScanTexts
    handover: HandoverTexts
    evidence: EvidenceTexts
    locker: LockerTexts
    place: PlaceTexts
    cargo: CargoTexts
    load: LoadTexts
    closing: ClosingTexts
    incident: IncidentTexts
    unplanned: UnplannedTexts
    note: DeliveryNoteTexts
    access: AccessTexts
    practice: PracticeTexts

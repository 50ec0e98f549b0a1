"""English, the second language of the app."""

from mobile.texts.catalogue import Texts
from mobile.texts.en.access import ACCESS
from mobile.texts.en.cargo import CARGO
from mobile.texts.en.closing import CLOSING
from mobile.texts.en.commission import COMMISSION
from mobile.texts.en.common import COMMON
from mobile.texts.en.enrol import ENROL
from mobile.texts.en.evidence import EVIDENCE
from mobile.texts.en.handover import HANDOVER
from mobile.texts.en.incident import INCIDENT
from mobile.texts.en.load import LOAD
from mobile.texts.en.locker import LOCKER
from mobile.texts.en.note import NOTE
from mobile.texts.en.place import PLACE
from mobile.texts.en.practice import PRACTICE
from mobile.texts.en.rescue import RESCUE
from mobile.texts.en.round import ROUND
from mobile.texts.en.scan import SCAN
from mobile.texts.en.settings import SETTINGS
from mobile.texts.en.stop import STOP
from mobile.texts.en.sync import SYNC
from mobile.texts.en.unplanned import UNPLANNED

ENGLISH = Texts(
    common=COMMON,
    enrol=ENROL,
    round=ROUND,
    stop=STOP,
    sync=SYNC,
    rescue=RESCUE,
    commission=COMMISSION,
    settings=SETTINGS,
    scan=SCAN,
    handover=HANDOVER,
    evidence=EVIDENCE,
    locker=LOCKER,
    place=PLACE,
    cargo=CARGO,
    load=LOAD,
    closing=CLOSING,
    incident=INCIDENT,
    unplanned=UNPLANNED,
    note=NOTE,
    access=ACCESS,
    practice=PRACTICE,
)

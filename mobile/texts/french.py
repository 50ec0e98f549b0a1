"""French, the first language of the app."""

from mobile.texts.catalogue import Texts
from mobile.texts.fr.access import ACCESS
from mobile.texts.fr.cargo import CARGO
from mobile.texts.fr.closing import CLOSING
from mobile.texts.fr.commission import COMMISSION
from mobile.texts.fr.common import COMMON
from mobile.texts.fr.enrol import ENROL
from mobile.texts.fr.evidence import EVIDENCE
from mobile.texts.fr.handover import HANDOVER
from mobile.texts.fr.incident import INCIDENT
from mobile.texts.fr.load import LOAD
from mobile.texts.fr.locker import LOCKER
from mobile.texts.fr.note import NOTE
from mobile.texts.fr.place import PLACE
from mobile.texts.fr.practice import PRACTICE
from mobile.texts.fr.rescue import RESCUE
from mobile.texts.fr.round import ROUND
from mobile.texts.fr.scan import SCAN
from mobile.texts.fr.settings import SETTINGS
from mobile.texts.fr.stop import STOP
from mobile.texts.fr.sync import SYNC
from mobile.texts.fr.unplanned import UNPLANNED

FRENCH = Texts(
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

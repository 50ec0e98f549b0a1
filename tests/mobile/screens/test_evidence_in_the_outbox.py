"""« À envoyer » says how many photos, signatures and positions wait, and which the server cannot read."""

import asyncio

from mobile.actions.attaching import Attached
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.store.evidence import note_refused
from shared.custody.events import IncidentReason
from tests.builders_evidence import HERE, a_photo, a_signature
from tests.mobile.screens.conftest import Person


def test_evidence_is_counted_beside_the_facts(bruno: Person) -> None:
    hands = bruno.hands
    shown = Attached(position=HERE, photos=(a_photo(),), signature=a_signature())
    intent = RecordIncident(hands.intent(), IncidentReason.BROKEN, attached=shown)
    record_incident(intent, hands.store, hands.clock, hands.randomness)
    with hands.store.writing() as connection:
        name = connection.exec_driver_sql("SELECT name FROM evidence WHERE kind = 'photo'").scalar_one()
        note_refused(connection, name)

    async def look() -> None:
        async with bruno.opens_the_app("/outbox") as app:
            assert app.says("1 à envoyer")
            assert app.says("Photos, signatures, positions encore à envoyer : 2.")
            assert app.says("Photos que le serveur ne peut pas lire, gardées ici : 1.")

    asyncio.run(look())

"""What the people of these stories do with packs, and where the facts then are."""

from mobile.actions.rescue_make import Entrusted, EntrustFacts, Form, entrust_facts
from mobile.actions.rescue_take import (
    TakeInOutcome,
    TakePacksIn,
    take_packs_in,
)
from mobile.store.carried import CarriedState, carried_packs
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import Phone


def entrusted(phone: Phone, form: Form = Form.FILE) -> Entrusted:
    made = entrust_facts(EntrustFacts(form), phone.store, phone.clock, phone.randomness)
    assert isinstance(made, Entrusted)
    return made


def take_in(carrier: Phone, raw: bytes) -> TakeInOutcome:
    return take_packs_in(TakePacksIn(raw), carrier.store, carrier.clock, carrier.randomness)


def states(carrier: Phone) -> list[CarriedState]:
    return [pack.state for pack in carried_packs(carrier.store)]


def bodies_of(phone: Phone) -> list[str]:
    with phone.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT body FROM logged_fact ORDER BY seq").scalars())


def bodies_held(scene: Scene, phone: Phone) -> list[str]:
    """What the server holds of one phone's facts, in the order it took them."""
    assert phone.store.enrolment is not None
    device = phone.store.enrolment.device_id
    return [
        row[0]
        for row in scene.server.rows_of(f"SELECT body FROM event WHERE device = '{device}' ORDER BY pk")
    ]

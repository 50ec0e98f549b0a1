"""A cache on the way may answer with what was said of another pack: nothing was said of this one."""

import httpx

from mobile.store.carried import CarriedState
from mobile.sync.outcome import Synced
from shared.sync.rescue import RescueReply, RescueStatus
from tests.mobile.sync.bad_network import a_page
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.rescue.carrying import bodies_held, bodies_of, entrusted, states, take_in
from tests.mobile.sync.world import Phone


def test_an_answer_to_another_pack_says_nothing_of_this_one(scene: Scene, bruno: Phone, chloe: Phone) -> None:
    chloe.sync()
    take_in(chloe, entrusted(bruno).raw)
    carry = scene.network.handle_request
    of_another = RescueReply(pack="0" * 64, status=RescueStatus.RECEIVED, safe=True)
    page = a_page(200, of_another.model_dump_json(), "application/json")

    def a_cache_answers(request: httpx.Request) -> httpx.Response:
        return page(request) if request.url.path == "/v1/rescue" else carry(request)

    scene.network.handle_request = a_cache_answers
    assert isinstance(chloe.sync(), Synced)
    assert states(chloe) == [CarriedState.WAITING]
    scene.network.handle_request = carry
    chloe.sync()
    assert states(chloe) == [CarriedState.RECEIVED]
    assert bodies_held(scene, bruno) == bodies_of(bruno)

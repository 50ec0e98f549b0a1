"""A phone's stretch sealed, and a colleague's phone that hands it over."""

from typing import Any

from shared.sync.protocol import LogPush
from shared.sync.rescue import PACK_MEDIA_TYPE, PackLabel
from shared.sync.rescue_pack import SealedPack, seal_pack, secret_of_token
from tests.builders import PhoneByHand


def sealed(lost: PhoneByHand, first: int = 1, last: int | None = None, **changed: Any) -> SealedPack:
    """Positions `first` to `last` of a phone's log, sealed by it; `changed` are lies."""
    log = LogPush.model_validate(lost.stretch(first, last) | changed)
    label = PackLabel(device=lost.device_id, name="Alice", first=log.first, facts=len(log.events))
    return seal_pack(log, label, secret_of_token(lost.token))


def post_pack(carrier: PhoneByHand, raw: bytes, media_type: str = PACK_MEDIA_TYPE) -> Any:
    """The HTTP answer to these bytes."""
    headers = {"Authorization": f"Bearer {carrier.token}", "Content-Type": media_type}
    return carrier.server.client.post("/v1/rescue", content=raw, headers=headers)


def hand_over(carrier: PhoneByHand, pack: SealedPack) -> dict[str, Any]:
    """What became of the pack."""
    answer = post_pack(carrier, pack.raw)
    assert answer.status_code == 200, answer.text
    reply = answer.json()
    assert reply.pop("pack") == pack.digest
    return reply

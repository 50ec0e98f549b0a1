"""Enrolment against the real server: the digits, the token, and every way it can fail."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mobile.actions.enrol_phone import (
    Claimed,
    EnrolFailure,
    Enrolled,
    Offer,
    OfferFault,
    StillWaiting,
    claim_enrolment,
    poll_enrolment,
    read_offer,
)
from mobile.store.database import Store, open_store
from mobile.store.enrolment import Enrolment
from mobile.store.reference import me
from mobile.store.rounds import rounds_known
from mobile.sync.http_peer import HttpPeer
from mobile.sync.outcome import Synced
from sync_server.accounts.enrolment import confirm_enrolment, open_enrolment, refuse_enrolment
from sync_server.db.session import begin
from tests.builders import ServerInProcess, a_server
from tests.builders_phone import HELPER
from tests.mobile.sync.bad_network import BadNetwork, a_page
from tests.mobile.sync.world import SERVER_URL, a_co_op, phone_on


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerInProcess]:
    with a_server(tmp_path / "server", enrolment_tries=1000) as running:
        a_co_op(running)
        yield running


@pytest.fixture
def peer(server: ServerInProcess) -> HttpPeer:
    return HttpPeer(server.client, SERVER_URL)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "phone")


def opened(server: ServerInProcess, person_id: str = HELPER) -> tuple[int, Offer]:
    with begin(server.runtime.database) as session:
        made = open_enrolment(session, person_id, "C01", server.clock.at_ms, server.runtime.random_bytes)
    return made.id, Offer(SERVER_URL, made.code)


def test_a_phone_is_let_in_once_both_screens_show_the_same_digits(
    server: ServerInProcess, peer: HttpPeer, store: Store
) -> None:
    number, offer = opened(server)
    claimed = claim_enrolment(offer, peer, store, "Téléphone de Bruno")
    assert isinstance(claimed, Claimed)
    assert poll_enrolment(claimed, peer, store) == StillWaiting()
    with begin(server.runtime.database) as session:
        assert confirm_enrolment(session, number, claimed.match, server.clock.at_ms)
    assert poll_enrolment(claimed, peer, store) == Enrolled(HELPER)
    assert poll_enrolment(claimed, peer, store) == Enrolled(HELPER)
    phone = phone_on(store, server.client)
    assert isinstance(phone.sync(), Synced)
    assert len(rounds_known(store)) == 1
    told = me(store)
    assert told is None or told.person_id == HELPER


class StaleCache(httpx.BaseTransport):
    """A cache on the way that gives everybody the first answer to an address it saw."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self._seen: dict[str, bytes] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path not in self._seen:
            answer = self._inner.handle_request(request)
            answer.read()
            self._seen[request.url.path] = answer.content
        content = self._seen[request.url.path]
        return httpx.Response(200, headers={"Content-Type": "application/json"}, content=content)


def let_in(server: ServerInProcess, peer: HttpPeer, store: Store, person_id: str) -> Claimed:
    number, offer = opened(server, person_id)
    claimed = claim_enrolment(offer, peer, store, f"Téléphone de {person_id}")
    assert isinstance(claimed, Claimed)
    with begin(server.runtime.database) as session:
        assert confirm_enrolment(session, number, claimed.match, server.clock.at_ms)
    return claimed


def test_a_phone_never_takes_the_credential_that_a_cache_kept_of_another(
    server: ServerInProcess, peer: HttpPeer, store: Store, tmp_path: Path
) -> None:
    other = open_store(tmp_path / "other")
    brunos = let_in(server, peer, store, HELPER)
    adas = let_in(server, peer, other, "P001")
    with httpx.Client(transport=StaleCache(BadNetwork(server))) as client:
        cached = HttpPeer(client, SERVER_URL)
        assert poll_enrolment(brunos, cached, store) == Enrolled(HELPER)
        assert poll_enrolment(adas, cached, other) is EnrolFailure.NOT_OUR_SERVER
    assert other.enrolment is None
    assert poll_enrolment(adas, peer, other) == Enrolled("P001")


def test_an_answer_lost_on_the_way_can_be_asked_again(server: ServerInProcess, store: Store) -> None:
    network = BadNetwork(server)
    network.answers_to_lose = 1
    with httpx.Client(transport=network) as client:
        bad = HttpPeer(client, SERVER_URL)
        _, offer = opened(server)
        assert claim_enrolment(offer, bad, store, "Téléphone") is EnrolFailure.SERVER_UNREACHABLE
        assert isinstance(claim_enrolment(offer, bad, store, "Téléphone"), Claimed)


def test_a_second_phone_claiming_the_code_kills_it_for_both(
    server: ServerInProcess, peer: HttpPeer, store: Store, tmp_path: Path
) -> None:
    _, offer = opened(server)
    first = claim_enrolment(offer, peer, store, "Téléphone")
    thief = open_store(tmp_path / "thief")
    assert claim_enrolment(offer, peer, thief, "Téléphone") is EnrolFailure.USED_CODE
    assert isinstance(first, Claimed)
    assert poll_enrolment(first, peer, store) is EnrolFailure.REFUSED
    assert store.enrolment is None


def test_each_refusal_has_its_reason(server: ServerInProcess, peer: HttpPeer, store: Store) -> None:
    assert claim_enrolment(Offer(SERVER_URL, "nobody"), peer, store, "T") is EnrolFailure.WRONG_CODE
    number, offer = opened(server)
    claimed = claim_enrolment(offer, peer, store, "T")
    assert isinstance(claimed, Claimed)
    with begin(server.runtime.database) as session:
        refuse_enrolment(session, number)
    assert poll_enrolment(claimed, peer, store) is EnrolFailure.REFUSED
    _, late = opened(server)
    server.clock.forward(s=601)
    assert claim_enrolment(late, peer, store, "T") is EnrolFailure.EXPIRED_CODE


def test_a_server_that_does_not_answer_and_a_stranger_are_told_apart(
    server: ServerInProcess, store: Store
) -> None:
    network = BadNetwork(server)
    with httpx.Client(transport=network) as client:
        bad, offer = HttpPeer(client, SERVER_URL), Offer(SERVER_URL, "x")
        network.is_down = True
        assert claim_enrolment(offer, bad, store, "T") is EnrolFailure.SERVER_UNREACHABLE
        network.is_down = False
        network.instead(a_page())
        assert claim_enrolment(offer, bad, store, "T") is EnrolFailure.NOT_OUR_SERVER


def test_a_phone_enrolled_again_keeps_its_own_name(
    server: ServerInProcess, peer: HttpPeer, store: Store
) -> None:
    names: list[str] = []
    for _ in range(2):
        number, offer = opened(server)
        claimed = claim_enrolment(offer, peer, store, "Téléphone")
        assert isinstance(claimed, Claimed)
        with begin(server.runtime.database) as session:
            confirm_enrolment(session, number, claimed.match, server.clock.at_ms)
        poll_enrolment(claimed, peer, store)
        assert isinstance(store.enrolment, Enrolment)
        names.append(store.enrolment.device_id)
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("text", "default_url", "read"),
    [
        ('{"url":"https://a.example","code":"xyz","exp":1}', None, Offer("https://a.example", "xyz")),
        (' {"url":"https://a.example/","code":"xyz"}\n', None, Offer("https://a.example", "xyz")),
        ("https://a.example/enrol#code=xyz", None, Offer("https://a.example", "xyz")),
        ("https://a.example/enrol?code=xyz", None, Offer("https://a.example", "xyz")),
        ("https://a.example:8443/enrol#xyz", None, Offer("https://a.example:8443", "xyz")),
        ("xy z", "https://a.example", Offer("https://a.example", "xyz")),
        ('{"url":"http://127.0.0.1:8000","code":"x"}', None, Offer("http://127.0.0.1:8000", "x")),
        ("xyz", None, OfferFault.NO_ADDRESS),
        ("", "https://a.example", OfferFault.UNREADABLE),
        ("{broken", None, OfferFault.UNREADABLE),
        ('["https://a.example"]', None, OfferFault.NO_ADDRESS),
        ('{"url":"http://a.example","code":"x"}', None, OfferFault.INSECURE_ADDRESS),
        ('{"url":"ftp://a.example","code":"x"}', None, OfferFault.UNREADABLE),
        ('{"url":"https://moi:secret@a.example","code":"x"}', None, OfferFault.UNREADABLE),
        ('{"url":"https://a.example","code":' + "[" * 900, None, OfferFault.UNREADABLE),
        ("https://a.example/enrol", None, OfferFault.UNREADABLE),
        ("https://[broken#code=x", None, OfferFault.UNREADABLE),
    ],
)
def test_an_offer_is_read_from_a_qr_a_link_or_a_typed_code(
    text: str, default_url: str | None, read: Offer | OfferFault
) -> None:
    assert read_offer(text, default_url) == read


def test_a_code_for_somebody_else_does_not_put_their_facts_into_this_persons_log(
    server: ServerInProcess, peer: HttpPeer, store: Store
) -> None:
    bruno = Enrolment(SERVER_URL, "d_00000000aa", HELPER, "token")
    store.save_enrolment(bruno)
    number, offer = opened(server, "P004")
    claimed = claim_enrolment(offer, peer, store, "phone")
    assert isinstance(claimed, Claimed)
    with begin(server.runtime.database) as session:
        assert confirm_enrolment(session, number, claimed.match, server.clock.at_ms)
    assert poll_enrolment(claimed, peer, store) is EnrolFailure.OTHER_PERSON
    assert store.enrolment == bruno

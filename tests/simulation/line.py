"""The line between a phone and the server: an httpx transport that loses, doubles, delays, cuts and lies."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import httpx

from tests.simulation.faults import Fault, Tally
from tests.simulation.times import DAY_MS, HOUR_MS, TrueTime

Answer = Callable[[httpx.Request], httpx.Response]
PostLater = Callable[[int, "Letter"], None]
NextFault = Callable[[], Fault | None]
PORTAL_HTML = b"<!doctype html><title>Wi-Fi gratuit</title><p>Acceptez les conditions</p>"
OK = 200
NO_CONTENT = 204
EVIDENCE = "/v1/blobs/"
RESCUE = "/v1/rescue"
CACHED_MOST = 24
JSON_TYPE = {"Content-Type": "application/json"}
# There is nothing to cut or to spell otherwise in a request that only looks.
OF_THE_BODY = frozenset({Fault.REQUEST_CUT, Fault.EVENTS_CUT, Fault.OLDER_CLIENT})
LATE_AFTER_MS = (1_000, HOUR_MS, DAY_MS, 3 * DAY_MS)


@dataclass(frozen=True, slots=True)
class Letter:
    """A request as bytes: it can be delivered again, days later."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def request(self) -> httpx.Request:
        """A fresh request with these bytes."""
        headers = [(name, value) for name, value in self.headers if name.lower() != "content-length"]
        return httpx.Request(self.method, self.url, headers=headers, content=self.content)


class FaultyLine(httpx.BaseTransport):
    """Carries a phone's requests to `answer`, through whatever `next_fault` says."""

    def __init__(  # noqa: PLR0917 - what a line is made of
        self,
        answer: Answer,
        time: TrueTime,
        chance: random.Random,
        tally: Tally,
        next_fault: NextFault,
        post_later: PostLater,
        cache: list[httpx.Response],
        page_rows: int | None = None,
    ) -> None:
        self._answer = answer
        self._time = time
        self._chance = chance
        self._tally = tally
        self._next_fault = next_fault
        self._post_later = post_later
        self._page_rows = page_rows
        # What a cache on the way has seen, of this phone and of others.
        self._cache = cache

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange; an answer, or an error of the network."""
        letter = Letter(
            request.method, str(request.url), tuple(request.headers.multi_items()), request.read()
        )
        if self._page_rows is not None and letter.url.endswith("/v1/sync"):
            letter = _rewritten(letter, self._ask_for_less)
        self._time.forward(self._chance.randrange(60, 2_500))
        fault = self._next_fault()
        if fault is None:
            return self._deliver(letter)
        if fault in OF_THE_BODY and not letter.content:
            fault = Fault.REQUEST_LOST
        self._tally.happened(fault)
        return self._go_wrong(fault, letter)

    def _go_wrong(self, fault: Fault, letter: Letter) -> httpx.Response:  # noqa: C901, PLR0911, PLR0912 - one table
        match fault:
            case Fault.REQUEST_LOST:
                raise self._lost()
            case Fault.REPLY_LOST:
                self._deliver(letter)
                raise self._lost()
            case Fault.DUPLICATE:
                first = self._deliver(letter)
                second = self._deliver(letter)
                return self._chance.choice((first, second))
            case Fault.LATE:
                return self._late(letter)
            case Fault.REQUEST_CUT:
                return self._deliver(self._cut_short(letter))
            case Fault.EVENTS_CUT | Fault.OLDER_CLIENT if EVIDENCE in letter.url or RESCUE in letter.url:
                return self._deliver(self._spoilt(letter))
            case Fault.EVENTS_CUT:
                return self._deliver(_rewritten(letter, self._cut_events))
            case Fault.REPLY_CUT:
                return self._cut_reply(self._deliver(letter))
            case Fault.PORTAL_PAGE:
                return _plain(200, {"Content-Type": "text/html"}, PORTAL_HTML)
            case Fault.PORTAL_JSON:
                return self._strange_json()
            case Fault.SERVER_ERROR:
                return self._chance.choice((_broken_server, _maintenance, _bad_gateway))()
            case Fault.TOO_LARGE:
                return _problem(413, "too-large")
            case Fault.TOO_MANY:
                return _problem(429, "rate", str(self._chance.randrange(1, 120)))
            case Fault.SLOW:
                self._time.forward(self._chance.randrange(16_000, 29_000))
                return self._deliver(letter)
            case Fault.OLDER_CLIENT:
                return self._deliver(_rewritten(letter, _as_an_older_client))
            case Fault.NEWER_SERVER:
                return self._as_a_newer_server(self._deliver(letter))
            case _:
                return self._deliver(letter)

    def _deliver(self, letter: Letter) -> httpx.Response:
        answer = self._answer(letter.request())
        raw = b"".join(cast(httpx.ByteStream, answer.stream))
        if answer.status_code in (OK, NO_CONTENT):
            self._cache.append(_again(answer, raw))
            del self._cache[:-CACHED_MOST]
        return _again(answer, raw)

    def _lost(self) -> httpx.TransportError:
        if self._chance.random() < 0.5:
            return httpx.ConnectError("no route")
        self._time.forward(self._chance.randrange(10_000, 30_000))
        return httpx.ReadTimeout("nothing came")

    def _late(self, letter: Letter) -> httpx.Response:
        """The bytes arrive again later; now they arrive too, or only later."""
        self._post_later(self._chance.choice(LATE_AFTER_MS), letter)
        if self._chance.random() < 0.5:
            return self._deliver(letter)
        raise self._lost()

    def _cut_short(self, letter: Letter) -> Letter:
        """Only the beginning arrives."""
        kept = letter.content[: self._chance.randrange(len(letter.content))]
        return Letter(letter.method, letter.url, letter.headers, kept)

    def _spoilt(self, letter: Letter) -> Letter:
        """One byte of what is no JSON changes on the way."""
        content = bytearray(letter.content)
        content[self._chance.randrange(len(content))] ^= 0x55
        return Letter(letter.method, letter.url, letter.headers, bytes(content))

    def _ask_for_less(self, asked: dict[str, Any]) -> None:
        asked["max_rows"] = min(asked["max_rows"], self._page_rows or 0)

    def _cut_events(self, asked: dict[str, Any]) -> None:
        """A middle box loses or changes a fact, and the rest still reads well."""
        log = cast(dict[str, Any], asked.get("log") or {})
        events = cast(list[str], log.get("events") or [])
        if events:
            at = self._chance.randrange(len(events))
            if self._chance.random() < 0.5:
                del events[at]
            else:
                events[at] = events[at].replace('"n":', '"n":1', 1)

    def _cut_reply(self, answer: httpx.Response) -> httpx.Response:
        raw = b"".join(cast(httpx.ByteStream, answer.stream))
        if self._chance.random() < 0.3:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
        kept = raw[: self._chance.randrange(len(raw))] if raw else raw
        return _again(answer, kept)

    def _strange_json(self) -> httpx.Response:
        """A stranger's JSON, or an old answer of ours, to this phone or another."""
        if self._cache and self._chance.random() < 0.8:
            old = self._chance.choice(self._cache)
            return _again(old, b"".join(cast(httpx.ByteStream, old.stream)))
        return _plain(OK, JSON_TYPE, b'{"status":"welcome","nonce":"bm90IG91cnM="}')

    def _as_a_newer_server(self, answer: httpx.Response) -> httpx.Response:
        raw = b"".join(cast(httpx.ByteStream, answer.stream))
        if answer.status_code != OK:
            return _plain(answer.status_code, dict(answer.headers), raw)
        packed = answer.headers.get("Content-Encoding") == "gzip"
        reply = json.loads(gzip.decompress(raw) if packed else raw)
        reply["epoch"] = {"of": "tomorrow"}
        for part in ("log", "pull"):
            if isinstance(reply.get(part), dict):
                reply[part]["hint"] = [1, 2]
        return _plain(OK, JSON_TYPE, json.dumps(reply, ensure_ascii=False).encode())


def _rewritten(letter: Letter, change: Callable[[dict[str, Any]], None]) -> Letter:
    packed = any(name.lower() == "content-encoding" for name, _ in letter.headers)
    asked = json.loads(gzip.decompress(letter.content) if packed else letter.content)
    change(asked)
    headers = tuple(pair for pair in letter.headers if pair[0].lower() != "content-encoding")
    return Letter(letter.method, letter.url, headers, json.dumps(asked).encode())


def _as_an_older_client(asked: dict[str, Any]) -> None:
    """It neither told its clock nor how many rows it takes, and said an older version."""
    asked.pop("clk", None)
    asked.pop("max_rows", None)
    asked["app"] = "0.0.9"


def _again(answer: httpx.Response, raw: bytes) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(raw))


def _plain(status: int, headers: dict[str, str], content: bytes) -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


def _problem(status: int, slug: str, retry_after: str | None = None) -> httpx.Response:
    body = json.dumps({"type": f"urn:relais:problem:{slug}", "title": slug, "status": status}).encode()
    headers = {"Content-Type": "application/problem+json"}
    return _plain(status, headers | ({} if retry_after is None else {"Retry-After": retry_after}), body)


def _broken_server() -> httpx.Response:
    return _problem(500, "error")


def _maintenance() -> httpx.Response:
    return _problem(503, "maintenance", "10")


def _bad_gateway() -> httpx.Response:
    return _plain(502, {"Content-Type": "text/html"}, b"<h1>502 Bad Gateway</h1>")

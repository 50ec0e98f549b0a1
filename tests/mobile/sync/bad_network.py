"""Networks that misbehave between a real phone and the real server."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx

from tests.builders import ServerInProcess

Answer = Callable[[httpx.Request], httpx.Response]


class BadNetwork(httpx.BaseTransport):
    """Carries requests to the server, loses answers, or answers in the server's place."""

    def __init__(self, server: ServerInProcess) -> None:
        self._server = server
        self.is_down = False
        self.answers_to_lose = 0
        self.pages_before_down: int | None = None
        self.answers_instead: list[Answer] = []
        self.carried: list[httpx.Request] = []
        self.refuses_facts: Answer | None = None
        self.limits_said: Answer | None = None
        self.limits_asked = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.pages_before_down is not None:
            self.pages_before_down -= 1
            if self.pages_before_down < 0:
                self.is_down, self.pages_before_down = True, None
        if self.is_down:
            raise httpx.ConnectError("no route to the server", request=request)
        request.read()
        if request.url.path == "/v1/version":
            self.limits_asked += 1
            if self.limits_said is not None:
                return self.limits_said(request)
        if self.answers_instead:
            return self.answers_instead.pop(0)(request)
        if self.refuses_facts and request.content and sent(request)["log"]["events"]:
            return self.refuses_facts(request)
        self.carried.append(request)
        answer = self._server.client.request(
            request.method, request.url.path, content=request.content, headers=request.headers
        )
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise httpx.ReadTimeout("the answer was lost", request=request)
        # Already inflated on the way here.
        kept = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
        return httpx.Response(answer.status_code, headers=kept, content=answer.content)

    def instead(self, *answers: Answer) -> None:
        """These come in the server's place, in this order."""
        self.answers_instead.extend(answers)


def sent(request: httpx.Request) -> dict[str, Any]:
    """The request's JSON, compressed or not."""
    raw = request.content
    return json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)


def a_problem(status: int, slug: str, **headers: str) -> Answer:
    """A problem+json answer."""
    content = {"type": f"urn:relais:problem:{slug}", "title": slug, "status": status}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(
        status, json=content, headers={"Content-Type": "application/problem+json", **named}
    )


def a_page(status: int = 200, body: str = "<html>Bienvenue</html>", kind: str = "text/html") -> Answer:
    """What a captive portal answers."""
    return lambda _: httpx.Response(status, content=body.encode(), headers={"Content-Type": kind})

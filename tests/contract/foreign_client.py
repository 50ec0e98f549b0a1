"""A client of relais/1 written from the contract alone: it shares no code with our programs.

It needs a token and anything that speaks HTTP; hashes, ids and cursors are its own.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx


class ForeignLog:
    """A log: its bodies, and the hash after each."""

    def __init__(self, number: int) -> None:
        self.id = str(UUID(int=(number << 64) | 0x4000_8000_0000_0000_0000))
        self.bodies: list[str] = []
        self.hashes = [hashlib.sha256(self.id.encode("ascii")).digest()]

    def add(self, body: str) -> int:
        """Appends a body; its position."""
        self.bodies.append(body)
        self.hashes.append(hashlib.sha256(self.hashes[-1] + body.encode()).digest())
        return len(self.bodies)

    def stretch(self, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """The `log` member of a request for positions `first` to `last`."""
        last = len(self.bodies) if last is None else last
        return {
            "id": self.id,
            "first": first,
            "prev": self.hashes[first - 1].hex(),
            "head": self.hashes[last].hex(),
            "events": self.bodies[first - 1 : last],
        }


@dataclass
class ForeignPhone:
    """A phone of that client."""

    http: httpx.Client
    token: str
    device: str
    person: str
    now_ms: int
    log: ForeignLog = field(default_factory=lambda: ForeignLog(1))
    recorded: int = 0
    asked: int = 0

    def fields(self, kind: Any = "incident", **more: Any) -> dict[str, Any]:
        """The members of a body; a value of `...` leaves its name out."""
        self.recorded += 1
        stamp = self.now_ms + self.recorded
        body = {
            "v": 1,
            "id": str(UUID(int=(stamp << 80) | (0x7 << 76) | (0b10 << 62) | self.recorded)),
            "kind": kind,
            "actor": self.person,
            "device": self.device,
            "app": "1.0.0",
            "clk": {"wall": stamp, "boot": 88_000_000 + self.recorded, "bk": "9f3c"},
            "n": self.recorded,
        }
        return {name: value for name, value in (body | more).items() if value is not ...}

    def body(self, kind: Any = "incident", **more: Any) -> str:
        """A body as text."""
        return json.dumps(self.fields(kind, **more), ensure_ascii=False)

    def records(self, *bodies: str) -> None:
        """Appends bodies to its log, or one that says nothing much."""
        for each in bodies or (self.body(),):
            self.log.add(each)

    def request(self, log: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """A whole request with a fresh nonce."""
        self.asked += 1
        asked: dict[str, Any] = {
            "proto": 1,
            "nonce": base64.b64encode(b"nonce%d" % self.asked).decode(),
            "app": "1.0.0",
            "clk": {"wall": self.now_ms, "boot": 1, "bk": "9f3c"},
            "cursor": None,
            "max_rows": 500,
        }
        return asked | ({} if log is None else {"log": log}) | more

    def post(self, content: bytes, **headers: str | None) -> httpx.Response:
        """Raw bytes to the one address of a round trip; a header of None is not sent."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | headers
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.http.post("/v1/sync", content=content, headers=kept)

    def sync(self, log: dict[str, Any] | None = None, *, zipped: bool = False, **more: Any) -> dict[str, Any]:
        """A round trip that must succeed, believed only as the contract says."""
        asked = self.request(log, **more)
        raw = json.dumps(asked).encode()
        encoding = "gzip" if zipped else None
        answer = self.post(gzip.compress(raw) if zipped else raw, **{"Content-Encoding": encoding})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].partition(";")[0] == "application/json"
        assert answer.headers["cache-control"] == "no-store"
        said = answer.json()
        assert said["nonce"] == asked["nonce"]
        assert {"server_time", "pull", "blobs", "notice"} <= set(said)
        return said

    def push(self, first: int = 1, last: int | None = None) -> dict[str, Any]:
        """What became of a stretch of its log."""
        return self.sync(self.log.stretch(first, last))["log"]

    def rows(self, max_rows: int = 500, cursor: str | None = None) -> tuple[dict[str, Any], str, int]:
        """All rows in pages of that size, the last cursor, and how many pages it took."""
        held: dict[str, Any] = {}
        for pages in range(1, 1000):
            page = self.sync(cursor=cursor, max_rows=max_rows)["pull"]
            assert len(page["rows"]) <= max_rows
            if page["status"] == "reset":
                held = {}
            for row in page["rows"]:
                held[f"{row['t']}/{row['k']}"] = None if row.get("x") else row["d"]
            cursor = page["cursor"]
            if not page["more"]:
                return {name: row for name, row in held.items() if row is not None}, page["cursor"], pages
        raise AssertionError("the pages never end")


def opened(cursor: str) -> list[str]:
    """The parts of a cursor: 1, pos, seen, sixteen digits of the feed's hash at seen, the scope's version."""
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(".")


def closed(parts: list[str]) -> str:
    """A cursor of such parts."""
    return base64.urlsafe_b64encode(".".join(parts).encode()).decode().rstrip("=")


def slug(answer: httpx.Response) -> tuple[int, str]:
    """Status and slug of a refusal."""
    assert answer.headers["content-type"].partition(";")[0] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]

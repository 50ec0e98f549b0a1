"""Cases against the real application: spoilt requests of a phone, and what it may never answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import event

from shared.custody.events import Kind
from shared.sync.protocol import PAGE_MAX_BYTES, PUSH_MAX_EVENTS
from tests.builders import PhoneByHand, ServerInProcess
from tests.builders_phone import FARM, HELPER, HUB, ROUND
from tests.mobile.sync.world import CARRIER, a_co_op
from tests.reliability.fuzz.mutations import deflated, spoil_bytes, spoil_json, spoil_text, written
from tests.reliability.fuzz.parsers import CODES, spoilt_body, spoilt_cursor
from tests.reliability.postgres.phones_at_work import a_stranger

# Thrice what the largest honest push takes; a statement is the unit of work here, not a second.
STATEMENTS_MAX = 400
# The reply's envelope around a page.
REPLY_MAX_BYTES = PAGE_MAX_BYTES + 200_000
HEADERS = (
    "Content-Type",
    "Content-Encoding",
    "Authorization",
    "Accept-Encoding",
    "X-Forwarded-For",
    "Accept",
)
JSON_TYPES = ("application/json", "application/problem+json")


@dataclass
class Door:
    """The application with two phones of helpers and one of a stranger, and all that it answered."""

    server: ServerInProcess
    phones: list[PhoneByHand] = field(default_factory=list[PhoneByHand])
    statuses: Counter[int] = field(default_factory=Counter[int])
    history: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    statements: int = 0
    statements_max: int = 0

    def __post_init__(self) -> None:
        a_co_op(self.server, len(CODES))
        self.phones = [self.server.add_phone(person) for person in (HELPER, CARRIER)]
        self.phones.append(a_stranger(self.server))
        for engine in {self.server.runtime.database.writer, self.server.runtime.database.reader}:
            event.listen(engine, "before_cursor_execute", self._count)
        for phone in self.phones:
            phone.record(Kind.PICKUP, crates=CODES[:3], place_id=FARM, round_id=ROUND, how="qr")
            phone.record(Kind.DROP, crates=CODES[:3], place_id=HUB, round_id=ROUND, how="qr")
            phone.push()

    def a_request(self, chance: Random) -> None:
        """One request spoilt somewhere between the fact and the last byte of the envelope."""
        phone = chance.choice(self.phones)
        content, headers = spoilt_request(phone, chance)
        self.statements = 0
        answer = self.server.client.post("/v1/sync", content=content, headers=as_bytes(headers))
        self.statements_max = max(self.statements_max, self.statements)
        self.statuses[answer.status_code] += 1
        self.history.append((answer.status_code, sha256(answer.content).hexdigest()))
        assert answer.status_code < 500, answer.text
        assert answer.headers["content-type"].partition(";")[0] in JSON_TYPES, answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert self.statements <= STATEMENTS_MAX, f"{self.statements} statements"
        assert len(answer.content) <= REPLY_MAX_BYTES
        if answer.status_code == 200:
            self._check_scope(answer.json(), headers.get("Authorization", ""))

    def a_pull(self, chance: Random) -> None:
        """A cursor spoilt, or another phone's: rows of the own scope alone."""
        phone = chance.choice(self.phones)
        honest = chance.choice([each.cursor for each in self.phones])
        asked = phone.request(cursor=spoilt_cursor(chance, honest), max_rows=chance.choice((0, 1, 7, 500)))
        answer = phone.post(asked)
        assert answer.status_code in (200, 400, 422), answer.text
        if answer.status_code == 200:
            self._check_scope(answer.json(), f"Bearer {phone.token}")
            phone.cursor = answer.json()["pull"]["cursor"]

    def scope_of(self, phone: PhoneByHand) -> set[tuple[str, str]]:
        """The rows this phone may have, by the audiences as the database names them."""
        own = {"all", f"person:{phone.person_id}"}
        own |= {
            f"round:{round_id}"
            for (round_id,) in self.server.rows_of(
                f"SELECT id FROM round WHERE helper_person_id = '{phone.person_id}'"
            )
        }
        names = {str(key): name for key, name in self.server.rows_of("SELECT id, name FROM audience")}
        return {
            (t, k)
            for t, k, ids in self.server.rows_of("SELECT t, k, audience_ids FROM pull_row")
            if own & {names[key] for key in ids.split(",") if key}
        }

    def _check_scope(self, reply: dict[str, Any], authorization: str) -> None:
        rows = {(row["t"], row["k"]) for row in reply["pull"]["rows"]}
        if rows:
            [phone] = [each for each in self.phones if authorization.split()[-1:] == [each.token]]
            assert rows <= self.scope_of(phone), rows - self.scope_of(phone)

    def _count(self, *_: object) -> None:
        self.statements += 1


def spoilt_request(phone: PhoneByHand, chance: Random) -> tuple[bytes, dict[str, str]]:
    """Content and headers of a sync that is wrong somewhere: a fact, a member, a byte, a header."""
    asked = phone.request(_a_log(phone, chance), cursor=spoilt_cursor(chance, phone.cursor))
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"}
    where = chance.randrange(5)
    if where == 0:
        asked = spoil_json(asked, chance)
    content = written(asked, chance).encode("utf-8", "surrogatepass")
    if where == 1:
        content = spoil_bytes(content, chance)
    if chance.random() < 0.3:
        content = deflated(content, chance)
        headers["Content-Encoding"] = "gzip"
        if where == 2:
            content = spoil_bytes(content, chance)
    if where == 3:
        name = chance.choice(HEADERS)
        spoilt = spoil_text(headers.get(name, "gzip"), chance).encode("latin-1", "replace").decode("latin-1")
        # What no HTTP library would let through as a header.
        headers[name] = "".join(each for each in spoilt if each >= " " and each != "\x7f").strip()
    return content, headers


def as_bytes(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as they travel, characters beyond ASCII included."""
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def _a_log(phone: PhoneByHand, chance: Random) -> dict[str, Any] | None:
    """A stretch of the phone's log with new bodies, spoilt but well chained; or the wrong stretch of it."""
    if chance.random() < 0.1:
        return None
    for _ in range(chance.choice((0, 1, 1, 3, 30))):
        phone.record_text(spoilt_body(chance, phone.device_id, phone.person_id))
    # A server would refuse to index what no text can hold; a phone cannot send it either.
    phone.bodies[:] = [body.encode("utf-8", "replace").decode() for body in phone.bodies]
    first = max(1, len(phone.bodies) - chance.randint(0, 40))
    stretch = phone.stretch(first, min(len(phone.bodies), first + PUSH_MAX_EVENTS - 1))
    return spoil_json(stretch, chance) if chance.random() < 0.15 else stretch

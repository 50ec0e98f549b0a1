"""A co-op that has worked for a week, the roles that ask, and canaries some of them must never see."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from shared.custody.events import Evidence, Kind
from shared.custody.evidence import reference_to
from sync_server.accounts.console_sessions import open_console_session
from sync_server.accounts.enrolment import open_enrolment
from sync_server.accounts.rights import ConsoleRole
from sync_server.accounts.tables import Coordinator
from sync_server.app import app_on
from sync_server.commission.open_rows import refresh_lines
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.publish import publish_consignments, publish_places, publish_rounds
from tests.builders import PhoneByHand, ServerInProcess
from tests.reliability.api_fuzz.asking import Answered, Door
from tests.reliability.api_fuzz.routes import Route
from tests.sync_server.console.world import (
    COLLECTION,
    DELIVERY,
    FARM_OAKS,
    GARDENS,
    GROCERY,
    MILL,
    OAKS,
    PASSWORD_ARGON2,
    RIVERS,
    Friday,
)

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "TRUNCATE")
# What a visit leaves behind without changing anything: when its session was last used.
NO_CHANGE = "console_session"
HTTP_OK = 200
OAKS_CENTS = 7_654_321
_ACCOUNTS = "SELECT id, roles, person_id, disabled_ms FROM coordinator"


class Role(StrEnum):
    """Who asks. A neighbour is another producer, who tries every id of the first; the last three sign in."""

    ANONYMOUS = "anonymous"
    PRODUCER = "producer"
    NEIGHBOUR = "neighbour"
    REVOKED = "revoked"
    COORDINATOR = "coordinator"
    TREASURER = "treasurer"
    RELAY_KEEPER = "relay keeper"
    FARM = "farm"


@dataclass(frozen=True, slots=True)
class ConsoleAccount:
    """An account of the console behind a role: its id, its place in the co-op, who it is in the network."""

    user_id: str
    role: ConsoleRole
    person_id: str | None = None


ACCOUNTS = {
    Role.COORDINATOR: ConsoleAccount("C01", ConsoleRole.COORDINATOR),
    Role.TREASURER: ConsoleAccount("C81", ConsoleRole.TREASURER),
    # Keeps the grocery, whose crates are everybody's; has a farm of no lots.
    Role.RELAY_KEEPER: ConsoleAccount("C82", ConsoleRole.KEEPER, GARDENS),
    Role.FARM: ConsoleAccount("C83", ConsoleRole.PRODUCER, RIVERS),
}


@dataclass(frozen=True, slots=True)
class Canary:
    """A text as it would show, in any of its spellings, and who may be shown it."""

    spellings: tuple[str, ...]
    shown_to: frozenset[Role]


@dataclass
class Stage:
    """The server, the phones behind the roles, and what a request makes it do."""

    server: ServerInProcess
    friday: Friday = field(init=False)
    door: Door = field(init=False)
    phones: dict[Role, PhoneByHand] = field(default_factory=dict[Role, PhoneByHand])
    tokens: dict[Role, str] = field(default_factory=dict[Role, str])
    spare_device: str = ""
    dispute_id: str = ""
    proposal_id: str = ""
    evidence_name: str = "ab" * 32
    enrolment_code: str = ""
    claim: str = "a" * 43
    file_id: str = "0" * 32
    statements: int = 0
    writes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.friday = Friday(self.server)
        self.friday.is_driven(left_behind=1)
        self.friday.two_helpers_drop_one_crate()
        self._dispute()
        self._plant_canaries()
        self.door = Door(app_on(self.server.runtime))
        self.phones[Role.NEIGHBOUR] = self.server.add_phone(OAKS)
        self.phones[Role.NEIGHBOUR].record(
            Kind.INCIDENT,
            place_id=FARM_OAKS,
            data={"note": "canari-note-chênes"},
            evidence=Evidence(photos=(reference_to(self.evidence_name),)),
        )
        self.phones[Role.NEIGHBOUR].push()
        self.phones[Role.REVOKED] = self.server.add_phone(GARDENS)
        self.server.revoke(self.phones[Role.REVOKED].device_id)
        self.bring_back_roles()
        self._open_enrolment()
        tables = self.server.rows_of(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if self.server.runtime.database.is_sqlite
            else "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        )
        counts = ", ".join(f"(SELECT count(*) FROM {row.name})" for row in tables if row.name != NO_CHANGE)
        self._everything = f"SELECT {counts}, seq, fh FROM feed_head"
        for engine in {self.server.runtime.database.writer, self.server.runtime.database.reader}:
            event.listen(engine, "before_cursor_execute", self._watch)

    def bring_back_roles(self) -> None:
        """A coordinator may sign out or take phones away: the roles are filled again."""
        active = {row.id for row in self.server.rows_of("SELECT id FROM device WHERE status = 'active'")}
        for role, person in ((Role.PRODUCER, RIVERS), (Role.NEIGHBOUR, OAKS)):
            phone = self.phones.get(role)
            if phone is None or phone.device_id not in active:
                self.phones[role] = self.server.add_phone(person)
                self.phones[role].record(Kind.STOP_ARRIVED, place_id=FARM_OAKS)
        if self.spare_device not in active:
            self.spare_device = self.server.add_phone(GARDENS).device_id
        self._sign_in_again()

    def _sign_in_again(self) -> None:
        """Accounts as they were, each with its session: a coordinator may have closed or signed one out."""
        accounts = {
            row.id: (row.roles, row.person_id, row.disabled_ms) for row in self.server.rows_of(_ACCOUNTS)
        }
        held = {row.token_sha256 for row in self.server.rows_of("SELECT token_sha256 FROM console_session")}
        for role, account in ACCOUNTS.items():
            wanted = (account.role.value, account.person_id, None)
            token = self.tokens.get(role, "")
            if accounts.get(account.user_id) == wanted and sha256(token.encode()).hexdigest() in held:
                continue
            runtime = self.server.runtime
            with begin(runtime.database) as session:
                user = session.get(Coordinator, account.user_id) or Coordinator(
                    id=account.user_id, name=role, login=role, password_argon2=PASSWORD_ARGON2
                )
                user.roles, user.person_id, user.disabled_ms = wanted
                session.add(user)
                session.flush()
                self.tokens[role] = open_console_session(
                    session, user.id, runtime.random_bytes, runtime.now_ms(), is_factor_shown=True
                )

    def note_answer(self, route: Route, answered: Answered) -> None:
        """What an answer gives away for the next request: a claim, a file that waits; and what it took."""
        if route.path == "/v1/enrol" and answered.status == HTTP_OK:
            self.claim = json.loads(answered.content)["claim"]
            self._open_enrolment()
        _, is_preview, file_id = answered.header("location").partition("/imports/apercu/")
        if is_preview:
            self.file_id = file_id.partition("#")[0]
        if route.is_console and not route.only_looks:
            self.bring_back_roles()

    def _dispute(self) -> None:
        """A helper disputes the first of his lines, and says what is not so of a place."""
        helper = self.friday.phones[MILL]
        line_key = next(key for (table, key) in helper.pull_all() if table == "line")
        self.dispute_id = helper.record(Kind.DISPUTE, data={"line": line_key, "because": "trop peu"})
        said = {"note": "Sonner à droite"}
        self.proposal_id = helper.record(Kind.PLACE_PROPOSED, place_id=GROCERY, data=said)
        helper.push()

    def _open_enrolment(self) -> None:
        runtime = self.server.runtime
        with begin(runtime.database) as session:
            opened = open_enrolment(session, GARDENS, "C01", runtime.now_ms(), runtime.random_bytes)
        self.enrolment_code = opened.code

    def fingerprint(self) -> tuple[Any, ...]:
        """The head of the feed and how much every table holds."""
        return tuple(self.server.rows_of(self._everything)[0])

    def forget_work(self) -> None:
        """Counts from here."""
        self.statements, self.writes = 0, []

    def canaries(self) -> Iterable[Canary]:
        """Everything that must not come to light, and before whom it may."""
        coordinator = frozenset({Role.COORDINATOR})
        oaks = coordinator | {Role.NEIGHBOUR}
        rivers = coordinator | {Role.PRODUCER, Role.FARM}
        # A treasurer sees everybody's money and nobody's crates, a keeper the crates that come to his relay.
        keeper, treasurer = frozenset({Role.RELAY_KEEPER}), frozenset({Role.TREASURER})
        inside = oaks | rivers | keeper | treasurer
        yield Canary(("canari-lot-chênes", "canari-lot-ch\\u00eanes"), oaks | keeper)
        yield Canary(("canari-note-chênes", "canari-note-ch\\u00eanes"), oaks)
        yield Canary(("canari-lot-rivières", "canari-lot-rivi\\u00e8res"), rivers | keeper)
        # The own statement tells a keeper what his part was reckoned from; his relay's page shows no amount.
        turnover = (str(OAKS_CENTS), "76 543,21", "76\u202f543,21", "76\xa0543,21")
        yield Canary(turnover, oaks | treasurer | keeper)
        yield Canary(("GAEC des Trois Rivières", "GAEC des Trois Rivi\\u00e8res"), inside)
        # Who noted a bank account is told to whoever pays it.
        yield Canary(("Camille Ferrand",), coordinator | treasurer)
        tokens = [*(phone.token for phone in self.phones.values()), *self.tokens.values()]
        for token in tokens:
            yield Canary((token, sha256(token.encode()).hexdigest()), frozenset())
        yield Canary((PASSWORD_ARGON2,), frozenset())
        yield Canary((str(self.server.runtime.settings.data_dir),), frozenset())

    def close(self) -> None:
        """Ends the door's loop."""
        self.door.close()

    def _plant_canaries(self) -> None:
        def plant(session: Session) -> None:
            connection = session.connection()
            for statement in (
                f"UPDATE consignment SET label = 'canari-lot-chênes', turnover_ttc_cents = {OAKS_CENTS}"
                f" WHERE producer_id = '{OAKS}'",
                f"UPDATE consignment SET label = 'canari-lot-rivières' WHERE producer_id = '{RIVERS}'",
                f"UPDATE place SET keeper_person_id = '{GARDENS}' WHERE id = '{GROCERY}'",
            ):
                connection.exec_driver_sql(statement)
            if not self.server.runtime.database.is_sqlite:
                # The lots were given their numbers by hand, of which PostgreSQL's own count knows nothing.
                connection.exec_driver_sql(
                    "SELECT setval(pg_get_serial_sequence('consignment', 'pk'), max(pk)) FROM consignment"
                )
            lots = connection.exec_driver_sql("SELECT pk, id FROM consignment").all()
            feed = lock_feed(session)
            publish_places(session, feed)
            publish_rounds(session, feed, [COLLECTION, DELIVERY])
            publish_consignments(session, feed, [id_ for _, id_ in lots])
            refresh_lines(session, feed, [pk for pk, _ in lots])

        self.server.change(plant)

    def _watch(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements += 1
        if statement.lstrip().upper().startswith(WRITES) and NO_CHANGE not in statement:
            self.writes.append(statement[:80])

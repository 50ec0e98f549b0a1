"""The diagnostics tell how the phone stands, and nothing of anybody."""

import asyncio

from mobile.actions.attaching import Attached
from mobile.actions.hold_phone import SetPin, set_pin
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.store.enrolment import Enrolment
from mobile.store.pulled import RowChange
from shared.custody.codes import print_code
from shared.custody.events import IncidentReason
from tests.builders_evidence import HERE, a_photo
from tests.builders_phone import a_person, a_place, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

FILE = "relais-diagnostic.txt"


def spoil_with_canaries(bruno: Person, codes: tuple[str, ...]) -> list[str]:
    """Every place a name, a code, a token, a position or a text may stand in; what must not come out."""
    store = bruno.hands.store
    store.save_enrolment(
        Enrolment("https://canary-server.example", "d_cafe000001", "P_CANARY", "CANARY-TOKEN")
    )
    rows = [
        *a_small_round(codes),
        a_person("P_CANARY", "CANARY-NAME"),
        a_place("R_CANARY", "CANARY-PLACE", "relay"),
        RowChange("notice", "n1", {"text_code": "CANARY-NOTICE", "args": ["CANARY-ARGUMENT"]}),
    ]
    give_rows(store, rows, cursor="CANARY-CURSOR")
    broken = RecordIncident(
        bruno.hands.intent(),
        IncidentReason.BROKEN,
        crates=(codes[0],),
        note="CANARY-NOTE",
        attached=Attached(position=HERE, photos=(a_photo(64),)),
    )
    record_incident(broken, store, bruno.clock, bruno.hands.randomness)
    bruno.hands.pick_up(*codes)
    set_pin(SetPin("271828"), store, bruno.clock, bruno.hands.randomness)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET last_problem = 'refused:CANARY-PROBLEM'")
        connection.exec_driver_sql("INSERT INTO quarantined_fact VALUES (1, 'CANARY-REASON', 1)")
        log_id = str(connection.exec_driver_sql("SELECT log_id FROM sync_state").scalar_one())
        ids = [str(each) for each in connection.exec_driver_sql("SELECT id FROM logged_fact").scalars()]
        names = [str(each) for each in connection.exec_driver_sql("SELECT name FROM evidence").scalars()]
    secrets = ["CANARY", "canary", "d_cafe000001", "271828", "argon2", log_id, *ids, *names, *codes]
    secrets += [print_code(code) for code in codes]
    secrets += [str(HERE.lat_e7), str(HERE.lon_e7), "47.12", bruno.clock.key, "Ajoncs", "Bruno"]
    return [*secrets, str(bruno.folder)]


def test_the_file_and_the_screen_hold_counts_and_no_canary(bruno: Person, eight: tuple[str, ...]):
    secrets = spoil_with_canaries(bruno, eight)

    async def tell() -> None:
        async with bruno.opens_the_app("/settings/diagnostics") as app:
            for digit in "271828":
                await app.tap(f"pin-{digit}")
            await app.go("/settings/diagnostics")
            shown = "\n".join(app.texts())
            await app.tap("save-diagnostics")
            assert app.says("Enregistré : relais-diagnostic.txt")
            text = bruno.files.saved[FILE].decode()
            for secret in secrets:
                assert secret not in text, secret
                assert secret not in shown, secret
            assert "pending: 2" in text
            assert "waiting: 2" in text
            assert "quarantined: ? 1" in text
            assert "last problem: ?:?" in text
            assert "code: yes" in text

    asyncio.run(tell())


def test_what_is_seen_is_what_is_given(bruno: Person):
    async def tell() -> None:
        async with bruno.opens_the_app("/settings/diagnostics") as app:
            await app.tap("save-diagnostics")
            lines = [
                line
                for line in bruno.files.saved[FILE].decode().splitlines()
                if line and not line.startswith("# ")
            ]
            # Free space moves between two readings, and signs are set for the eye: the names are the same.
            shown = [text.partition(":")[0] for text in app.texts() if ": " in text]
            names = [line.partition(":")[0] for line in lines]
            assert len(names) > 20
            assert shown[-len(names) :] == names

    asyncio.run(tell())


def test_a_file_that_was_not_saved_is_said(bruno: Person):
    bruno.files.refuses = True

    async def tell(app: HeadlessApp) -> None:
        await app.tap("save-diagnostics")
        assert app.says("n’a pas été enregistré")

    async def live() -> None:
        async with bruno.opens_the_app("/settings/diagnostics") as app:
            await tell(app)

    asyncio.run(live())

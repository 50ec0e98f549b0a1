"""The diagnostics tell how the phone stands, and nothing of anybody."""

import asyncio

import pytest

from mobile.actions.attaching import Attached
from mobile.actions.hold_phone import SetPin, set_pin
from mobile.actions.record_incident import RecordIncident, record_incident
from mobile.components.look import Look
from mobile.screens.diagnostics.values import Fixed
from mobile.screens.diagnostics.view import said_of
from mobile.store.carried_pack import CarriedState
from mobile.store.enrolment import Enrolment
from mobile.store.pulled import RowChange
from mobile.texts.catalogue import Texts
from mobile.texts.format import Format
from mobile.texts.french import FRENCH
from mobile.texts.languages import texts_for
from shared.custody.codes import print_code
from shared.custody.events import IncidentReason, QuarantineReason
from shared.words.language import Language
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
            assert app.says("À envoyer : 2")
            assert app.says("Code secret : oui")
            assert "code: yes" in text

    asyncio.run(tell())


def look_up(texts: Texts, name: str) -> str:
    return texts.practice.diagnostics_names[name]


def test_what_is_seen_is_what_is_given(bruno: Person):
    async def tell() -> None:
        async with bruno.opens_the_app("/settings/diagnostics") as app:
            await app.tap("save-diagnostics")
            lines = [
                line
                for line in bruno.files.saved[FILE].decode().splitlines()
                if line and not line.startswith("# ")
            ]
            # In fixed words for whoever compares two files, in the person's own on the screen: line by line.
            names = [look_up(FRENCH, line.partition(":")[0]) for line in lines]
            shown = [text.partition("\u00a0:")[0] for text in app.texts()]
            assert len(names) > 20
            assert [text for text in shown if text in names] == names

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


@pytest.mark.parametrize("language", list(Language))
def test_no_line_of_the_screen_is_left_in_the_files_words(language: Language):
    look = Look(texts_for(language), Format(language), 1.0)
    names = look.texts.practice.diagnostics_names
    assert names.keys() == FRENCH.practice.diagnostics_names.keys()
    fixed = [*(each.value for each in CarriedState), *(each.value for each in QuarantineReason)]
    fixed += ["fr", "en", "system", "light", "dark", "1.0", "no-network-timed-out", "revoked", "maintenance"]
    other = look.texts.practice.diagnostics_other
    assert [word for word in fixed if said_of(look, Fixed(word)) == other(word)] == []


def test_what_the_last_pass_met_is_told_in_words_and_in_the_file(bruno: Person):
    with bruno.hands.store.writing() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET last_problem = 'no-network-unreachable'")

    async def tell() -> None:
        async with bruno.opens_the_app("/settings/diagnostics") as app:
            assert app.says("Dernier empêchement : Pas de réseau")
            await app.tap("save-diagnostics")
            assert "last problem: no-network-unreachable" in bruno.files.saved[FILE].decode()

    asyncio.run(tell())

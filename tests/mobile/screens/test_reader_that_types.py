"""A reader that types beside the phone: heard on the screen shown, and never twice."""

from shared.custody.events import How
from tests.builders_labels import label_text
from tests.builders_phone import FARM, ROUND
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.scanning import SCAN_AT_THE_FARM, facts, story


async def read_by_a_reader(app: HeadlessApp, *texts: str) -> None:
    """Keys of a reader in the person's other hand, no field touched."""
    for text in texts:
        for key in (*text, "Enter"):
            stroke = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False}
            await app.page.session.dispatch_event(app.page._i, "keyboard_event", stroke)
    await app.settle()


def test_a_reader_is_heard_on_the_scanner_and_on_the_stop(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await read_by_a_reader(app, eight[0], label_text(eight[1]))
        assert app.says("2/8")
        await app.tap("scan")
        await read_by_a_reader(app, *eight[2:], eight[2])
        assert app.says("déjà scannée")
        assert app.says("8/8")
        await app.tap("record-scanned")

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)
    assert [(fact.crates, fact.how) for fact in facts(at_work)[:2]] == [
        ((eight[0],), How.HID.value),
        ((eight[1],), How.HID.value),
    ]
    assert [(set(fact.crates), fact.how) for fact in facts(at_work)[2:]] == [(set(eight[2:]), How.HID.value)]


def test_a_reader_that_writes_into_a_field_is_not_heard_twice(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        field_ = await app.type_text("crate-code", eight[0])
        await app.page.session.dispatch_event(field_._i, "focus", None)
        await read_by_a_reader(app, eight[0])
        assert app.says("0/8")
        await app.page.session.dispatch_event(field_._i, "blur", None)
        await read_by_a_reader(app, eight[0])
        assert app.says("1/8")

    story(at_work, SCAN_AT_THE_FARM, tell)


def test_a_field_that_left_the_screen_keeps_no_reader_waiting(at_work: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        field_ = await app.type_text("crate-code", "7K")
        await app.page.session.dispatch_event(field_._i, "focus", None)
        await app.tap("scan")
        await read_by_a_reader(app, eight[0])
        assert app.says("1/8")

    story(at_work, f"/stop/{ROUND}/{FARM}", tell)

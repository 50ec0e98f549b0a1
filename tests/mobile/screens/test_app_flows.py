"""The whole app without a client: a person's taps, from the first screen to the facts on the disk."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from mobile.store.history import newest_facts
from mobile.store.limits import keep_answer
from mobile.store.outbox import outbox_counts
from shared.custody.codes import print_code
from shared.custody.events import Kind
from shared.sync.protocol import VersionReply
from tests.builders_phone import FARM, HUB, ROUND, a_small_round, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person

AT_THE_FARM = f"/stop/{ROUND}/{FARM}"
AT_THE_HUB = f"/stop/{ROUND}/{HUB}"


def story(person: Person, route: str, tell: Callable[[HeadlessApp], Awaitable[None]]) -> None:
    """Open the app and live the story through."""

    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def kinds(person: Person) -> list[str]:
    """The kinds of facts on the phone, oldest first."""
    facts = reversed(newest_facts(person.hands.store, 50))
    return [logged.fact.kind.value for logged in facts if logged.fact is not None]


def test_a_phone_without_a_round_teaches_what_will_appear(bruno: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Pas de tournée aujourd’hui")
        assert app.says("dès que le téléphone capte")

    story(bruno, "/", tell)


def test_a_round_is_driven_by_its_main_button_alone(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        for button in ("start-round", "open-next", "record-all", "next-stop", "record-all", "back-to-round"):
            await app.tap(button)
        assert app.says("2/2")
        await app.tap("close-round")
        await app.tap("end-round")
        assert app.says("Tournée terminée. Merci !")

    story(bruno, "/", tell)
    assert kinds(bruno) == ["round_started", "pickup", "drop", "round_closed"]


def test_recorded_is_said_only_once_it_is_on_the_disk(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all", settle=False)
        assert not app.says("Enregistré")
        await app.settle()
        assert app.says("Enregistré à")
        assert outbox_counts(bruno.hands.store).pending == 1

    story(bruno, AT_THE_FARM, tell)


def test_two_taps_before_the_screen_changes_record_once(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all", settle=False)
        await app.tap("record-all", settle=False)
        await app.settle()

    story(bruno, AT_THE_FARM, tell)
    assert kinds(bruno) == [Kind.PICKUP.value]


def test_everything_but_two_crates_with_one_reason_takes_four_taps(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"crate-{eight[0]}")
        await app.tap(f"crate-{eight[4]}")
        assert app.says("2 caisses à part : pourquoi ?")
        await app.tap("reason-not_ready")
        assert app.says("Prendre 6 caisses, sauf 2")
        await app.tap("record-all")
        assert app.says("6 caisses prises, 2 mises à part")

    story(bruno, AT_THE_FARM, tell)
    assert kinds(bruno) == ["pickup", "incident"]


def test_the_rarer_reasons_are_one_tap_further(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"crate-{eight[0]}")
        assert "reason-road_cut" not in app.identifiers()
        await app.tap("reason-more")
        await app.tap("reason-road_cut")
        assert app.says("Prendre 7 caisses, sauf 1")

    story(bruno, AT_THE_FARM, tell)


def test_a_whole_group_is_set_aside_and_taken_back(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"group-{eight[0]}")
        assert app.says("8 caisses à part : pourquoi ?")
        await app.tap("take-back")
        assert app.says("Prendre les 8 caisses")

    story(bruno, AT_THE_FARM, tell)


def test_typed_codes_are_answered_each_in_its_own_words(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("crate-code", print_code(eight[0]))
        assert app.says("1 caisse prise")
        await app.type_and_enter("crate-code", eight[0])
        assert app.says(f"Caisse {print_code(eight[0])} : déjà fait")
        await app.type_and_enter("crate-code", "tomates")
        assert app.says("Ce n’est pas un code de caisse")
        await app.type_and_enter("crate-code", eight[1][:-1] + "Z")
        assert app.says("Un caractère est faux")

    story(bruno, AT_THE_FARM, tell)
    assert kinds(bruno)[0] == Kind.PICKUP.value


def test_dropping_what_was_never_taken_asks_why_or_lets_one_insist(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")
        assert app.says("8 caisses n’ont pas été prises sur ce téléphone")
        await app.tap("insist")
        assert app.says("8 caisses déposées")

    story(bruno, AT_THE_HUB, tell)
    assert kinds(bruno) == [Kind.DROP.value]


def test_undo_gives_the_crates_back_and_erases_nothing(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("record-all")
        await app.tap("undo")
        assert app.says("Prendre les 8 caisses")

    story(bruno, AT_THE_FARM, tell)
    assert kinds(bruno) == ["pickup", "void"]


def test_a_crate_recorded_earlier_can_still_be_corrected(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.hands.pick_up(*eight)
    bruno.clock.advance(3_600_000)

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"crate-{eight[3]}")
        assert app.says("Les 8 caisses enregistrées ensemble sont à refaire")
        await app.tap("correct")
        assert app.says("Prendre les 8 caisses")

    story(bruno, AT_THE_FARM, tell)


def test_back_leads_to_the_round(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.go_back()
        assert app.says("Ma tournée")

    story(bruno, AT_THE_FARM, tell)


def test_an_unknown_address_leads_home(bruno: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("Ma tournée")

    story(bruno, "/nowhere/at/all", tell)


def test_english_and_double_size_hold_on_every_screen_and_are_kept(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        await app.tap("choose-en")
        await app.tap("choose-2.0")
        await app.tap("choose-dark")
        assert app.says("Text size")
        assert app.page.theme_mode is ft.ThemeMode.DARK
        await app.tap("tab-home")
        assert app.says("My round")

    story(bruno, "/settings", tell)
    assert bruno.choices.kept["relais.language"] == "en"

    async def tell_again(app: HeadlessApp) -> None:
        assert app.says("My round")

    story(bruno, "/", tell_again)


def test_a_screen_that_cannot_be_drawn_says_so_and_the_others_go_on(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        model = app.conductor.pulse.stack[-1]
        model.draft = "no draft of this screen"
        await app.settle()
        assert app.says("Erreur d’affichage")
        await app.go("/settings")
        assert app.says("Réglages")

    story(bruno, AT_THE_FARM, tell)


def test_an_exception_in_an_intent_is_told_in_words_and_the_app_goes_on(
    bruno: Person, eight: tuple[str, ...]
):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        bruno.hands.store.close()
        await app.tap("record-all")
        assert any("Vos saisies sont conservées" in said for said in app.snack_bars())
        assert app.says("Prendre les 8 caisses")

    story(bruno, AT_THE_FARM, tell)


def test_what_another_screen_of_the_same_phone_records_shows_here(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))

    async def tell(app: HeadlessApp) -> None:
        assert app.says("0/8")
        bruno.hands.pick_up(*eight)
        app.conductor.phone.tell(None)
        await app.settle()
        assert app.says("8/8")

    story(bruno, AT_THE_FARM, tell)


def test_without_a_network_the_outbox_says_that_all_is_kept(bruno: Person, eight: tuple[str, ...]):
    give_rows(bruno.hands.store, a_small_round(eight))
    bruno.hands.pick_up(*eight)
    bruno.clock.advance(90 * 60_000)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("1 à envoyer")
        assert app.says("Le plus ancien attend depuis 1 h 30.")
        assert app.says("Aucun échange réussi depuis ce téléphone.")

    story(bruno, "/outbox", tell)


def test_a_server_that_asks_for_a_newer_version_is_told_in_the_settings(bruno: Person):
    store = bruno.hands.store
    enrolment = store.enrolment
    assert enrolment is not None
    said = VersionReply(app="9.1.0", min_app="9.0.0").model_dump_json()
    keep_answer(store, enrolment.server_url, said, bruno.clock.wall_ms())

    async def tell(app: HeadlessApp) -> None:
        assert app.says("Le serveur demande la version 9.0.0 ou une plus récente")

    story(bruno, "/settings", tell)

"""The end of a round on the whole app: figures, crates still aboard, estimates, undo."""

import asyncio
from collections.abc import Awaitable, Callable

from mobile.actions.record_pickup import RecordPickup, record_pickup
from mobile.actions.start_round import StartRound, start_round
from mobile.store.history import newest_facts
from mobile.store.pulled import RowChange
from shared.custody.codes import print_code
from shared.custody.events import Fact, Kind
from tests.builders_phone import FARM, HUB, RELAY, ROUND, a_small_round, crate_codes, give_rows
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.test_states import a_line

CLOSE = f"/round/{ROUND}/close"


def story(person: Person, tell: Callable[[HeadlessApp], Awaitable[None]], route: str = CLOSE) -> None:
    """Open the app and live the story through."""

    async def live() -> None:
        async with person.opens_the_app(route) as app:
            await tell(app)

    asyncio.run(live())


def facts(person: Person) -> list[Fact]:
    """The facts on the phone, oldest first."""
    return [logged.fact for logged in reversed(newest_facts(person.hands.store, 50)) if logged.fact]


def on_the_way(person: Person, codes: tuple[str, ...]) -> None:
    """Started, everything taken at the farm forty minutes later; now 95 minutes after the start."""
    give_rows(person.hands.store, a_small_round(codes))
    hands = person.hands
    start_round(StartRound(hands.intent(), ROUND), hands.store, hands.clock, hands.randomness)
    hands.clock.advance(40 * 60_000)
    act = RecordPickup(hands.intent(), ROUND, FARM, codes)
    record_pickup(act, hands.store, hands.clock, hands.randomness)
    hands.clock.advance(55 * 60_000)


def closing_fact(person: Person) -> Fact:
    return next(fact for fact in reversed(facts(person)) if fact.kind is Kind.ROUND_CLOSED)


def test_time_comes_from_the_facts_and_figures_are_typed_the_french_way(
    bruno: Person, eight: tuple[str, ...]
):
    on_the_way(bruno, eight)
    bruno.hands.arrive(HUB)
    bruno.clock.advance(6 * 60_000)
    bruno.hands.drop(*eight)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("Commencée à")
        await app.type_text("distance", "61,4")
        await app.type_text("fees", "12,50")
        await app.settle()
        assert app.says("Coût réel : 12,50 €")
        assert app.says("Les frais seuls")
        await app.tap("end-round")
        assert app.says("Tournée terminée. Merci !")
        assert app.says("61,4 km")

    story(bruno, tell)
    data = closing_fact(bruno).data
    assert (data["distance_m"], data["fees_cents"]) == (61_400, 1_250)
    assert (data["drive_minutes"], data["stop_minutes"]) == (96, 6)
    assert "kept" not in data


def test_a_figure_nobody_can_read_is_told_beside_its_field_and_nothing_is_lost(
    bruno: Person, eight: tuple[str, ...]
):
    on_the_way(bruno, eight)

    async def tell(app: HeadlessApp) -> None:
        await app.type_text("distance", "loin")
        await app.type_text("fees", "12,505")
        await app.tap("end-round")
        assert app.says("Écrivez des kilomètres")
        assert app.says("Écrivez un montant en euros")
        await app.type_text("distance", "61")
        await app.type_text("fees", "12,50")
        await app.tap("end-round")
        assert app.says("Tournée terminée")

    story(bruno, tell)
    assert closing_fact(bruno).data["fees_cents"] == 1_250


def test_the_odometer_gives_the_distance(bruno: Person, eight: tuple[str, ...]):
    on_the_way(bruno, eight)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("use-odometer")
        await app.type_text("odometer-start", "123500")
        await app.type_text("odometer-end", "123400")
        await app.tap("end-round")
        assert app.says("plus petite que le départ")
        await app.type_text("odometer-end", "123 561")
        await app.tap("end-round")

    story(bruno, tell)
    data = closing_fact(bruno).data
    assert (data["distance_m"], data["odometer_start_m"], data["odometer_end_m"]) == (
        61_000,
        123_500_000,
        123_561_000,
    )


def test_every_crate_still_aboard_gets_a_holder_and_the_facts_that_say_so(
    bruno: Person, eight: tuple[str, ...]
):
    on_the_way(bruno, eight)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("8 caisses encore à bord")
        await app.tap(f"crate-{eight[0]}")
        await app.tap("left-at")
        await app.type_text("place-search", "epicerie")
        await app.settle()
        await app.tap(f"place-{RELAY}")
        assert app.says("laissée : Épicerie du bourg")
        await app.tap(f"crate-{eight[1]}")
        await app.tap(f"crate-{eight[2]}")
        await app.tap("handed-to")
        await app.tap("person-ok")
        assert app.says("Écrivez un nom")
        await app.type_and_enter("person-name", "Madame Le Goff")
        assert app.says("remise à Madame Le Goff")
        await app.tap("end-round")

    story(bruno, tell)
    recorded = facts(bruno)[-3:]
    assert [fact.kind for fact in recorded] == [Kind.DROP, Kind.HANDOVER_GIVEN, Kind.ROUND_CLOSED]
    assert (recorded[0].crates, recorded[0].place_id) == ((eight[0],), RELAY)
    assert (set(recorded[1].crates), recorded[1].data["to_name"]) == ({eight[1], eight[2]}, "Madame Le Goff")
    assert set(recorded[2].data["kept"]) == set(eight[3:])


def test_a_mistaken_end_is_undone_whole_within_30_seconds_and_corrected_later(
    bruno: Person, eight: tuple[str, ...]
):
    on_the_way(bruno, eight)

    async def tell(app: HeadlessApp) -> None:
        await app.tap(f"left-{eight[0]}")
        await app.tap("left-at")
        await app.tap(f"place-{HUB}")
        await app.tap("end-round")
        await app.tap("undo")
        assert app.says("de nouveau ouverte")
        assert app.says("8 caisses encore à bord")
        await app.tap("end-round")
        await app.alarm_rings()
        assert "undo" not in app.identifiers()
        await app.tap("correct")
        assert "end-round" in app.identifiers()

    story(bruno, tell)
    kinds = [fact.kind.value for fact in facts(bruno)]
    assert kinds == [
        "round_started",
        "pickup",
        "drop",
        "round_closed",
        "void",
        "void",
        "round_closed",
        "void",
    ]


def test_the_cost_is_that_of_the_co_ops_rates_with_their_source(bruno: Person, eight: tuple[str, ...]):
    on_the_way(bruno, eight)
    rates = {"cents_per_100_km": 5290, "cents_per_hour": 1200, "method": "barème kilométrique 2025"}
    give_rows(bruno.hands.store, [RowChange("setting", "cost", rates)])

    async def tell(app: HeadlessApp) -> None:
        assert app.says("mettez les kilomètres")
        await app.type_text("distance", "61,4")
        await app.settle()
        # 32.48 for the way, 19.00 for 95 minutes.
        assert app.says("Coût réel : 51,48 €")
        assert app.says("barème kilométrique 2025")

    story(bruno, tell)


def test_the_commission_is_what_the_server_computed_or_said_to_be_unknown(
    bruno: Person, eight: tuple[str, ...]
):
    on_the_way(bruno, eight)

    async def unknown(app: HeadlessApp) -> None:
        assert app.says("Commission : pas encore connue")

    async def known(app: HeadlessApp) -> None:
        assert app.says("Commission : 28,85 €, d’après 1 ligne déjà calculée.")
        assert app.says("3,60 € de plus sont retenus")
        assert app.says("n’y sont pas encore")

    story(bruno, unknown)
    elsewhere = a_line("l3", 99_999, round="r_other")
    give_rows(bruno.hands.store, [a_line("l1", 2885), a_line("l2", 360, status="withheld"), elsewhere])
    story(bruno, known)


def test_a_round_ended_yesterday_evening_is_not_given_the_night(bruno: Person, eight: tuple[str, ...]):
    on_the_way(bruno, eight)
    bruno.hands.drop(*eight)
    bruno.clock.advance(14 * 3_600_000)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("end-round")

    story(bruno, tell)
    assert closing_fact(bruno).data["drive_minutes"] == 95


def test_an_unknown_round_says_so(bruno: Person):
    async def tell(app: HeadlessApp) -> None:
        assert app.says("n’est plus sur ce téléphone")

    story(bruno, tell, "/round/r_nowhere/close")


def test_english_double_size_holds_with_sixty_crates_aboard(bruno: Person):
    codes = crate_codes(60)
    on_the_way(bruno, codes)

    async def tell(app: HeadlessApp) -> None:
        await app.go("/settings")
        await app.tap("choose-en")
        await app.go(CLOSE)
        assert app.says("60 crates still aboard")
        assert app.says(print_code(codes[0]))

    story(bruno, tell)

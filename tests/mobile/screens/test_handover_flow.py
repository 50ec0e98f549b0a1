"""Two people in a valley hand crates over: each on a screen of their own, with no server anywhere."""

from shared.custody.events import Kind
from tests.builders_phone import (
    HUB,
    ROUND,
    a_person,
    a_small_round,
    crate_codes,
    give_rows,
)
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import CHLOE_S_ROUND, Person
from tests.mobile.screens.handover_scene import (
    FROM_THE_ROUND,
    facts,
    gives,
    lived,
    text_of,
)

AT_THE_HUB = f"/stop/{ROUND}/{HUB}/handover"
NAME = tuple((20.0 + 6 * n, 60.0 if n % 2 else 120.0) for n in range(40))


def takes(chloe: Person, code: str, *, lacks: str | None = None) -> dict[str, str]:
    """Chloé pastes the code, says what lacks, takes the rest; the receipt her screen shows."""
    shown: dict[str, str] = {}

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", code)
        assert app.says("Bruno vous remet 8 caisses")
        assert app.says("pour Épicerie du bourg")
        if lacks is not None:
            await app.tap(f"crate-{lacks}")
            await app.tap("reason-missing")
            assert app.says("Prendre 7 caisses, sauf 1")
        await app.tap("take")
        assert app.says("Faites lire ce reçu")
        shown["short"], shown["whole"] = text_of(app, "short-code"), text_of(app, "whole-code")
        shown["route"] = app.page.route

    lived(chloe, f"/round/{CHLOE_S_ROUND}/take-over", tell)
    return shown


def test_eight_crates_change_hands_and_the_receipt_comes_back(bruno_loaded: Person, chloe: Person):
    offer = gives(bruno_loaded)
    receipt = takes(chloe, offer["whole"])

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("receipt-code", receipt["whole"].lower())
        assert app.says("Reçu par Chloé à")
        assert app.says("8/8 caisses")
        assert "handover-picture" not in app.identifiers()
        await app.go("/")
        assert not app.says("à bord")
        await app.go("/handovers")
        assert app.says("reçu gardé")
        assert not app.says("Remises ouvertes")

    lived(bruno_loaded, offer["route"], tell)
    [given], [taken] = facts(bruno_loaded, Kind.HANDOVER_GIVEN), facts(chloe, Kind.HANDOVER_TAKEN)
    [kept] = facts(bruno_loaded, Kind.SCAN_ODD)
    assert taken.ref == given.id
    assert (kept.ref, kept.data["taken"], kept.data["taker"]) == (given.id, taken.id, "P004")
    assert taken.round_id == CHLOE_S_ROUND


def test_one_crate_lacks_both_screens_say_seven_of_eight(
    bruno_loaded: Person, chloe: Person, eight: tuple[str, ...]
):
    offer = gives(bruno_loaded)
    receipt = takes(chloe, offer["whole"], lacks=eight[2])

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("receipt-code", receipt["short"])
        assert app.says("Le reçu dit 7 sur 8")
        await app.tap(f"crate-{eight[2]}")
        await app.tap("keep-receipt")
        assert app.says("7/8 caisses")
        assert app.says("encore à votre charge")

    lived(bruno_loaded, offer["route"], tell)
    [incident] = facts(chloe, Kind.INCIDENT)
    assert (incident.crates, incident.data["reason"]) == ((eight[2],), "missing")


def test_twelve_characters_and_each_crates_own_code_are_the_equal_way(
    bruno_loaded: Person, chloe: Person, eight: tuple[str, ...]
):
    offer = gives(bruno_loaded, without=eight[2:])

    async def tell(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", offer["short"].lower())
        assert app.says("Bruno vous remet 2 caisses")
        await app.type_and_enter("taken-crate", "nonsense")
        assert app.says("Ce n’est pas un code de caisse")
        for code in eight[:2]:
            await app.type_and_enter("taken-crate", code)
        assert app.says("2/2")
        await app.tap("take")
        assert app.says("Reçu de Bruno")

    lived(chloe, "/take-over", tell)
    [taken] = facts(chloe, Kind.HANDOVER_TAKEN)
    assert (taken.crates, taken.ref, taken.data["giver"]) == (eight[:2], None, "P003")
    assert taken.data["given_code"] == offer["short"].replace(" ", "")


def test_a_code_that_is_not_for_here_says_so_and_records_no_handover(bruno_loaded: Person, chloe: Person):
    offer = gives(bruno_loaded)
    takes(chloe, offer["whole"])

    async def on_her_phone(app: HeadlessApp) -> None:
        for text, said in (
            (offer["whole"], "a déjà servi"),
            (offer["whole"][:-3], "abîmé ou incomplet"),
            ("bonjour", "12 caractères"),
            (offer["short"][:-1] + ("A" if offer["short"][-1] != "A" else "B"), "Un caractère est faux"),
        ):
            await app.type_and_enter("handover-code", text)
            assert app.says(said)

    async def on_his_phone(app: HeadlessApp) -> None:
        await app.type_and_enter("handover-code", offer["whole"])
        assert app.says("votre propre code")

    lived(chloe, "/take-over", on_her_phone)
    lived(bruno_loaded, "/take-over", on_his_phone)
    assert len(facts(chloe, Kind.HANDOVER_TAKEN)) == 1


def test_an_open_handover_is_seen_on_the_round_and_may_be_withdrawn(bruno_loaded: Person):
    offer = gives(bruno_loaded)

    async def tell(app: HeadlessApp) -> None:
        assert app.says("1 ouverte")
        await app.tap("open-handovers")
        assert app.says("Remises ouvertes")
        assert app.says("sans reçu")
        await app.go(offer["route"])
        bruno_loaded.clock.advance(60_000)
        await app.go("/handovers")
        await app.go(offer["route"])
        await app.tap("withdraw")
        assert app.says("rien n’est effacé")
        await app.tap("withdraw-yes")
        assert app.says("Remise annulée")
        await app.go("/")
        assert app.says("8 caisses à bord")
        assert not app.says("1 ouverte")

    lived(bruno_loaded, "/", tell)
    assert len(facts(bruno_loaded, Kind.HANDOVER_GIVEN)) == len(facts(bruno_loaded, Kind.VOID)) == 1


def test_sixty_crates_go_in_one_handover_by_several_pictures_and_one_more_does_not(
    bruno: Person, chloe: Person
):
    codes = crate_codes(61)
    give_rows(bruno.hands.store, [*a_small_round(codes), a_person("P004", "Chloé")])
    bruno.hands.pick_up(*codes)

    async def tell(app: HeadlessApp) -> None:
        await app.tap("to-P004")
        assert app.says("60 caisses au plus en une remise")
        await app.tap(f"crate-{codes[0]}")
        await app.tap("give")
        assert app.says("Image 1 sur")
        await app.tap("turn-pictures")
        await app.alarm_rings()
        assert app.says("Image 3 sur")

    lived(bruno, FROM_THE_ROUND, tell)
    assert len(facts(bruno, Kind.HANDOVER_GIVEN)[0].crates) == 60


def test_who_was_dealt_with_before_comes_first(bruno_loaded: Person):
    rows = [a_person(f"P1{n:02d}", f"Abeille {n:02d}") for n in range(20)]
    give_rows(bruno_loaded.hands.store, rows, "cursor-2")
    gives_before: list[str] = []

    async def find_her(app: HeadlessApp) -> None:
        assert "to-P004" not in app.identifiers()
        await app.type_text("find-person", "chlo")
        await app.settle()
        await app.tap("to-P004")
        await app.tap("give")
        await app.tap("withdraw")

    async def see_her(app: HeadlessApp) -> None:
        gives_before.extend(name for name in app.identifiers() if name.startswith("to-P"))

    lived(bruno_loaded, FROM_THE_ROUND, find_her)
    lived(bruno_loaded, FROM_THE_ROUND, see_her)
    assert len(gives_before) == 4

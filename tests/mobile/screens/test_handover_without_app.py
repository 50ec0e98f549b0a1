"""Crates go to somebody without the app: a name with a signature, or the badge fixed at the place."""

from mobile.components.signature_ink import Ink
from mobile.screens.handover.draft import Draw
from shared.custody.codes import place_payload
from shared.custody.events import Kind
from tests.builders_phone import FARM, HUB, ROUND
from tests.mobile.headless import HeadlessApp
from tests.mobile.screens.conftest import Person
from tests.mobile.screens.handover_scene import facts, lived

FROM_THE_ROUND = f"/round/{ROUND}/handover"
AT_THE_HUB = f"/stop/{ROUND}/{HUB}/handover"
NAME = tuple((20.0 + 6 * n, 60.0 if n % 2 else 120.0) for n in range(40))


def test_somebody_without_the_app_signs(bruno_loaded: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("to-nobody")
        assert app.says("Il faut un nom, et une signature ou une photo.")
        await app.type_text("taker-name", "Mme Le Goff")
        await app.settle()
        # The pad itself draws in a real browser; here the ink is what it would have told.
        model = app.conductor.pulse.stack[-1]
        app.conductor.dispatch(model, Draw(Ink((NAME,))))
        await app.settle()
        await app.tap("give")
        assert app.says("Remis à Mme Le Goff")
        assert app.says("Avec signature ou photo")
        assert "handover-picture" not in app.identifiers()

    lived(bruno_loaded, FROM_THE_ROUND, tell)
    [given] = facts(bruno_loaded, Kind.HANDOVER_GIVEN)
    assert given.data["to_name"] == "Mme Le Goff"
    assert given.evidence.signature is not None
    assert set(given.crates) == set(eight)


def test_the_badge_of_the_place_confirms_the_drop(bruno_loaded: Person, eight: tuple[str, ...]):
    async def tell(app: HeadlessApp) -> None:
        await app.tap("to-badge")
        await app.type_and_enter("badge-code", "https://elsewhere.example/P/R001")
        assert app.says("Ce n’est pas le badge d’un lieu du réseau")
        await app.type_and_enter("badge-code", place_payload("relais.example", FARM))
        assert app.says("Ce badge est celui de Ferme des Ajoncs, et vous êtes à Plateforme de Nozay")
        await app.type_and_enter("badge-code", place_payload("relais.example", HUB))
        assert app.says("Badge lu : Plateforme de Nozay")
        await app.tap("give")
        assert app.says("8 caisses déposées à Plateforme de Nozay, badge lu")
        await app.tap("undo")
        assert app.says("Les caisses sont de nouveau à bord")

    lived(bruno_loaded, AT_THE_HUB, tell)
    [drop] = facts(bruno_loaded, Kind.DROP)
    assert (drop.place_id, drop.data["badge"], set(drop.crates)) == (HUB, HUB, set(eight))
    assert [fact.ref for fact in facts(bruno_loaded, Kind.VOID)] == [drop.id]

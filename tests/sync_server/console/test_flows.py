"""The map of flows and its table: the same figures, by crates or by turnover, for a day or a month."""

import re
from math import hypot

from sync_server.commission.flows import Flow, Spot
from sync_server.console.flow_map import BADGE_R, HIGHEST, LOWEST, WIDTH, map_of
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import Friday


def read(coordinator: Coordinator, path: str) -> str:
    return words(coordinator.read(path)).replace("\u202f", " ").replace("\xa0", " ")


def test_each_way_is_an_arrow_and_a_row(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    html = camille.read("/flux")
    text = read(camille, "/flux")
    assert html.count('class="flow ') == 4
    assert "Ferme des Chênes, Saffré Plateforme de Rezé 10 889,45 €" in text
    assert "Plateforme de Rezé Épicerie du bourg, Vigneux 11 606,99 €" in text
    # Each of the 13 crates goes over two ways.
    assert "Total des liaisons 26 1 838,88 €" in text
    assert "Novembre 2026 : 4 liaisons" in text
    assert "Vendredi 6 novembre 2026 : 4 liaisons" in read(camille, "/flux?mois=2026-11&jour=2026-11-06")


def test_turnover_weighs_the_arrows_when_asked(friday: Friday, camille: Coordinator) -> None:
    friday.is_driven()
    html = camille.read("/flux?mesure=ca")
    thick = re.findall(r"thick-(\d)", html)
    assert sorted(thick) == ["1", "2", "4", "5"]
    assert re.search(r'thick-5"[^>]*><title>Ferme des Chênes, Saffré vers Plateforme de Rezé', html)


def test_a_month_without_goods_says_so(camille: Coordinator) -> None:
    assert "Rien n'a encore circulé" in read(camille, "/flux?mois=2026-10")


def test_places_on_one_spot_or_far_apart_stay_inside_the_box() -> None:
    for spread in (0.0, 0.001, 0.5, 8.0):
        spots = [
            Spot(f"s{n}", f"Lieu {n}", "relay", 47.0 + spread * n, -1.5 - spread * (n % 3)) for n in range(5)
        ]
        flows = [Flow(spots[0], spot, 3, 100) for spot in spots[1:]]
        drawn = map_of(flows, lambda flow: flow.crate_count, lambda flow: flow.end.name)
        assert LOWEST <= drawn.height <= HIGHEST
        assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= drawn.height for mark in drawn.marks), spread


def test_numbers_stand_apart_and_the_list_says_whose_they_are(friday: Friday, camille: Coordinator) -> None:
    # Three farms on one spot, others near it: where names would have covered each other.
    hub = Spot("hub", "Plateforme", "hub", 47.2, -1.6)
    farms = [Spot(f"f{n}", f"Ferme {n}", "farm", 47.2 + 0.01 * (n // 3), -1.6) for n in range(9)]
    far = Spot("far", "Point lointain, Blain", "relay", 47.5, -1.9)
    flows = [*(Flow(farm, hub, 2, 100) for farm in farms), Flow(hub, far, 5, 500)]
    drawn = map_of(flows, lambda flow: flow.crate_count, lambda flow: flow.end.name)
    assert [badge.mark.name for badge in drawn.badges[:2]] == ["Plateforme", "Point lointain, Blain"]
    assert [badge.weight for badge in drawn.badges[:3]] == [23, 5, 2]
    for n, one in enumerate(drawn.badges):
        assert BADGE_R <= one.x <= WIDTH - BADGE_R
        assert BADGE_R <= one.y <= drawn.height - BADGE_R
        for other in drawn.badges[n + 1 :]:
            assert hypot(one.x - other.x, one.y - other.y) >= 2 * BADGE_R, (one, other)
    friday.is_driven()
    assert "1 Plateforme de Rezé 26 2 Épicerie du bourg, Vigneux 11" in read(camille, "/flux")

"""How many crates goods make: litres by the product's words, forty litres a crate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_server.network.crate_volume import CRATE_ML, crates_for, volume_ml


@pytest.mark.parametrize(
    ("product", "variant", "quantity_thousandths", "ml"),
    [
        ("Panier de légumes", "moyen", 2000, 24_000),
        ("Carottes", "1 kg", 3000, 6_000),
        ("Poireaux", "1 kg", 1000, 4_000),
        ("Courge butternut", "pièce", 1000, 3_500),
        ("Poulet fermier", "1,8 kg", 1000, 5_400),
        ("Bœuf à mijoter", "500 g", 2000, 1_600),
        ("Yaourt nature", "4 x 125 g", 1000, 800),
        ("Œufs", "6", 1000, 1_500),
        ("Jus de pomme", "1 L", 1000, 1_500),
        ("Jus de pomme", "75 cl", 1000, 1_125),
        ("Pommes de terre", "2,5 kg", 1000, 5_000),
        ("Carottes", "1 kg", 350, 700),
        ("Chose inconnue", None, 1000, 2_000),
        ("Chose inconnue", "400 g", 1000, 1_000),
        (None, None, None, 2_000),
        ("Avoir", None, -1000, 0),
    ],
)
def test_goods_take_the_room_the_rule_states(
    product: str | None, variant: str | None, quantity_thousandths: int | None, ml: int
) -> None:
    assert volume_ml(product, variant, quantity_thousandths) == ml


def test_a_consignment_has_at_least_one_crate_and_a_new_one_for_every_forty_litres() -> None:
    assert [crates_for(ml) for ml in (0, 1, CRATE_ML, CRATE_ML + 1, 10 * CRATE_ML)] == [1, 1, 1, 2, 10]


@given(st.text(max_size=80), st.text(max_size=40), st.integers(0, 10**7))
def test_no_name_or_size_breaks_the_rule(product: str, variant: str, quantity_thousandths: int) -> None:
    assert volume_ml(product, variant, quantity_thousandths) >= 0

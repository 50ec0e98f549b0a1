"""The stated rule by which ordered goods become crates: litres by the product's words, 40 l a crate."""

import re
import unicodedata
from dataclasses import dataclass

CRATE_ML = 40_000

_SIZE = re.compile(r"(?:([0-9]{1,3}) ?[x×] ?)?([0-9]{1,5})(?:[.,]([0-9]{1,3}))? ?(kg|g|cl|ml|l)\b")
_COUNT = re.compile(r"[0-9]{1,3}")
_GRAMS_OF: dict[str, int] = {"kg": 1000, "g": 1, "l": 1000, "cl": 10, "ml": 1}
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Bulk:
    """How much room goods take in a crate: per kilogram (or litre) when a size is given, else per piece."""

    words: tuple[str, ...]
    ml_per_kg: int
    ml_per_piece: int


# The first line with a word that begins one of the product's words wins; written without accents.
BULKS: tuple[Bulk, ...] = (
    Bulk(("grand panier",), 4_000, 18_000),
    Bulk(("petit panier",), 4_000, 8_000),
    Bulk(("panier",), 4_000, 12_000),
    Bulk(("oeuf",), 1_800, 250),
    Bulk(("jus", "cidre", "biere", "vin", "huile", "sirop"), 1_500, 1_200),
    Bulk(("pain", "brioche"), 5_000, 4_000),
    Bulk(("poulet", "volaille", "canard", "pintade", "dinde", "lapin"), 3_000, 5_000),
    Bulk(("poisson", "moule", "huitre"), 3_000, 3_000),
    Bulk(("terrine", "pate", "rillette", "conserve", "bocal", "bocaux"), 1_800, 600),
    Bulk(("boeuf", "veau", "porc", "agneau", "saucisse", "viande", "steak", "roti", "colis"), 1_600, 1_600),
    Bulk(("yaourt", "lait", "faisselle", "creme"), 1_600, 300),
    Bulk(("fromage", "tomme", "beurre", "chevre"), 1_800, 500),
    Bulk(("miel", "pollen", "confiture", "gelee"), 1_500, 700),
    Bulk(("farine", "lentille", "riz", "sel", "semoule"), 1_700, 1_700),
    Bulk(("courge", "potimarron", "potiron"), 2_200, 3_500),
    Bulk(("poireau", "chou", "epinard", "blette", "salade", "fenouil", "celeri"), 4_000, 3_000),
    Bulk(
        ("pomme de terre", "carotte", "betterave", "navet", "oignon", "patate", "radis", "panais"),
        2_000,
        1_500,
    ),
    Bulk(("pomme", "poire", "kiwi", "fraise", "cerise", "fruit"), 2_000, 1_500),
)
_NAMED = tuple((re.compile(r"\b(?:" + "|".join(bulk.words) + ")"), bulk) for bulk in BULKS)
UNKNOWN_GOODS = Bulk((), 2_500, 2_000)


def volume_ml(product: str | None, variant: str | None, quantity_thousandths: int | None) -> int:
    """The room an order line takes, in millilitres, rounded up; one unit where no quantity is known."""
    bulk = _bulk_of(_plain(product or ""))
    unit_ml = _unit_ml(bulk, _plain(variant or ""))
    quantity = _THOUSAND if quantity_thousandths is None else max(0, quantity_thousandths)
    return -(-unit_ml * quantity // _THOUSAND)


def crates_for(total_ml: int) -> int:
    """How many crates a consignment of this volume needs: at least one, whatever is in it."""
    return max(1, -(-total_ml // CRATE_ML))


def _bulk_of(product: str) -> Bulk:
    return next((bulk for words, bulk in _NAMED if words.search(product)), UNKNOWN_GOODS)


def _unit_ml(bulk: Bulk, variant: str) -> int:
    if match := _SIZE.search(variant):
        times, whole, decimals, unit = match.groups()
        thousandths = int(whole) * _THOUSAND + int((decimals or "").ljust(3, "0"))
        # At most 999 x 99999 kg: far from any overflow, and a bad size only makes a crate too many.
        grams = int(times or 1) * thousandths * _GRAMS_OF[unit] // _THOUSAND
        return -(-grams * bulk.ml_per_kg // _THOUSAND)
    if match := _COUNT.fullmatch(variant):
        return int(match[0]) * bulk.ml_per_piece
    return bulk.ml_per_piece


def _plain(text: str) -> str:
    """Lower case without accents, ligatures opened, so that `Bœuf` is found by `boeuf`."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(c))

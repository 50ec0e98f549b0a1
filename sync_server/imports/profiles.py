"""The exports we can read, each known by the exact names of its columns, whatever their order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync_server.imports.faults import FileFault, FileRefused


class Source(StrEnum):
    """Whose export a file is."""

    TEMPLATE = "modele"
    OPEN_FOOD_NETWORK = "ofn_totaux_par_acheteur"


class Column(StrEnum):
    """What a column means to us."""

    PRODUCER = "producer"
    PLACE = "place"
    SHIPPING = "shipping"
    PICKUP_DATE = "pickup_date"
    CYCLE = "cycle"
    ORDER_REF = "order_ref"
    PRODUCT = "product"
    VARIANT = "variant"
    QUANTITY = "quantity"
    AMOUNT_TTC = "amount_ttc"
    AMOUNT_HT = "amount_ht"
    VAT = "vat"


@dataclass(frozen=True, slots=True)
class Layout:
    """One export in one language. `names` are exact; the amount's carries its currency in brackets
    where `has_currency`. `other_names` are columns we do not use but know the report by."""

    source: Source
    required: frozenset[Column]
    names: Mapping[Column, str]
    has_currency: bool
    other_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A header row: which layout it is, where each column stands and what it is called there."""

    layout: Layout
    position: Mapping[Column, int]
    title: Mapping[Column, str]
    width: int


_TEMPLATE = Layout(
    Source.TEMPLATE,
    frozenset({Column.PRODUCER, Column.PLACE, Column.PICKUP_DATE, Column.AMOUNT_TTC}),
    {
        Column.PRODUCER: "producteur",
        Column.PLACE: "point",
        Column.PICKUP_DATE: "date_retrait",
        Column.ORDER_REF: "commande",
        Column.PRODUCT: "produit",
        Column.VARIANT: "variante",
        Column.QUANTITY: "quantite",
        Column.AMOUNT_TTC: "montant_ttc",
        Column.AMOUNT_HT: "montant_ht",
        Column.VAT: "tva",
    },
    has_currency=False,
)


def _open_food_network(names: Sequence[str], other_names: Sequence[str]) -> Layout:
    # Source: Open Food Network, « Order Cycle Customer Totals », names of its config/locales files.
    columns = (
        Column.PLACE,
        Column.PRODUCER,
        Column.PRODUCT,
        Column.VARIANT,
        Column.QUANTITY,
        Column.AMOUNT_TTC,
        Column.SHIPPING,
        Column.CYCLE,
        Column.ORDER_REF,
    )
    return Layout(
        Source.OPEN_FOOD_NETWORK,
        frozenset({Column.PRODUCER, Column.PLACE, Column.CYCLE, Column.AMOUNT_TTC}),
        dict(zip(columns, names, strict=True)),
        has_currency=True,
        other_names=frozenset(other_names),
    )


_OFN_FRENCH = _open_food_network(
    (
        "Boutique",
        "Producteur",
        "Produit",
        "Variante",
        "Quantité",
        "Coût produits",
        "Méthode de livraison",
        "Cycle de Vente",
        "N° commande",
    ),
    ("Client", "n° tel", "Payé ?", "Livré ?", "Méthode de paiement", "Code acheteur", "Ville Facturation"),
)
_OFN_BELGIAN = _open_food_network(
    (
        "Comptoir",
        "Producteur·trice",
        "Produit",
        "Variante",
        "Nb commandé",
        "Coût produits",
        "Livraison",
        "Cycle de Vente",
        "N° commande",
    ),
    ("Client", "N° tel", "Payé ?", "Livré ?", "Méthode de paiement", "Code acheteur"),
)
_OFN_ENGLISH = _open_food_network(
    (
        "Hub",
        "Producer",
        "Product",
        "Variant",
        "Quantity",
        "Item",
        "Shipping",
        "Order Cycle",
        "Order number",
    ),
    ("Customer", "Phone", "Paid?", "Delivery?", "Payment Method", "Customer Code", "Billing City"),
)
LAYOUTS = (_TEMPLATE, _OFN_FRENCH, _OFN_ENGLISH, _OFN_BELGIAN)

# Other exports of the same shops, by columns that only they have together.
_OTHER_REPORTS: tuple[tuple[frozenset[str], FileFault], ...] = (
    (frozenset({"userId", "vendorId", "catalogId"}), FileFault.OTHER_PLATFORM),
    (frozenset({"Producteur", "Coût Total"}), FileFault.AGGREGATE_REPORT),
    (frozenset({"Producteur·trice", "Coût Total"}), FileFault.AGGREGATE_REPORT),
    (frozenset({"Producer", "Total Cost"}), FileFault.AGGREGATE_REPORT),
)
# So many known names in one row make it a header, even if it is not the right one.
_LOOKS_LIKE_A_HEADER = 3
_EUROS = ("€", "EUR")
_WITH_CURRENCY = re.compile(r"(.+?) \(([^()]{1,8})\)")


def clean_cell(cell: str) -> str:
    """A cell's text in one spelling: composed accents, single plain spaces, none around."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def recognise(cells: Sequence[str]) -> Recognised | FileRefused | None:
    """What header row this is, a refusal where it is one we cannot use, None for any other row."""
    titles = [clean_cell(cell) for cell in cells]
    for layout in LAYOUTS:
        positions = _positions(layout, titles)
        if layout.required <= positions.keys():
            return _checked(layout, titles, positions)
    for names, fault in _OTHER_REPORTS:
        if names <= set(titles):
            return FileRefused(fault)
    return _near_miss(titles)


def _positions(layout: Layout, titles: Sequence[str]) -> dict[Column, list[int]]:
    found: dict[Column, list[int]] = {}
    for column, name in layout.names.items():
        matches = [at for at, title in enumerate(titles) if _is_named(layout, column, name, title)]
        if matches:
            found[column] = matches
    return found


def _is_named(layout: Layout, column: Column, name: str, title: str) -> bool:
    if column is not Column.AMOUNT_TTC or not layout.has_currency:
        return title == name
    match = _WITH_CURRENCY.fullmatch(title)
    return match is not None and match[1] == name


def _checked(
    layout: Layout, titles: Sequence[str], positions: Mapping[Column, list[int]]
) -> Recognised | FileRefused:
    for found in positions.values():
        if len(found) > 1:
            return FileRefused(FileFault.DOUBLE_COLUMN, column=titles[found[0]])
    amount_title = titles[positions[Column.AMOUNT_TTC][0]]
    currency = _WITH_CURRENCY.fullmatch(amount_title)
    if currency is not None and currency[2] not in _EUROS:
        return FileRefused(FileFault.CURRENCY_NOT_EUR, column=amount_title, found=currency[2])
    position = {column: found[0] for column, found in positions.items()}
    title = {column: titles[at] for column, at in position.items()}
    return Recognised(layout, position, title, len(titles))


def _near_miss(titles: Sequence[str]) -> FileRefused | None:
    best = max(LAYOUTS, key=lambda layout: _known_names(layout, titles))
    if _known_names(best, titles) < _LOOKS_LIKE_A_HEADER:
        return None
    missing = best.required - _positions(best, titles).keys()
    if Column.PRODUCER in missing:
        return FileRefused(FileFault.REPORT_WITHOUT_PRODUCER, column=best.names[Column.PRODUCER])
    if Column.AMOUNT_TTC in missing:
        return FileRefused(FileFault.REPORT_WITHOUT_AMOUNT, column=best.names[Column.AMOUNT_TTC])
    column = min(missing)
    return FileRefused(FileFault.HIDDEN_COLUMN, column=best.names[column])


def _known_names(layout: Layout, titles: Sequence[str]) -> int:
    return len(_positions(layout, titles)) + len(layout.other_names & set(titles))

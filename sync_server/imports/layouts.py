"""The exports we can read: whose they are, and the exact names of their columns in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Whose export a file is."""

    TEMPLATE = "modele"
    OPEN_FOOD_NETWORK = "ofn_totaux_par_acheteur"
    OPEN_FOOD_NETWORK_TOTALS = "ofn_totaux_par_producteur"
    CAMAP = "camap_commandes"


class Column(StrEnum):
    """What a column means to us."""

    PRODUCER = "producer"
    PRODUCER_HINT = "producer_hint"
    PLACE = "place"
    SHIPPING = "shipping"
    PICKUP_DATE = "pickup_date"
    CYCLE = "cycle"
    ORDER_REF = "order_ref"
    PRODUCT = "product"
    VARIANT = "variant"
    QUANTITY = "quantity"
    AMOUNT_TTC = "amount_ttc"
    FEES = "fees"
    AMOUNT_HT = "amount_ht"
    VAT = "vat"
    ORDERED_AT = "ordered_at"


@dataclass(frozen=True, slots=True)
class Layout:
    """One export in one language. `names` are exact; the amount's carries its currency in brackets
    where `has_currency`. `other_names` are columns we do not use but know the report by.

    Fees, where there are some, are part of the amount and taken off it: they are the shop's.
    """

    source: Source
    required: frozenset[Column]
    names: Mapping[Column, str]
    has_currency: bool
    other_names: frozenset[str] = frozenset()
    # Every value stands in quotes, and quotes within a value are written as they are.
    has_bare_quotes: bool = False


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
    # Called the same in every language: when the order was placed.
    named = dict(zip(columns, names, strict=True)) | {Column.ORDERED_AT: "Date"}
    return Layout(
        Source.OPEN_FOOD_NETWORK,
        frozenset({Column.PRODUCER, Column.PLACE, Column.CYCLE, Column.AMOUNT_TTC}),
        named,
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


def _open_food_network_totals(names: Sequence[str], other_names: Sequence[str]) -> Layout:
    # Source: the same files, « Order Cycle Supplier Totals by Distributor » and its twin by shop. Neither
    # has a column for the cycle: the day is asked.
    columns = (
        Column.PRODUCER,
        Column.PRODUCT,
        Column.VARIANT,
        Column.PLACE,
        Column.QUANTITY,
        Column.AMOUNT_TTC,
        Column.SHIPPING,
    )
    return Layout(
        Source.OPEN_FOOD_NETWORK_TOTALS,
        frozenset({Column.PRODUCER, Column.PLACE, Column.AMOUNT_TTC}),
        dict(zip(columns, names, strict=True)),
        has_currency=False,
        other_names=frozenset(other_names),
    )


_OFN_TOTALS_FRENCH = _open_food_network_totals(
    ("Producteur", "Produit", "Variante", "Boutique", "Quantité", "Coût Total", "Méthode de Livraison"),
    ("Prix prod unitaire",),
)
_OFN_TOTALS_BELGIAN = _open_food_network_totals(
    (
        "Producteur·trice",
        "Produit",
        "Variante",
        "Comptoir",
        "Nb commandé",
        "Coût Total",
        "Méthode de Livraison",
    ),
    ("Prix production unitaire",),
)
_OFN_TOTALS_ENGLISH = _open_food_network_totals(
    ("Producer", "Product", "Variant", "Hub", "Quantity", "Total Cost", "Shipping Method"),
    ("Curr. Cost per Unit",),
)
_CAMAP = Layout(
    Source.CAMAP,
    frozenset({Column.PRODUCER, Column.AMOUNT_TTC, Column.FEES}),
    {
        Column.ORDER_REF: "userId",
        Column.PRODUCT: "productName",
        Column.PRODUCER_HINT: "catalogName",
        Column.PRODUCER: "vendorId",
        Column.QUANTITY: "quantity",
        Column.FEES: "fees",
        Column.AMOUNT_TTC: "total",
    },
    has_currency=False,
    other_names=frozenset({"userName", "ref", "catalogId", "price", "paid"}),
    has_bare_quotes=True,
)
LAYOUTS = (
    _TEMPLATE,
    _OFN_FRENCH,
    _OFN_ENGLISH,
    _OFN_BELGIAN,
    _OFN_TOTALS_FRENCH,
    _OFN_TOTALS_ENGLISH,
    _OFN_TOTALS_BELGIAN,
    _CAMAP,
)
TEMPLATE_TITLES = tuple(_TEMPLATE.names.values())

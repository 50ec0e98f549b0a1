"""Whatever the order of rows and columns and the spelling of amounts, the same orders give the same lines."""

import csv
import io
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync_server.imports.cycles import CycleDays
from sync_server.imports.decode import decode
from sync_server.imports.faults import FileRefused
from sync_server.imports.figures import read_cents
from sync_server.imports.interpret import Answers, Interpreted, interpret
from sync_server.imports.line_changes import line_changes
from sync_server.imports.naming import name_book
from sync_server.imports.order_lines import read_orders
from sync_server.imports.preview import amount_changes, touched_days
from sync_server.imports.queries import AmountInForce, LineInForce
from sync_server.imports.scope_content import contents
from sync_server.imports.sheet import read_sheet

PRODUCERS = name_book({"P001": "Ferme des Chênes", "P002": "Moulin"}, {})
PLACES = name_book({"R001": "Épicerie", "R002": "Mairie"}, {})
TITLES: tuple[str, ...] = (
    *("producteur", "point", "date_retrait", "commande"),
    *("produit", "quantite", "montant_ttc"),
)
Order = tuple[str, str, str, str, str, str, int]
ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["P001", "Moulin"]),
        st.sampled_from(["R001", "Mairie"]),
        st.sampled_from(["06/11/2026", "2026-11-13"]),
        st.sampled_from(["A1", "A2", ""]),
        st.sampled_from(["Miel", "Pain; gros", 'Tome "bleue"']),
        st.sampled_from(["1", "0,5", ""]),
        st.integers(0, 10**7),
    ),
    min_size=1,
    max_size=12,
)


def written(cents: int, style: int) -> str:
    """An amount as one program or another writes it."""
    euros, rest = divmod(cents, 100)
    grouped = f"{euros:,}".replace(",", " ")
    return (f"{euros},{rest:02}", f"{euros}.{rest:02}", f"{grouped},{rest:02} €", f"{euros},{rest:02}0")[
        style
    ]


def a_file(orders: list[Order], titles: tuple[str, ...] = TITLES, style: int = 0) -> str:
    """The orders as a file of the template."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(titles)
    for order in orders:
        cells = dict(zip(TITLES, (*order[:-1], written(order[-1], style)), strict=True))
        writer.writerow([cells[title] for title in titles])
    return text.getvalue()


def taken(text: str) -> Interpreted:
    """What is understood of a file."""
    decoded = decode(text.encode())
    assert isinstance(decoded, str)
    sheet = read_sheet(decoded)
    assert not isinstance(sheet, FileRefused)
    read = read_orders(sheet)
    assert not isinstance(read, FileRefused)
    return interpret(read, PRODUCERS, PLACES, Answers(CycleDays()))


@given(ORDERS, st.randoms(use_true_random=False), st.sampled_from([0, 1, 2]))
def test_any_order_of_rows_and_columns_and_any_spelling_is_the_same_content(
    orders: list[Order], chance: Random, style: int
) -> None:
    mixed, titles = list(orders), list(TITLES)
    chance.shuffle(mixed)
    chance.shuffle(titles)
    plain, other = taken(a_file(orders)), taken(a_file(mixed, tuple(titles), style))
    assert not plain.rejects
    assert not other.rejects
    first, second = contents(plain.lines), contents(other.lines)
    assert {key: one.content_sha256 for key, one in first.items()} == {
        key: one.content_sha256 for key, one in second.items()
    }


@given(ORDERS)
def test_no_cent_is_lost_between_the_rows_and_the_totals(orders: list[Order]) -> None:
    found = taken(a_file(orders))
    total = sum(order[-1] for order in orders)
    assert sum(line.read.amount_ttc_cents for line in found.lines) == total
    by_producer, by_place = amount_changes(found.lines, [])
    assert sum(one.cents_after for one in by_producer) == total
    assert sum(one.cents_after for one in by_place) == total
    scopes = contents(found.lines).values()
    assert sum(line.read.amount_ttc_cents for one in scopes for line in one.lines) == total


@given(ORDERS, ORDERS)
def test_differences_line_by_line_add_up_to_the_difference(before: list[Order], after: list[Order]) -> None:
    old, new = taken(a_file(before)).lines, taken(a_file(after)).lines
    in_force = [
        LineInForce(
            line.scope_key,
            line.line_key,
            line.read.order_ref,
            line.producer_id,
            line.place_id,
            line.pickup_date,
            line.read.product,
            line.read.variant,
            line.read.amount_ttc_cents,
        )
        for line in old
    ]
    changes = line_changes(new, in_force)
    expected = sum(order[-1] for order in after) - sum(order[-1] for order in before)
    assert sum(change.difference_cents for change in changes) == expected
    sizes = [abs(change.difference_cents) for change in changes]
    assert all(larger >= smaller for larger, smaller in pairwise(sizes))
    assert not line_changes(old, in_force)
    same = [AmountInForce(line.consignment, line.read.amount_ttc_cents) for line in old]
    assert touched_days(old, same) == ()


@given(st.integers(-(10**8), 10**8), st.sampled_from([0, 1, 2]))
def test_cents_are_read_back_as_they_were_written(cents: int, style: int) -> None:
    text = written(abs(cents), style)
    assert read_cents(f"-{text}" if cents < 0 else text) == cents

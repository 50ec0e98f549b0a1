"""Whatever happens to rows between pulls, a quiescent phone holds the rows of its scope, and only these."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from sqlmodel import Session

from sync_server.db.feed import lock_feed
from sync_server.db.rows import RowPut, drop_rows
from tests.builders import PhoneByHand, ServerInProcess, a_server

PEOPLE = ("P001", "P002")
keys = st.sampled_from("abcdef")
audiences = st.sets(st.sampled_from(("all", "person:P001", "person:P002", "round:r_1")), max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), keys, st.integers(0, 3), audiences),
        st.tuples(st.just("drop"), keys, st.just(0), st.just(frozenset[str]())),
        st.tuples(st.just("pull"), st.sampled_from(PEOPLE), st.integers(1, 4), st.just(frozenset[str]())),
    ),
    max_size=40,
)
Rows = dict[tuple[str, str], Any]


def pull_into(held: Rows, phone: PhoneByHand, max_rows: int) -> bool:
    page = phone.pull(max_rows=max_rows)
    if page["status"] == "reset":
        held.clear()
    for row in page["rows"]:
        if row.get("x"):
            held.pop((row["t"], row["k"]), None)
        else:
            held[row["t"], row["k"]] = row["d"]
    return page["more"]


def drop(server: ServerInProcess, key: str) -> None:
    def write(session: Session) -> None:
        drop_rows(session, lock_feed(session), [("notice", key)])

    server.change(write)


def live_rows_of(server: ServerInProcess, person_id: str) -> set[str]:
    statement = (
        "SELECT DISTINCT r.k FROM pull_row r JOIN row_audience d ON d.row_id = r.id"
        " JOIN audience a ON a.id = d.audience_id"
        f" WHERE r.deleted = 0 AND r.t = 'notice' AND a.name IN ('all', 'person:{person_id}')"
    )
    return {row.k for row in server.rows_of(statement)}


@profile(max_examples=40)
@given(steps)
def test_a_phone_ends_with_exactly_the_rows_of_its_scope(steps: list[tuple[str, str, int, set[str]]]) -> None:
    expected: dict[str, tuple[int, set[str]]] = {}
    with TemporaryDirectory() as folder, a_server(Path(folder), syncs_a_minute=10_000) as server:
        phones = {person_id: server.add_phone(server.add_person(person_id)) for person_id in PEOPLE}
        held: dict[str, Rows] = {person_id: {} for person_id in PEOPLE}
        for act, key, number, names in steps:
            if act == "put":
                server.put_rows(RowPut("notice", key, {"n": number}, sorted(names)))
                expected[key] = (number, set(names))
            elif act == "drop":
                drop(server, key)
                expected.pop(key, None)
            else:
                pull_into(held[key], phones[key], number)

        for person_id, phone in phones.items():
            while pull_into(held[person_id], phone, 3):
                pass
            scope = {"all", f"person:{person_id}"}
            wanted = {key: {"n": number} for key, (number, names) in expected.items() if names & scope}
            assert {k: d for (t, k), d in held[person_id].items() if t == "notice"} == wanted
            assert live_rows_of(server, person_id) == set(wanted)

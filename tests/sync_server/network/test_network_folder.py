"""Taking a network in from a folder: twice the same, faults by file and row, what is known is left."""

from pathlib import Path

import pytest

from sync_server.network.folder import FolderFault, NetworkFolder, read_folder
from tests.sync_server.coop import CoOp, a_coop

PRODUCERS = "producer_id,name,commune,lat,lon\nP001,Ferme du Lac,Abbaretz,47.55,-1.49\n"
POINTS = "place_id,name,lat,lon,area\nR001,Mairie,47.39,-1.20,\nR002,École,47.38,-1.21,Centre\n"


def a_folder(folder: Path, **files: str) -> Path:
    """A small network; `roles="…"` writes roles.csv."""
    contents = {"producers": PRODUCERS, "relay_points": POINTS} | files
    for name, text in contents.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> tuple[FolderFault, ...]:
    """What is wrong with a folder."""
    read = read_folder(folder)
    assert isinstance(read, tuple), read
    return read


def test_the_demonstration_network_has_what_the_demo_needs(coop: CoOp) -> None:
    taken = coop.take_network()
    assert (taken.producers, taken.places, taken.links) == (121, 222, 374)
    assert (taken.hubs, taken.lockers, taken.helpers) == (2, 6, 8)
    assert coop.value("SELECT count(*) FROM compartment") == 48
    assert coop.rows("place")["R047"]["role"] == "locker"
    assert len(coop.rows("place")["R047"]["compartments"]) == 8
    assert coop.rows("me")["P013"]["helper"] is True
    assert coop.rows("person")["P013"]["farm"] == "F013"
    assert coop.audiences("place", "F013") == {"all"}


def test_the_same_network_twice_changes_nothing(coop: CoOp) -> None:
    before = coop.feed_seq()
    assert coop.take_network().rows_changed == 0
    assert coop.feed_seq() == before


def test_a_folder_without_roles_leaves_roles_keepers_helpers_and_notes(coop: CoOp, tmp_path: Path) -> None:
    folder = tmp_path / "network"
    folder.mkdir()
    a_folder(
        folder,
        producers="producer_id,name,lat,lon\nP013,Ferme 013 - Brains,47.17,-1.72\n",
        relay_points="place_id,name,lat,lon,area\nR047,AMAP de Treillières,47.331005,-1.624706,\n",
    )
    coop.take_network(folder)
    place = coop.rows("place")["R047"]
    assert (place["role"], place["keeper"]) == ("locker", "P112")
    assert place["note"].startswith("Consigne")
    assert coop.rows("me")["P013"]["helper"] is True
    assert len(coop.rows("place")) == 222


def test_a_small_network_of_two_files_is_enough(tmp_path: Path) -> None:
    coop = a_coop(tmp_path)
    taken = coop.take_network(a_folder(tmp_path))
    assert (taken.producers, taken.places, taken.hubs, taken.helpers) == (1, 3, 0, 0)
    assert coop.rows("place")["F001"]["role"] == "farm"
    coop.runtime.database.close()


FAULTS: list[tuple[str, str, tuple[str, int, str, str]]] = [
    ("producers", PRODUCERS.replace("47.55", "47,55"), ("producers.csv", 2, "", "cell_count")),
    ("producers", PRODUCERS.replace("47.55", "nord"), ("producers.csv", 2, "lat", "value_wrong")),
    ("producers", PRODUCERS.replace("47.55", "147.55"), ("producers.csv", 2, "lat", "value_wrong")),
    ("producers", PRODUCERS.replace("P001", "P01 OR 1"), ("producers.csv", 2, "producer_id", "value_wrong")),
    ("producers", PRODUCERS.replace("name", "nom"), ("producers.csv", 1, "name", "column_missing")),
    ("relay_points", POINTS.replace("R002", "R001"), ("relay_points.csv", 3, "place_id", "repeated_id")),
    ("relay_points", POINTS.replace("R002", "F001"), ("relay_points.csv", 3, "place_id", "value_wrong")),
    (
        "deliveries",
        "producer_id,place_id,family,temperature_class\nP001,R009,miel,ambiant\n",
        ("deliveries.csv", 2, "place_id", "unknown_id"),
    ),
    (
        "deliveries",
        "producer_id,place_id,family,temperature_class\nP001,R001,miel,tiède\n",
        ("deliveries.csv", 2, "temperature_class", "value_wrong"),
    ),
    ("roles", "place_id,role,keeper_id\nR001,hub,P009\n", ("roles.csv", 2, "keeper_id", "unknown_id")),
    ("roles", "place_id,role\nR001,farm\n", ("roles.csv", 2, "role", "value_wrong")),
    (
        "compartments",
        "place_id,compartment,size,cold\nR001,A1,M,1\n",
        ("compartments.csv", 2, "place_id", "unknown_id"),
    ),
    ("helpers", "producer_id\nP001\n\nP002\n", ("helpers.csv", 3, "producer_id", "value_wrong")),
    (
        "cooperative",
        "setting,value\ndistribution_weekday,friday\n",
        ("cooperative.csv", 2, "value", "value_wrong"),
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), FAULTS)
def test_a_fault_is_told_by_file_row_and_column(
    tmp_path: Path, name: str, text: str, expected: tuple[str, int, str, str]
) -> None:
    fault = faults_of(a_folder(tmp_path, **{name: text}))[0]
    assert (fault.file, fault.row_no, fault.column, fault.reason) == expected


def test_missing_and_unreadable_files_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "producers.csv").write_bytes(b"\xff\xfe")
    assert [(fault.file, fault.reason) for fault in faults_of(tmp_path)] == [
        ("producers.csv", "not_utf8_or_too_large"),
        ("relay_points.csv", "file_missing"),
    ]


def test_a_network_saved_by_a_spreadsheet_with_a_mark_and_blank_rows_is_read(tmp_path: Path) -> None:
    a_folder(tmp_path)
    (tmp_path / "producers.csv").write_bytes(b"\xef\xbb\xbf" + PRODUCERS.encode() + b",,,,\r\n\r\n")
    assert isinstance(read_folder(tmp_path), NetworkFolder)

"""The number to call for a place: written in the form or the files, seen by who comes by and nobody else."""

from pathlib import Path

import pytest

from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.folder import FolderFault, NetworkFolder, read_folder
from sync_server.network.network_import import take_network
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.world import GARDENS, GROCERY, MILL, Friday

FORM = {
    "name": "Épicerie du bourg, Vigneux",
    "role": "relay",
    "position": "47.200000, -1.600000",
    "area": "",
    "note": "",
    "keeper": "",
}
PRODUCERS = "producer_id,name,lat,lon,phone\nP001,Ferme des Chênes,47.2,-1.6,{}\n"
POINTS = "place_id,name,lat,lon\nR002,Épicerie du bourg,47.2,-1.6\n"


def numbers(friday: Friday, person: str) -> dict[str, object]:
    """The numbers a person's phone is given, by place."""
    rows = friday.phones[person].pull_all()
    assert all("phone" not in row for (table, _), row in rows.items() if table == "place")
    return {key: row["phone"] for (table, key), row in rows.items() if table == "contact"}


def folder(at: Path, number: str) -> NetworkFolder | tuple[FolderFault, ...]:
    """A network of one farm and one point, read from files."""
    (at / "producers.csv").write_text(PRODUCERS.format(number), encoding="utf-8")
    (at / "relay_points.csv").write_text(POINTS, encoding="utf-8")
    return read_folder(at)


def test_who_comes_by_is_told_the_number_for_two_days_around_and_nobody_else(
    friday: Friday, camille: Coordinator
) -> None:
    camille.post(f"/lieux/{GROCERY}", **FORM, phone="02 40.12-34 56")
    assert numbers(friday, GARDENS) == {GROCERY: "0240123456"}
    assert numbers(friday, MILL) == {}
    assert "02" in words(camille.read(f"/lieux/{GROCERY}"))
    friday.server.clock.forward(days=3)
    assert numbers(friday, GARDENS) == {}


def test_a_number_taken_away_leaves_the_phones(friday: Friday, camille: Coordinator) -> None:
    camille.post(f"/lieux/{GROCERY}", **FORM, phone="+33 2 40 12 34 56")
    assert numbers(friday, GARDENS) == {GROCERY: "+33240123456"}
    camille.post(f"/lieux/{GROCERY}", **FORM, phone="")
    assert numbers(friday, GARDENS) == {}


@pytest.mark.parametrize("wrong", ["appelez Jean", "02 40", "tel:0240123456", "0240123456;1"])
def test_what_cannot_be_called_is_said_at_the_field_and_changes_nothing(
    friday: Friday, camille: Coordinator, wrong: str
) -> None:
    answer = camille.post(f"/lieux/{GROCERY}", **FORM, phone=wrong)
    assert answer.status_code == 422
    assert "Écrivez un numéro" in words(answer.text)
    assert wrong in answer.text
    assert numbers(friday, GARDENS) == {}


def test_files_may_give_it_and_files_without_leave_it(friday: Friday, tmp_path: Path) -> None:
    for number in ("02 40 12 34 56", ""):
        read = folder(tmp_path, number)
        assert isinstance(read, NetworkFolder)
        with begin(friday.server.runtime.database) as session:
            take_network(session, lock_feed(session), read)
        assert numbers(friday, MILL) == {"F001": "0240123456"}
    assert numbers(friday, GARDENS) == {}


def test_a_file_with_no_number_in_its_column_is_refused_by_row(tmp_path: Path) -> None:
    faults = folder(tmp_path, "demander à Jean")
    assert isinstance(faults, tuple)
    [fault] = faults
    assert (fault.file, fault.row_no, fault.column, fault.reason) == (
        "producers.csv",
        2,
        "phone",
        "value_wrong",
    )

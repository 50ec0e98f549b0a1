"""Places and people set by hand: added, corrected, kept from later files, with who and when."""

import dataclasses
from datetime import date
from pathlib import Path

from shared.custody.events import Kind
from sync_server.commission.queries import keeper_book
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from sync_server.network.folder import read_folder
from sync_server.network.network_import import NetworkTaken, take_network
from tests.sync_server.console.conftest import SAME_ORIGIN, Coordinator, words
from tests.sync_server.console.test_imports import HEADER, bring, confirm, page_of
from tests.sync_server.console.world import COLLECTION, GARDENS, GROCERY, MILL, OAKS, Friday

PLACE = {
    "name": "Épicerie du bourg, Vigneux",
    "role": "relay",
    "position": "47.200000, -1.600000",
    "area": "",
    "note": "",
    "keeper": "",
}
NASTY = "<script>alert(1)</script> " + "x" * 90


def write_files(folder: Path) -> None:
    """A network whose files say this of the grocery and of the first farm."""
    (folder / "producers.csv").write_text("producer_id,name,lat,lon\nP001,Ferme des fichiers,47.2,-1.6\n")
    (folder / "relay_points.csv").write_text("place_id,name,lat,lon\nR002,Point des fichiers,47.9,-1.9\n")
    (folder / "roles.csv").write_text("place_id,role,keeper_id,note\nR002,locker,P001,Note des fichiers\n")


def take(friday: Friday, folder: Path) -> NetworkTaken:
    """Imports those files."""
    write_files(folder)
    read = read_folder(folder)
    assert not isinstance(read, tuple), read
    with begin(friday.server.runtime.database) as session:
        return take_network(session, lock_feed(session), read)


def test_an_accepted_pin_is_left_alone_by_files_imported_later(
    friday: Friday, camille: Coordinator, tmp_path: Path
) -> None:
    phone = friday.phones[MILL]
    event_id = phone.record(
        Kind.PLACE_PROPOSED,
        place_id=GROCERY,
        round_id=COLLECTION,
        data={"lat_e7": 472_100_000, "lon_e7": -16_000_000},
    )
    phone.push()
    camille.post(f"/lieux/propositions/{event_id}", what="accepted")
    taken = take(friday, tmp_path)
    found = friday.server.rows_of("SELECT name, role, lat, lon FROM place WHERE id = 'R002'")
    assert found == [("Point des fichiers", "locker", 47.21, -1.6)], "the rest is as the files say"
    assert taken.kept_edits == 1
    assert dataclasses.replace(take(friday, tmp_path), rows_changed=0).changed_place_ids == ()


def test_what_is_set_by_hand_stays_and_says_by_whom(
    friday: Friday, camille: Coordinator, tmp_path: Path
) -> None:
    done = camille.post(f"/lieux/{GROCERY}", **PLACE | {"name": "Épicerie Lucas", "note": "Sonner"})
    text = words(done.text)
    assert "Le lieu est corrigé" in text
    assert "Nom Épicerie du bourg, Vigneux Épicerie Lucas Camille Ferrand, ven. 6 nov." in text
    assert "Pour entrer rien Sonner" in text
    take(friday, tmp_path)
    found = friday.server.rows_of("SELECT name, note, lat, role FROM place WHERE id = 'R002'")
    assert found == [("Épicerie Lucas", "Sonner", 47.9, "locker")]
    assert friday.phones[GARDENS].pull_all()["place", GROCERY]["name"] == "Épicerie Lucas"


def test_saving_a_form_as_it_was_is_no_edit(friday: Friday, camille: Coordinator) -> None:
    camille.post(f"/lieux/{GROCERY}", **PLACE)
    camille.post(f"/personnes/{OAKS}", name="Ferme des Chênes", roles="producer")
    assert friday.server.rows_of("SELECT count(*) FROM network_edit") == [(0,)]


def test_a_wrong_form_is_kept_with_each_fault_beside_its_field(camille: Coordinator) -> None:
    wrong = PLACE | {"name": "", "position": "par là", "keeper": "P999", "note": "n" * 501, "area": NASTY}
    answer = camille.post(f"/lieux/{GROCERY}", **wrong)
    text = words(answer.text)
    assert answer.status_code == 422
    assert "Donnez un nom" in text
    assert "Copiez la position d'une carte" in text
    assert "Choisissez quelqu'un de la liste" in text
    assert "Pas plus de 500 caractères" in text
    assert 'value="par là"' in answer.text
    assert "<script>alert" not in answer.text


def test_a_place_is_added_once_and_found_by_a_part_of_its_name(friday: Friday, camille: Coordinator) -> None:
    for status in (200, 422):
        answer = camille.post("/lieux/ajouter", **PLACE | {"name": "Gare de Savenay", "keeper": MILL})
        assert answer.status_code == status
    assert "Un lieu porte déjà ce nom" in words(answer.text)
    found = friday.server.rows_of("SELECT id, role, keeper_person_id FROM place WHERE name LIKE 'Gare%'")
    assert found == [("ZC001", "relay", MILL)]
    assert "Gare de Savenay ZC001 point relais" in words(camille.read("/lieux?q=savenay"))
    assert "Gare de Savenay" not in words(camille.read("/lieux?q=nulle%20part"))
    assert friday.phones[GARDENS].pull_all()["place", "ZC001"]["name"] == "Gare de Savenay"


def test_a_producer_comes_with_a_farm_and_a_helper_without(friday: Friday, camille: Coordinator) -> None:
    refused = camille.post("/personnes/ajouter", name="GAEC de l'Aube", roles="producer")
    assert "Copiez d'une carte la position de la ferme" in words(refused.text)
    camille.post("/personnes/ajouter", name="GAEC de l'Aube", roles="producer", position="47.3000, -1.5000")
    camille.post("/personnes/ajouter", name="Ali Ben", roles="helper")
    found = friday.server.rows_of(
        "SELECT name, roles, farm_place_id FROM person WHERE id LIKE 'p!_%' ESCAPE '!' ORDER BY id"
    )
    assert found == [("GAEC de l'Aube", "producer", "ZF001"), ("Ali Ben", "helper", None)]
    twice = camille.post("/personnes/ajouter", name="Ali Ben", roles="helper")
    assert "Quelqu'un porte déjà ce nom" in words(twice.text)


def test_a_name_and_roles_are_set_right_and_stay(
    friday: Friday, camille: Coordinator, tmp_path: Path
) -> None:
    form = {"name": NASTY, "roles": ["producer", "helper"]}
    done = camille.client.post(f"/console/personnes/{OAKS}", data=form, headers=SAME_ORIGIN)
    assert "C'est corrigé" in words(done.text)
    assert "<script>alert" not in done.text
    assert "Fait producteur producteur, aidant Camille Ferrand" in words(done.text)
    take(friday, tmp_path)
    assert friday.server.rows_of("SELECT name, roles FROM person WHERE id = 'P001'") == [
        (NASTY, "producer,helper")
    ]
    assert camille.post("/personnes/P999", name="x").status_code == 404
    assert "<script>alert" not in camille.read("/personnes")


def test_whoever_a_file_names_is_added_on_purpose_and_the_preview_goes_on(
    friday: Friday, camille: Coordinator
) -> None:
    seen = bring(camille, HEADER + "GAEC de l'Aube;Gare de Savenay;13/11/2026;R2;Poires;1;8,00\r\n")
    file_id = page_of(seen).rpartition("/")[2]
    assert f"/console/personnes/ajouter?nom=GAEC+de+l%27Aube&amp;fichier={file_id}" in seen.text
    assert 'value="GAEC de l&#39;Aube"' in camille.read(
        f"/personnes/ajouter?nom=GAEC+de+l%27Aube&fichier={file_id}"
    )
    camille.post("/lieux/ajouter", **PLACE | {"name": "Gare de Savenay", "fichier": file_id})
    back = camille.post(
        "/personnes/ajouter",
        name="GAEC de l'Aube",
        roles="producer",
        position="47.3000, -1.5000",
        fichier=file_id,
    )
    assert page_of(back) == page_of(seen)
    assert "tout est reconnu" in words(back.text)
    confirm(camille, back)
    found = friday.server.rows_of("SELECT producer_id, place_id FROM order_line")
    assert found == [("p_1", "ZC001")]


def kept_cents(friday: Friday) -> dict[str, int]:
    """What the phones of the two helpers show as their parts for keeping a place."""
    shown = {person: phone.pull_all() for person, phone in friday.phones.items()}
    return {
        person: sum(
            row["amount_cents"]
            for (kind, _), row in rows.items()
            if kind == "line" and row["what"] == "keeper"
        )
        for person, rows in shown.items()
    }


def test_a_new_keeper_takes_nothing_from_the_one_before(friday: Friday, camille: Coordinator) -> None:
    """Before, whoever kept a point now was paid for all that ever came there, closed months included."""
    friday.is_driven()
    camille.post(f"/lieux/{GROCERY}", **PLACE | {"keeper": GARDENS, "since": "2026-11-01"})
    # 0,5 % of 577,00 and of 29,99 EUR.
    assert kept_cents(friday) == {MILL: 0, GARDENS: 289 + 15}
    closed = camille.post("/periodes/2026-11/clore", sure="oui", early_reason="Fin de saison")
    assert closed.status_code == 200
    refused = camille.post(f"/lieux/{GROCERY}", **PLACE | {"keeper": MILL, "since": "2030-01-01"})
    assert refused.status_code == 422
    assert "Donnez un jour passé" in words(refused.text)
    camille.post(f"/lieux/{GROCERY}", **PLACE | {"keeper": MILL, "since": "2026-11-07"})
    assert kept_cents(friday) == {MILL: 0, GARDENS: 289 + 15}
    camille.post(f"/lieux/{GROCERY}", **PLACE | {"keeper": OAKS, "since": "2026-11-06"})
    camille.post(f"/lieux/{GROCERY}", **PLACE | {"keeper": MILL, "since": "2026-11-06"})
    # Said to be so since that Friday, it is: what was settled is taken back by an adjustment, in sight.
    assert kept_cents(friday) == {MILL: 289 + 15, GARDENS: 0}


def test_files_that_name_a_new_keeper_leave_the_one_before_what_he_earned(
    friday: Friday, tmp_path: Path
) -> None:
    write_files(tmp_path)
    read = read_folder(tmp_path)
    assert not isinstance(read, tuple), read
    with begin(friday.server.runtime.database) as session:
        take_network(session, lock_feed(session), read, date(2026, 11, 20))
    with begin(friday.server.runtime.database) as session:
        book = keeper_book(session)
    assert book.on(GROCERY, date(2026, 11, 19)) is None
    assert book.on(GROCERY, date(2026, 11, 20)) == OAKS

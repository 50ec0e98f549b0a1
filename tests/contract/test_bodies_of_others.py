"""Which bodies are put aside and which are taken, each pushed by a client that is not ours."""

import json
from typing import Any

from tests.contract.foreign_client import ForeignLog, ForeignPhone

CRATE = {"place": "R1", "crates": ["7K2M9QXC"], "how": "qr"}
KINDS = (
    *("pickup", "drop", "handover_given", "handover_taken", "empties", "temperature", "incident", "scan_odd"),
    *("round_started", "round_closed", "stop_arrived", "stop_left", "place_proposed", "dispute"),
    *("correction", "void", "clock"),
)


def spoilt(phone: ForeignPhone) -> dict[str, str]:
    """Bodies whose envelope cannot be read or trusted, by what is wrong with them."""
    text = phone.body()
    nested = phone.body(data={"x": 1}).replace('"x": 1', '"x": 1, "x": 2')
    clock = phone.fields()["clk"]
    bodies = {
        "no json": "hello",
        "nothing": "",
        "a list": "[]",
        "two values": text + " {}",
        "a mark before": "\ufeff" + text,
        "no number": phone.body(data={"x": float("nan")}),
        "a key twice": text[:-1] + ', "kind": "drop"}',
        "an inner key twice": nested,
        "a key twice in disguise": text[:-1] + ', "k\\u0069nd": "drop"}',
        "of tomorrow": phone.body(v=2),
        "unknown kind": phone.body("teleport"),
        "other device": phone.body(device="d_nobody"),
        "too large": phone.body(data={"x": "é" * 8200}),
        "a drop nowhere": phone.body("drop", crates=["7K2M9QXC"], place=""),
        "a void of nothing": phone.body("void", ref=""),
    }
    for name in ("v", "id", "kind", "actor", "device", "app", "clk", "n"):
        bodies[f"no {name}"] = phone.body(**{name: ...})
        bodies[f"null {name}"] = phone.body(**{name: None})
    for name in clock:
        bodies[f"no {name}"] = phone.body(clk={key: value for key, value in clock.items() if key != name})
    wrong: list[dict[str, Any]] = [
        *({"v": "1"}, {"v": True}, {"v": 1.0}, {"kind": 5}, {"actor": 12}, {"n": "1"}, {"n": 1.5}, {"n": -1}),
        *({"id": "x"}, {"crates": "7K2M9QXC"}, {"crates": [1]}, {"place": 5}, {"round": 5}, {"ref": 1}),
        *({"evidence": []}, {"data": []}, {"clk": clock | {"wall": 1.5}}),
    ]
    return bodies | {f"wrong {each}": phone.body(**each) for each in wrong}


def taken(phone: ForeignPhone) -> dict[str, str]:
    """Well-formed bodies, however odd the world they tell of."""
    least = phone.fields(data={"note": ""})
    room = 16 * 1024 - len(json.dumps(least).encode())
    backwards = dict(reversed(phone.fields(data={"note": "é\u2028😀"}).items()))
    empty = dict.fromkeys(("round", "place", "how", "ref"), "")
    bodies = {
        "sixteen KiB to the byte": json.dumps(least | {"data": {"x": "a" * (room + len("note") - len("x"))}}),
        "a long story": phone.body(data={"note": "a" * 15_000}),
        "a long reason": phone.body("dispute", data={"line": "l_1", "because": "é" * 7_000}),
        "a large code": phone.body("scan_odd", data={"text": "0" * 4_296}),
        "spaces and another order": f"\n {json.dumps(backwards, indent=3)} \n",
        "unknown members": phone.body(later={"deep": [1, [2]]}, data={"q": None}),
        "nothing as null": phone.body(**dict.fromkeys((*empty, "crates", "evidence", "data"))),
        "nothing as empty": phone.body(**empty, crates=[], evidence={}, data={}),
        "a place nobody knows": phone.body("drop", **CRATE | {"place": "nowhere"}),
        "a label of another co-op": phone.body("pickup", **CRATE | {"crates": ["6767123480768076"]}),
        "another person": phone.body(actor="P999"),
        "2036": phone.body(clk={"wall": 2_090_000_000_000, "boot": 0, "bk": "z"}),
        "1970": phone.body(clk={"wall": 0, "boot": 0, "bk": "z"}, n=0),
        "hot cheese": phone.body("temperature", **CRATE, data={"temp_dc": 350}),
        "a hundred crates": phone.body("drop", **CRATE | {"crates": [f"X{n:07d}" for n in range(100)]}),
        "a void of nobody's": phone.body("void", ref="0199c1f2-0000-7000-8000-000000000000"),
        "another way of reading": phone.body("drop", **CRATE | {"how": "telepathy"}),
        "evidence": phone.body(
            "drop", **CRATE, evidence={"gps": "sha256:" + "0" * 64, "photos": ["sha256:" + "1" * 64]}
        ),
    }
    return bodies | {
        kind: phone.body(kind, **CRATE, round="r_1", ref=phone.fields()["id"], evidence={}, data={})
        for kind in KINDS
    }


def test_what_cannot_be_trusted_is_acknowledged_listed_and_listed_again(phone: ForeignPhone) -> None:
    bodies = spoilt(phone)
    phone.records(*bodies.values())
    said = phone.push()
    assert (said["status"], said["next"]) == ("ok", len(bodies) + 1)
    aside = {each["seq"]: each["reason"] for each in said["quarantined"]}
    assert [name for seq, name in enumerate(bodies, 1) if seq not in aside] == []
    assert aside[list(bodies).index("unknown kind") + 1] == "unknown-kind"
    assert phone.push() == said


def test_what_is_well_formed_is_taken_whatever_it_tells(phone: ForeignPhone) -> None:
    bodies = taken(phone)
    phone.records(*bodies.values())
    said = phone.push()
    names = list(bodies)
    assert {names[each["seq"] - 1]: each["reason"] for each in said["quarantined"]} == {}
    assert (said["status"], said["next"]) == ("ok", len(bodies) + 1)

    # Under another name of its log the same bytes are the same facts, once.
    whole, phone.log = phone.log, ForeignLog(77)
    phone.records(*whole.bodies)
    assert phone.push() == said
    exported = phone.http.post("/v1/me/export", headers={"Authorization": f"Bearer {phone.token}"}).json()
    assert sorted(exported["events"]) == sorted(whole.bodies)


def test_an_id_is_of_the_bytes_it_first_came_with(phone: ForeignPhone) -> None:
    first = phone.fields(data={"note": "a"})
    other = first | {"data": {"note": "b"}}
    phone.records(json.dumps(first), json.dumps(other), json.dumps(first))
    assert phone.push()["quarantined"] == [{"seq": 2, "reason": "id-reused"}]

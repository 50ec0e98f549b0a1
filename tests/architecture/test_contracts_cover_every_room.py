"""The import contracts name every room they are about: a new one cannot slip past them."""

import tomllib
from typing import Any

from tests.architecture.sources import ROOT

DOORS = {"api", "app", "cli", "console", "demo", "__main__", "log", "migrations"}
NEAR_THE_SCREEN = {"app", "screens", "components", "device", "main", "__main__", "web_host"}


def _rooms(program: str) -> set[str]:
    children = (ROOT / program).iterdir()
    found = {
        child.stem
        for child in children
        if child.suffix == ".py" or (child.is_dir() and any(child.glob("*.py")))
    }
    return {f"{program}.{room}" for room in found - {"__init__"}}


def _sources_of(contract_id: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return set(next(contract for contract in contracts if contract["id"] == contract_id)["source_modules"])


def test_every_feature_of_the_server_is_kept_from_the_web_framework():
    features = _rooms("sync_server") - {f"sync_server.{door}" for door in DOORS}
    assert features - _sources_of("features-know-no-web") == set()


def test_every_room_of_the_phone_below_the_screens_is_kept_from_flet():
    below = _rooms("mobile") - {f"mobile.{room}" for room in NEAR_THE_SCREEN}
    assert below - _sources_of("flet-on-screen-only") == set()

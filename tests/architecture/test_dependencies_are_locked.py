"""Every file that set-up installs comes from the public index and is checked by its hash."""

import re
import tomllib
from typing import Any

from tests.architecture.sources import ROOT

PUBLIC_INDEX = {"registry": "https://pypi.org/simple"}


def _locked_packages() -> list[dict[str, Any]]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return [package for package in lock["package"] if "virtual" not in package["source"]]


def test_every_locked_package_comes_from_the_public_index():
    elsewhere = {p["name"]: p["source"] for p in _locked_packages() if p["source"] != PUBLIC_INDEX}
    assert elsewhere == {}


def test_every_file_of_the_lock_has_a_hash():
    unchecked = [
        file["url"]
        for package in _locked_packages()
        for file in [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if not file.get("hash", "").startswith("sha256:")
    ]
    assert unchecked == []


def test_uv_itself_is_one_exact_version_with_hashes():
    requirement, *hashes = (ROOT / "tools" / "uv.txt").read_text(encoding="utf-8").split()
    assert re.fullmatch(r"uv==\d+\.\d+\.\d+", requirement)
    assert [word for word in hashes if word != "\\" and not word.startswith("--hash=sha256:")] == []
    assert hashes

"""What a program imports is what its dependency group installs: nothing else reaches a phone."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import cast

import pytest

from tests.architecture.sources import OWN_PACKAGES, ROOT, Module, imports_of, modules_of

# Serves the phone's screens to a browser in development, demo and tests; never shipped on a phone.
WEB_HOST = "mobile/web_host.py"
# SQLAlchemy, FastAPI and the console load these by name or by URL.
LOADED_WITHOUT_IMPORT = {"psycopg", "python-multipart", "uvicorn"}


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _group(name: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = cast("list[str]", project["dependency-groups"][name])
    return {_normalised(re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]) for requirement in requirements}


def _imported(modules: list[Module]) -> dict[str, str]:
    """Distribution -> one place that imports it, for everything outside Python and this project."""
    distributions = packages_distributions()
    ours = OWN_PACKAGES | sys.stdlib_module_names
    return {
        _normalised(distributions.get(top, [top])[0]): f"{module.path}:{found.line}"
        for module in modules
        for found in imports_of(module)
        if (top := found.module.partition(".")[0]) not in ours
    }


def _phone_modules() -> list[Module]:
    return [module for module in modules_of("mobile", "shared") if module.path != WEB_HOST]


def test_the_phone_imports_nothing_outside_its_dependency_group():
    missing = {
        name: where for name, where in _imported(_phone_modules()).items() if name not in _group("phone")
    }
    assert missing == {}


def test_the_dependency_group_of_the_phone_carries_nothing_unused():
    assert _group("phone") - set(_imported(_phone_modules())) == set()


def test_the_web_host_of_the_phone_adds_only_the_web_client_and_its_server():
    web_host = [module for module in modules_of("mobile") if module.path == WEB_HOST]
    assert set(_imported(web_host)) <= _group("phone") | _group("phone-web")


@pytest.mark.parametrize("room", ["sync_server", "shared"])
def test_the_server_imports_nothing_outside_its_dependency_group(room: str):
    missing = {
        name: where for name, where in _imported(modules_of(room)).items() if name not in _group("server")
    }
    assert missing == {}


def test_the_dependency_group_of_the_server_carries_nothing_unused():
    used = set(_imported(modules_of("sync_server", "shared"))) | LOADED_WITHOUT_IMPORT
    assert _group("server") - used == set()

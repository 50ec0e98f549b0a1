"""What ships on a phone: mobile and shared alone, which start by themselves with the phone's requirements."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

from tests.architecture.sources import ROOT
from tools.package_phone import LEFT_OUT, phone_requirements, project_text, stage, what_is_missing

# A phone as pip's markers know it, and this machine.
ANDROID = {"platform_system": "Android", "sys_platform": "android", "python_version": "3.14"}
SERVER_ONLY = {
    "fastapi",
    "starlette",
    "alembic",
    "jinja2",
    "psycopg",
    "pydantic-settings",
    "typer",
    "uvicorn",
}
WEB_ONLY = {"flet-web"}
# In a fresh interpreter: only Python, the bundle, and what its requirements bring may be imported.
START_ALONE = """
import importlib, pkgutil, sys
allowed = set(sys.argv[2].split(",")) | set(sys.stdlib_module_names) | {"mobile", "shared", "main"}
class Guard:
    def find_spec(self, name, path=None, target=None):
        # Python's own, named after the platform it was built on.
        if name.partition(".")[0] not in allowed and not name.startswith("_sysconfigdata"):
            raise ModuleNotFoundError("not on a phone: " + name, name=name)
sys.meta_path.insert(0, Guard())
sys.path.insert(0, sys.argv[1])
import main, mobile, shared
assert mobile.__file__.startswith(sys.argv[1]), mobile.__file__
names = [m.name for p in (mobile, shared) for m in pkgutil.walk_packages(p.__path__, p.__name__ + ".")]
for name in names:
    # Each library of QR codes is one platform's own: the other's is not there.
    if name != "mobile.device.zbar_reader":
        importlib.import_module(name)
print(len(names))
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bundle") / "phone"
    stage(target, 42)
    return target


def project(bundle: Path) -> dict[str, Any]:
    return tomllib.loads((bundle / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[str, dict[str, Any]]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return {package["name"]: package for package in lock["package"]}


def closure(environment: dict[str, str] | None) -> set[str]:
    """The phone's requirements and all that these bring, in the versions that are locked."""
    packages = locked()
    asked = [Requirement(each) for each in phone_requirements()]
    waiting = [
        canonicalize_name(each.name)
        for each in asked
        if each.marker is None or each.marker.evaluate(environment)
    ]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for each in packages[name].get("dependencies", []):
            needed = Requirement(f"x; {each['marker']}").marker if "marker" in each else None
            if needed is None or needed.evaluate(environment):
                waiting.append(each["name"])
    return found


def importable(distributions: set[str]) -> Iterator[str]:
    for module, owners in packages_distributions().items():
        if {canonicalize_name(owner) for owner in owners} & distributions:
            yield module


def test_the_bundle_holds_the_phone_and_what_it_shares_and_nothing_else(bundle: Path):
    assert {path.name for path in bundle.iterdir()} == {
        "main.py",
        "pyproject.toml",
        "mobile",
        "shared",
        "assets",
    }
    ours = {path.relative_to(ROOT / "mobile").as_posix() for path in (ROOT / "mobile").rglob("*.py")}
    staged = {path.relative_to(bundle / "mobile").as_posix() for path in (bundle / "mobile").rglob("*.py")}
    assert staged == {path for path in ours if path.partition("/")[0] not in LEFT_OUT}
    kinds = {path.suffix for path in bundle.rglob("*") if path.is_file()}
    assert kinds == {".py", ".toml", ".ttf", ".md", ".png", ".wav"}


def test_every_module_of_the_bundle_is_imported_with_the_phones_requirements_alone(
    bundle: Path, tmp_path: Path
):
    allowed = ",".join(sorted(importable(closure(None))))
    run = subprocess.run(
        [sys.executable, "-I", "-c", START_ALONE, str(bundle), allowed],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 150


def test_the_guard_of_that_test_does_refuse(bundle: Path, tmp_path: Path):
    run = subprocess.run(
        [sys.executable, "-I", "-c", START_ALONE, str(bundle), "flet"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "not on a phone" in run.stderr


@pytest.mark.parametrize("environment", [None, ANDROID], ids=["here", "android"])
def test_no_library_of_the_server_ships(environment: dict[str, str] | None):
    shipped = closure(environment)
    assert shipped & (SERVER_ONLY | WEB_ONLY) == set()
    assert "flet" in shipped


def test_each_platform_gets_the_reader_of_codes_it_has_a_wheel_for():
    assert {"pyzbar", "zxing-cpp"} & closure(ANDROID) == {"pyzbar"}
    assert {"pyzbar", "zxing-cpp"} & closure(None) == {"zxing-cpp"}


def test_the_staged_project_asks_for_the_phones_group_and_flet_exactly(bundle: Path):
    asked = project(bundle)["project"]["dependencies"]
    assert asked == phone_requirements()
    assert [each for each in asked if each.startswith("flet==")] == ["flet==1.0.5"]
    assert all(Requirement(each) for each in asked)


def test_permissions_are_few_backup_is_off_and_old_phones_are_welcome(bundle: Path):
    flet = project(bundle)["tool"]["flet"]
    granted = {name.rpartition(".")[2] for name, value in flet["android"]["permission"].items() if value}
    assert granted == {
        "INTERNET",
        "ACCESS_NETWORK_STATE",
        "CAMERA",
        "ACCESS_COARSE_LOCATION",
        "ACCESS_FINE_LOCATION",
        "VIBRATE",
    }
    assert "permissions" not in flet, "the bundles ask for the background and the microphone too"
    assert flet["android"]["manifest_application"]["allowBackup"] == "false"
    assert (flet["android"]["min_sdk_version"], flet["android"]["split_per_abi"]) == (24, True)
    assert flet["android"]["deep_linking"] == flet["ios"]["deep_linking"]
    assert {"NSCameraUsageDescription", "NSLocationWhenInUseUsageDescription"} <= set(flet["ios"]["info"])
    assert "NSLocationAlwaysUsageDescription" not in flet["ios"]["info"]


def test_a_later_build_has_a_greater_number(bundle: Path):
    assert project(bundle)["tool"]["flet"]["build_number"] == 42
    assert tomllib.loads(project_text(43))["tool"]["flet"]["build_number"] == 43


def test_icon_and_splash_are_there_in_the_sizes_stores_ask_for(bundle: Path):
    sizes: dict[str, tuple[int, int]] = {}
    for path in (bundle / "assets").glob("*.png"):
        with Image.open(path) as picture:
            sizes[path.name] = picture.size
    assert sizes["icon.png"] == sizes["icon_android.png"] == (1024, 1024)
    assert sizes["splash.png"] == sizes["splash_dark.png"] == (512, 512)
    # Apple takes no icon that one can see through.
    with Image.open(bundle / "assets" / "icon.png") as icon:
        assert icon.mode == "RGB"


def test_what_cannot_be_built_here_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    said = what_is_missing("apk", may_fetch=False)
    assert said is not None
    assert "ANDROID_HOME" in said
    assert what_is_missing("apk", may_fetch=True) is None
    monkeypatch.setenv("ANDROID_HOME", str(tmp_path))
    assert what_is_missing("apk", may_fetch=False) is None
    if sys.platform != "darwin":
        assert "Mac" in (what_is_missing("ipa", may_fetch=True) or "")


def test_the_workflow_builds_both_apps_by_the_projects_own_commands_and_holds_no_secret():
    text = (ROOT / ".github" / "workflows" / "phone.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    jobs = workflow["jobs"]
    assert {name: job["runs-on"] for name, job in jobs.items()} == {
        "android": "ubuntu-latest",
        "ios": "macos-latest",
    }
    commands = {name: [step.get("run", "") for step in job["steps"]] for name, job in jobs.items()}
    assert any(run.startswith("make apk") for run in commands["android"])
    assert "make ipa" in commands["ios"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("apk", "ipa", "phone-resolve"):
        assert f"\n{target}: " in makefile
    environments = [step["env"] for job in jobs.values() for step in job["steps"] if "env" in step]
    values = [value for environment in environments for value in environment.values()]
    assert values
    assert all(value.startswith("${{ secrets.") for value in values)
    assert workflow["permissions"] == {"contents": "read"}

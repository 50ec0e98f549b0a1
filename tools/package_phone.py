"""`python -m tools.package_phone apk|ipa|stage|resolve`: the phone's bundle, and Flet's build of it.

The bundle is an allow-list: `build/phone/` holds `main.py`, `mobile/`, `shared/`, `assets/` and a
`pyproject.toml` written here. What is not listed cannot ship.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from mobile.config import APP_VERSION

ROOT = Path(__file__).resolve().parent.parent
STAGE = ROOT / "build" / "phone"
# Of the phone's own room: what serves it to a browser, and what rehearses a day for the demonstration.
LEFT_OUT = ("__main__.py", "web_host.py", "rehearsal", "assets")
FLET_VERSION = "1.0.5"
FLET_INDEX = "https://pypi.flet.dev"
ENTRY = '''"""The phone's entry, as Flet's build looks for it."""

import flet as ft

from mobile.main import main

if __name__ == "__main__":
    ft.run(main, assets_dir="assets")
'''
PROJECT = """\
[project]
name = "relais-fermier"
version = "{version}"
description = "Relais fermier, le téléphone de l'aidant de tournée"
requires-python = ">=3.11"
dependencies = [
{dependencies}
]

[tool.flet]
org = "coop.relaisfermier"
product = "Relais fermier"
company = "Relais fermier"
build_number = {build_number}

[tool.flet.app]
path = "."

[tool.flet.splash]
color = "#FBFAF5"
dark_color = "#12150F"

# One by one: Flet's bundles ask for more (`location` adds the background, `camera` the microphone).
[tool.flet.android.permission]
"android.permission.INTERNET" = true
"android.permission.ACCESS_NETWORK_STATE" = true
"android.permission.CAMERA" = true
"android.permission.ACCESS_COARSE_LOCATION" = true
"android.permission.ACCESS_FINE_LOCATION" = true
"android.permission.VIBRATE" = true

# A phone without a camera or a satellite receiver can do a round.
[tool.flet.android.feature]
"android.hardware.camera" = false
"android.hardware.camera.autofocus" = false
"android.hardware.location.gps" = false

# Facts and tokens are nobody's cloud's: the co-op's server is where they are safe.
[tool.flet.android.manifest_application]
allowBackup = "false"
fullBackupContent = "false"

[tool.flet.android]
min_sdk_version = 24
split_per_abi = true
adaptive_icon_background = "#1E5B3A"

[tool.flet.android.deep_linking]
scheme = "relaisfermier"
host = "enrol"

[tool.flet.ios.deep_linking]
scheme = "relaisfermier"
host = "enrol"

[tool.flet.ios.info]
NSCameraUsageDescription = "Lire les étiquettes des caisses et photographier ce qui ne va pas."
NSLocationWhenInUseUsageDescription = "Joindre votre position à vos enregistrements, si vous le choisissez."
NSPhotoLibraryUsageDescription = "Joindre une photo à un enregistrement."
ITSAppUsesNonExemptEncryption = false
"""


def main() -> int:
    """One word says what to make."""
    parser = argparse.ArgumentParser(prog="python -m tools.package_phone", description=__doc__)
    parser.add_argument("what", choices=("stage", "resolve", "apk", "ipa"))
    parser.add_argument("--build-number", type=int, help="must grow with each build that is handed out")
    parser.add_argument(
        "--fetch-sdk", action="store_true", help="let Flet fetch Flutter, the JDK and the Android SDK (GB)"
    )
    asked = parser.parse_args()
    stage(STAGE, asked.build_number or commits_so_far())
    sys.stdout.write(f"{STAGE.relative_to(ROOT)}: {APP_VERSION}\n")
    match asked.what:
        case "stage":
            return 0
        case "resolve":
            return resolve(STAGE)
        case kind:
            return build(kind, may_fetch=asked.fetch_sdk)


def stage(target: Path, build_number: int) -> None:
    """Write the bundle's folder anew; what Flet's build left beside it (Flutter's cache) goes too."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / "main.py").write_text(ENTRY, encoding="utf-8")
    (target / "pyproject.toml").write_text(project_text(build_number), encoding="utf-8")
    forget = shutil.ignore_patterns("__pycache__", "*.pyc")
    mobile = ROOT / "mobile"
    shutil.copytree(
        mobile,
        target / "mobile",
        ignore=lambda folder, names: {
            *forget(folder, names),
            *(LEFT_OUT if Path(folder) == mobile else ()),
        },
    )
    shutil.copytree(ROOT / "shared", target / "shared", ignore=forget)
    shutil.copytree(mobile / "assets", target / "assets")


def phone_requirements() -> list[str]:
    """The group `phone` of the project, which a test holds equal to what the phone imports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(each) for each in project["dependency-groups"]["phone"]]


def project_text(build_number: int) -> str:
    """The staged `pyproject.toml`."""
    dependencies = "\n".join(f'    "{each}",' for each in phone_requirements())
    return PROJECT.format(version=APP_VERSION, dependencies=dependencies, build_number=build_number)


def commits_so_far() -> int:
    """A number that grows with the main line of work; Android refuses an older one over a newer one."""
    counted = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(counted.stdout)


def resolve(target: Path) -> int:
    """Whether the bundle's requirements resolve together. Needs the package index; speaks for this machine:

    which wheels phones get is known to Flet's own index, asked by its build alone.
    """
    return subprocess.run(
        [uv(), "pip", "compile", "--quiet", "--no-header", str(target / "pyproject.toml")], check=False
    ).returncode


def build(kind: str, *, may_fetch: bool) -> int:
    """Flet's build in the staged folder, or in a sentence what is missing here."""
    missing = what_is_missing(kind, may_fetch=may_fetch)
    if missing is not None:
        sys.stderr.write(f"\n{missing}\nLe dossier à construire est prêt : {STAGE.relative_to(ROOT)}\n\n")
        return 2
    flet = [
        uv(),
        "tool",
        "run",
        "--from",
        f"flet=={FLET_VERSION}",
        "--with",
        f"flet-cli=={FLET_VERSION}",
        "flet",
    ]
    return subprocess.run([*flet, "build", kind, str(STAGE), "--yes"], cwd=STAGE, check=False).returncode


def what_is_missing(kind: str, *, may_fetch: bool) -> str | None:
    """Why this machine cannot build it; None where it can."""
    if kind == "ipa":
        on_a_mac = sys.platform == "darwin"
        return None if on_a_mac else "Une application iPhone se construit sur un Mac avec Xcode."
    if may_fetch or android_sdk() is not None:
        return None
    return (
        "Il manque le SDK Android (ANDROID_HOME). Installez-le, ou laissez Flet le chercher,\n"
        "avec Flutter et Java (plusieurs Go) : make apk ARGS=--fetch-sdk. Sinon, la construction\n"
        "se fait dans l'intégration continue (.github/workflows/phone.yml)."
    )


def android_sdk() -> Path | None:
    """Where the system or Android Studio keeps it."""
    named = [os.environ.get("ANDROID_HOME"), os.environ.get("ANDROID_SDK_ROOT")]
    usual = [Path.home() / "Android" / "Sdk", Path.home() / "Library" / "Android" / "sdk"]
    return next((path for path in [*(Path(each) for each in named if each), *usual] if path.is_dir()), None)


def uv() -> str:
    """The project's own, else the one of the machine."""
    own = ROOT / ".uv" / "bin" / "uv"
    return str(own) if own.exists() else "uv"


if __name__ == "__main__":
    sys.exit(main())

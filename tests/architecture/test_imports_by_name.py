"""Imports by name, which no layer's contract sees: each one is known, and of the importer's program."""

import ast

from tests.architecture.sources import PROGRAMS, Module, imports_of, modules_of

# What the phone's start puts off (0286), and a library of codes for each platform. Nothing else, nowhere.
KNOWN = {
    ("mobile/main.py", "'mobile.app.opening'"),
    ("mobile/main.py", "'mobile.app.phones'"),
    ("mobile/app/phones.py", "'mobile.sync.http_peer'"),
    ("mobile/app/routes.py", "f'mobile.screens.{self.folder}.screen'"),
    ("mobile/app/session.py", "'mobile.app.carrier'"),
    ("mobile/device/decoder.py", "f'mobile.device.{name}'"),
    ("mobile/device/decoder.py", "'mobile.device.grey_picture'"),
    ("shared/sync/rescue_pack.py", "'shared.sync.rescue_seal'"),
}
BY_NAME = ("import_module", "__import__")


def imported_by_name(module: Module) -> list[tuple[str, str]]:
    """The module's path and what it asks for, of each call that imports by name."""
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return [
        (module.path, ast.unparse(call.args[0]) if call.args else "")
        for call in calls
        if ast.unparse(call.func).rpartition(".")[2] in BY_NAME
    ]


def test_nothing_is_imported_by_name_but_what_is_known() -> None:
    found = {each for module in modules_of(*PROGRAMS) for each in imported_by_name(module)}
    assert found == KNOWN


def test_what_is_imported_by_name_is_the_importers_own_program() -> None:
    assert [
        (path, name) for path, name in KNOWN if path.split("/")[0] != name.strip("f'").split(".")[0]
    ] == []


def test_no_alias_hides_an_import_by_name() -> None:
    importing = [(module, each) for module in modules_of(*PROGRAMS) for each in imports_of(module)]
    assert {module.path for module, each in importing if each.module == "importlib"} == {
        path for path, _ in KNOWN
    }
    assert "from importlib import" not in "".join(module.text for module in modules_of(*PROGRAMS))

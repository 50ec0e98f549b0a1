"""Modules and functions keep the size at which they are read in one go, and say what they are."""

import ast

import pytest

from tests.architecture.sources import OWN_PACKAGES, ROOT, Module, imports_of, modules_of

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40


# Every module is read and parsed once: by one process, for this file only.
pytestmark = pytest.mark.xdist_group("parsed sources")


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    """Everything we wrote."""
    return modules_of(*OWN_PACKAGES)


@pytest.fixture(scope="module")
def written_modules(modules: list[Module]) -> list[Module]:
    """Without the migrations: each is a list of columns, generated once and never edited."""
    return [module for module in modules if "/migrations/versions/" not in module.path]


def test_no_module_is_longer_than_300_lines(written_modules: list[Module]):
    lengths = {m.path: len(m.text.splitlines()) for m in written_modules}
    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES_MAX} == {}


def test_no_function_is_longer_than_40_lines(written_modules: list[Module]):
    too_long = {
        f"{module.path}:{node.lineno} {node.name}": lines
        for module in written_modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert too_long == {}


def test_every_module_says_in_its_first_line_what_is_in_it(modules: list[Module]):
    silent = [m.path for m in modules if not ast.get_docstring(m.tree)]
    assert silent == []


def test_every_folder_of_the_programs_is_a_package_that_says_what_is_in_it(modules: list[Module]):
    rooms = ("shared/", "mobile/", "sync_server/", "benchmarks/")
    folders = {(ROOT / m.path).parent for m in modules if m.path.startswith(rooms)}
    missing = [
        folder.relative_to(ROOT).as_posix() for folder in folders if not (folder / "__init__.py").exists()
    ]
    # Alembic reads its revisions by path: that folder is no package.
    assert [path for path in sorted(missing) if path != "sync_server/migrations/versions"] == []


def test_no_import_of_our_own_packages_hides_in_a_function(modules: list[Module]):
    hidden = [
        f"{module.path}:{found.line} {found.module}"
        for module in modules
        for found in imports_of(module)
        if found.inside_function and found.module.partition(".")[0] in OWN_PACKAGES
    ]
    assert hidden == []


def test_shared_never_asks_what_time_it_is(modules: list[Module]):
    asked = [
        f"{module.path}:{node.lineno}"
        for module in modules
        if module.path.startswith("shared/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]
    assert asked == []

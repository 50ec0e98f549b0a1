"""Modules and functions keep the size at which they are read in one go, and say what they are."""

import ast

from tests.architecture.sources import OWN_PACKAGES, ROOT, Module, imports_of, modules_of

MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40


def _written_modules() -> list[Module]:
    # A migration is a list of columns, generated once and never edited.
    return [m for m in modules_of(*OWN_PACKAGES) if "/migrations/versions/" not in m.path]


def test_no_module_is_longer_than_300_lines():
    lengths = {m.path: len(m.text.splitlines()) for m in _written_modules()}
    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES_MAX} == {}


def test_no_function_is_longer_than_40_lines():
    too_long = {
        f"{module.path}:{node.lineno} {node.name}": lines
        for module in _written_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert too_long == {}


def test_every_module_says_in_its_first_line_what_is_in_it():
    silent = [m.path for m in modules_of(*OWN_PACKAGES) if not ast.get_docstring(m.tree)]
    assert silent == []


def test_every_folder_of_the_programs_is_a_package_that_says_what_is_in_it():
    folders = {(ROOT / m.path).parent for m in modules_of("shared", "mobile", "sync_server", "benchmarks")}
    missing = [
        folder.relative_to(ROOT).as_posix() for folder in folders if not (folder / "__init__.py").exists()
    ]
    # Alembic reads its revisions by path: that folder is no package.
    assert [path for path in sorted(missing) if path != "sync_server/migrations/versions"] == []


def test_no_import_of_our_own_packages_hides_in_a_function():
    hidden = [
        f"{module.path}:{found.line} {found.module}"
        for module in modules_of(*OWN_PACKAGES)
        for found in imports_of(module)
        if found.inside_function and found.module.partition(".")[0] in OWN_PACKAGES
    ]
    assert hidden == []


def test_shared_never_asks_what_time_it_is():
    asked = [
        f"{module.path}:{node.lineno}"
        for module in modules_of("shared")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]
    assert asked == []

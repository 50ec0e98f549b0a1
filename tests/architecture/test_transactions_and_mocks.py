"""Only doors and the database's own room end a transaction; no test replaces our code by a mock."""

import ast

from tests.architecture.sources import imports_of, modules_of

# The doors open a transaction and commit it; `db` is where that is written down once.
MAY_COMMIT = (
    "sync_server/db/",
    "sync_server/api/",
    "sync_server/console/",
    "sync_server/cli/",
    "sync_server/migrations/",
)


def test_no_feature_of_the_server_ends_the_transaction_it_was_given():
    ended = [
        f"{module.path}:{node.lineno} {node.func.attr}"
        for module in modules_of("sync_server")
        if not module.path.startswith(MAY_COMMIT)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert ended == []


def test_no_test_uses_a_mock():
    mocking = [
        f"{module.path}:{found.line}"
        for module in modules_of("tests")
        for found in imports_of(module)
        if found.module in {"unittest.mock", "mock", "pytest_mock"}
    ]
    assert mocking == []

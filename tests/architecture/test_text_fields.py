"""Every text field of the phone tells when it has the caret, or a reader's codes would be read twice."""

import ast

from tests.architecture.sources import modules_of


def _makes_one(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "TextField"
    )


def test_a_module_that_makes_text_fields_tells_of_their_caret():
    silent = [
        module.path
        for module in modules_of("mobile")
        if any(_makes_one(node) for node in ast.walk(module.tree)) and "with_caret(" not in module.text
    ]
    assert silent == []

"""The catalogue of mutants keeps up with the code: each still breaks one thing, and its killers exist."""

import ast
import re
from functools import cache

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import WORLDS, Mutant
from tests.mutants.tree import ROOT

MUTANTS_LEAST = 45
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
each_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


@cache
def source_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse(source_of(path))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_mutant_has_a_name_of_its_own() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(set(names)) == len(names) >= MUTANTS_LEAST
    assert [name for name in names if not NAME.fullmatch(name)] == []


@each_mutant
def test_its_text_stands_once_and_what_replaces_it_is_another_program(mutant: Mutant) -> None:
    source = source_of(mutant.path)
    assert source.count(mutant.text) == 1
    assert ast.dump(ast.parse(mutant.broken(source))) != ast.dump(ast.parse(source))


@each_mutant
def test_it_says_which_rule_it_breaks_and_who_should_notice(mutant: Mutant) -> None:
    assert mutant.rule
    assert mutant.stated_in
    assert mutant.killers
    for killer in mutant.killers:
        if killer != WORLDS:
            path, _, test = killer.partition("::")
            assert test.partition("[")[0] in functions_in(path), killer

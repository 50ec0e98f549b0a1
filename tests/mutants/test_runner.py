"""The runner tells apart a mutant that is noticed, one that hangs, and one that shows nothing."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.mutants import workshop
from tests.mutants.mutant import Mutant
from tests.mutants.staying import module_of
from tests.mutants.tree import ROOT
from tests.mutants.trial import End, try_mutant
from tests.mutants.workshop import Workshop, workshops

PATH = "shared/sync/hashchain.py"
TEXT = "return sha256(previous + body).digest()"
KILLER = "tests/shared/sync/test_hashchain.py::test_each_body_is_chained_by_its_raw_bytes"
pytestmark = pytest.mark.simulation


def a_mutant(replacement: str, text: str = TEXT) -> Mutant:
    return Mutant("a-mutant", "a rule", "nowhere", PATH, text, replacement, (KILLER,))


@pytest.fixture(scope="module")
def shop() -> Iterator[Workshop]:
    with workshops(1) as (only,):
        yield only


def test_a_rule_broken_and_noticed_is_put_back(shop: Workshop) -> None:
    trial = try_mutant(shop, a_mutant("return sha256(body).digest()"))
    assert (trial.end, trial.killer) == (End.KILLED, KILLER)
    assert shop.run_tests([KILLER]).code == 0


def test_what_does_not_end_in_time_is_said_to_hang(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "TESTS_LIMIT_S", 5)
    trial = try_mutant(shop, a_mutant("while True:\n        pass"))
    assert (trial.end, trial.is_dead) == (End.HUNG, True)


def test_what_no_mutant_touches_is_loaded_once_and_what_one_touches_anew_each_time(shop: Workshop) -> None:
    shop.load_what_stays([KILLER], [PATH])
    assert shop.run_tests([KILLER]).code == 0
    trial = try_mutant(shop, a_mutant("return sha256(body).digest()"))
    assert (trial.end, trial.killer) == (End.KILLED, KILLER)


def test_a_module_that_leads_to_what_changes_stays_out() -> None:
    code = (
        "import sys; from tests.mutants.staying import load_what_stays;"
        "load_what_stays(['shared.sync.protocol', 'sync_server.api.sync'],"
        " ['sync_server/custody/ingest.py']);"
        "print(*[name in sys.modules for name in"
        " ('shared.sync.protocol', 'sync_server.api.sync', 'sync_server.custody.ingest', 'hypothesis')])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "False", "False", "False"]


def test_a_file_is_named_as_it_is_imported() -> None:
    assert module_of("sync_server/api/sync.py") == "sync_server.api.sync"
    assert module_of("sync_server/cli/__init__.py") == "sync_server.cli"


@pytest.mark.parametrize("mutant", [a_mutant("return ("), a_mutant("return b''", text="no such text")])
def test_what_cannot_be_loaded_or_has_moved_shows_nothing(shop: Workshop, mutant: Mutant) -> None:
    trial = try_mutant(shop, mutant)
    assert (trial.end, trial.is_dead) == (End.BROKEN, False)

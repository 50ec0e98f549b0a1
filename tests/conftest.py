"""What every test lives under: no network but loopback, no clock in Hypothesis, a browser when asked for."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, settings

from tests.at_end import AT_END
from tools.browser import NO_BROWSER, find_browser

settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile("house")

# Loading all modules and tests makes millions of objects that stay: looking through them again and again for
# garbage, as the collector does by default, is a sixth of the suite's time.
_collects_garbage = gc.isenabled()
gc.disable()
OBJECTS_BETWEEN_COLLECTIONS = 50_000

MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30


def _work_in_memory() -> None:
    # Phones and servers wait for the disk at every commit; thousands of fresh ones spend minutes on that.
    # What the programs ask of a disk stays the same, and what a disk may lose is tried by tests/reliability.
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    cannot_run_programs = os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    if shutil.disk_usage(MEMORY).free >= ROOM_BYTES and not cannot_run_programs:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


_work_in_memory()

_refused: list[str] = []


class NetworkRefused(RuntimeError):
    """A test reached for a machine other than this one."""


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        host = _host_of(arguments[1])
    else:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if isinstance(name, str) and not _is_here(name):
        _refused.append(name)
        raise NetworkRefused(name)


def _host_of(address: object) -> object:
    # A path (Unix socket) or no address at all (already connected) reaches no other machine.
    return cast("tuple[object, ...]", address)[0] if isinstance(address, tuple) else None


def _is_here(host: str) -> bool:
    # Binding to every interface asks the resolver for 0.0.0.0 without leaving the machine.
    if host in {"", "localhost", "0.0.0.0", "::"}:
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


# An audit hook sees every socket of this process, whatever library opened it. Child processes and Chromium
# are not touched: the tests of the browser refuse there what leaves localhost.
sys.addaudithook(_refuse_the_network)


@pytest.fixture(autouse=True)
def network_stays_on_this_machine() -> Iterator[None]:
    """Fails the test that reached outside even where the code under test swallowed the refusal."""
    _refused.clear()
    yield
    assert _refused == [], "reached outside this machine"


@pytest.fixture(autouse=True)
def no_folder_has_the_name_of_an_earlier_one(request: pytest.FixtureRequest) -> Iterator[None]:
    """pytest takes a test's folder away; programs of this process may still know its path."""
    yield
    test = cast("pytest.Item", request.node)  # pyright: ignore[reportUnknownMemberType]
    folder = test.funcargs.get("tmp_path") if isinstance(test, pytest.Function) else None
    if isinstance(folder, Path):
        folder.mkdir(exist_ok=True)


@pytest.fixture
def refused_hosts() -> list[str]:
    """The hosts refused so far in this test; the test of the guard itself clears it."""
    return _refused


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium that starts; `make setup` installs one."""
    path = find_browser()
    if path is None:
        pytest.fail(NO_BROWSER)
    return path


# First, because xdist and `-m` read the marks in this same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker drives the browsers: two Chromiums on two cores make each other late."""
    for item in items:
        if isinstance(item, pytest.Function) and "chromium_path" in item.fixturenames:
            item.add_marker("browser")
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_collection_finish() -> None:
    """From here on garbage is collected, but only among what the tests make themselves."""
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    # Whoever runs one short session after another may have done without.
    if _collects_garbage:
        gc.enable()


def pytest_unconfigure() -> None:
    """What was started for all tests of this process is stopped."""
    AT_END.close()

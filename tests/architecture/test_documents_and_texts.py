"""The map is current, decisions stay short, pages name no other machine and no file a path of this one."""

import re

from tests.architecture.sources import ROOT, modules_of, text_files
from tools.map import map_text

DECISION_LINES_MAX = 40
# XML namespaces are names, not addresses.
NAMESPACES = ("http://www.w3.org/",)
LOOPBACK = r"(localhost|127\.0\.0\.1|\[::1\])\b"


def test_the_map_of_the_modules_is_up_to_date():
    written = (ROOT / "docs" / "MAP.md").read_text(encoding="utf-8")
    assert written == map_text(), "run `make map`"


def test_every_decision_record_holds_on_one_page():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    lengths = {record.name: len(record.read_text(encoding="utf-8").splitlines()) for record in records}
    assert records
    assert {name: lines for name, lines in lengths.items() if lines > DECISION_LINES_MAX} == {}


def test_decision_records_are_numbered_once_each():
    numbers = [record.name[:4] for record in (ROOT / "docs" / "decisions").glob("*.md")]
    assert all(number.isdigit() for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_pages_and_styles_name_no_other_machine():
    elsewhere = [
        f"{path}: {address}"
        for path, text in text_files()
        if path.startswith("sync_server/") and path.endswith((".html", ".css", ".js", ".svg"))
        for address in re.findall(r"""(?:https?:|wss?:|["'(])//[^\s"'<>)]+""", text)
        if not address.startswith(NAMESPACES) and not re.match(rf"\W?\w*:?//{LOOPBACK}", address)
    ]
    assert elsewhere == []


def test_nothing_names_a_path_of_one_machine():
    one_machine = re.compile(r"(?<![\w.~}/-])/(?:work|root|tmp|home|Users)/")
    named = [
        f"{path}: {line.strip()[:80]}"
        for path, text in text_files()
        for line in text.splitlines()
        if one_machine.search(line)
    ]
    assert named == []


def test_no_test_waits_for_time_to_pass():
    sleep = re.compile(
        r"\b(time|asyncio)\.sleep\(|\bwait_for_timeout\(|^from time import .*\bsleep\b", re.MULTILINE
    )
    # asyncio.sleep(0) only lets others run.
    waiting = [
        f"{module.path}: {found.group(0)}"
        for module in modules_of("tests")
        for found in sleep.finditer(module.text.replace("asyncio.sleep(0)", ""))
    ]
    assert waiting == []


def test_the_folders_of_tests_are_no_packages():
    assert sorted(path.as_posix() for path in (ROOT / "tests").rglob("__init__.py")) == []


def test_every_test_the_table_of_security_names_is_there():
    table = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", table)
    assert named
    gone = [
        f"{path}::{name}"
        for path, name in named
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert gone == []

"""Bodies of every version ever shipped, kept byte for byte, and what they must mean for ever."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from shared.custody.bodies import DECODERS, read_body
from shared.custody.events import (
    PROTOCOL_VERSION,
    SERVER_KINDS,
    EnvelopeFault,
    Fact,
    Kind,
    QuarantineReason,
)

SHIPPED = Path(__file__).parent / "shipped"
VERSIONS = range(1, PROTOCOL_VERSION + 1)
FACT_ID = "019a5743-4c80-7000-8000-000000000001"


def kept(version: int) -> list[dict[str, Any]]:
    """What phones of this version wrote, each with the fact it was read as when it shipped."""
    return [json.loads(line) for line in (SHIPPED / f"v{version}.jsonl").read_text("utf-8").splitlines()]


def test_each_version_has_a_decoder_and_none_is_ahead_of_the_protocol() -> None:
    assert sorted(DECODERS) == list(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_shipped_is_read_as_on_the_day_it_shipped(version: int) -> None:
    for each in kept(version):
        read = read_body(each["body"])
        assert isinstance(read, Fact), (each["body"], read)
        assert read.v == version
        assert json.loads(json.dumps(asdict(read))) == each["fact"]


def test_version_1_keeps_a_body_of_each_of_its_kinds() -> None:
    assert {each["fact"]["kind"] for each in kept(1)} == {kind.value for kind in set(Kind) - SERVER_KINDS}


@pytest.mark.parametrize("version", [0, PROTOCOL_VERSION + 1, -1, 10**30])
def test_of_a_version_nobody_shipped_only_the_id_is_believed(version: int) -> None:
    # Tomorrow's envelope may lack what today's requires: that is no fault of its own.
    read = read_body(json.dumps({"v": version, "id": FACT_ID, "kind": {"of": "tomorrow"}}))
    assert read == EnvelopeFault(QuarantineReason.UNKNOWN_VERSION, "v", FACT_ID)

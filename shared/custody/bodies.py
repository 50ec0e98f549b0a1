"""Reading and writing the bytes of a fact: one JSON reader for both programs, a decoder for each version."""

import json
import re
from collections.abc import Callable
from typing import Any, cast

from shared.custody.body_v1 import read_version_1
from shared.custody.events import BODY_MAX_BYTES, EnvelopeFault, Evidence, Fact, QuarantineReason
from shared.ids import is_uuid

NESTING_MAX = 32
Decoder = Callable[[dict[str, Any], str | None], Fact | EnvelopeFault]
# Every version ever shipped: a log written years ago comes up one day from a phone found in a drawer. A
# decoder is added, never changed nor taken away; a version that has none is kept for a program that has.
DECODERS: dict[int, Decoder] = {1: read_version_1}
# A string without an end is taken whole as well: looked for again from each quote, it would cost the square.
_NESTING_MARKS = re.compile(r'"(?:[^"\\]|\\[\s\S])*"?|[\[\]{}]')


class _DuplicateKeyError(ValueError):
    """An object names one key twice."""


def read_body(text: str) -> Fact | EnvelopeFault:
    """The fact a body holds, or why its envelope cannot be read or trusted. Never raises."""
    try:
        if len(text) > BODY_MAX_BYTES or len(text.encode()) > BODY_MAX_BYTES:
            return EnvelopeFault(QuarantineReason.TOO_LARGE)
        if not _is_nested_within(text, NESTING_MAX):
            return EnvelopeFault(QuarantineReason.NOT_JSON)
        parsed: object = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except _DuplicateKeyError:
        return EnvelopeFault(QuarantineReason.DUPLICATE_KEYS)
    except (ValueError, RecursionError):
        return EnvelopeFault(QuarantineReason.NOT_JSON)
    if not isinstance(parsed, dict):
        return EnvelopeFault(QuarantineReason.NOT_JSON)
    return _read_envelope(cast(dict[str, Any], parsed))


def names_a_key_twice(raw: bytes) -> bool:
    """Whether some object of this JSON can be read in two ways; also where it cannot be read at all.

    Of two `log` members a reader takes one: what the other held would be lost without a word.
    """
    try:
        json.loads(raw, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        return True
    return False


def write_body(fact: Fact) -> str:
    """The body of a fact as compact JSON text; what is empty is left out."""
    body: dict[str, Any] = {
        "v": fact.v,
        "id": fact.id,
        "kind": fact.kind.value,
        "actor": fact.actor,
        "device": fact.device,
        "app": fact.app,
        "clk": {"wall": fact.clock.wall_ms, "boot": fact.clock.boot_ms, "bk": fact.clock.boot_key},
        "n": fact.n,
    }
    optional: dict[str, Any] = {
        "round": fact.round_id,
        "place": fact.place_id,
        "crates": list(fact.crates),
        "how": fact.how,
        "ref": fact.ref,
        "evidence": _written_evidence(fact.evidence),
        "data": fact.data,
    }
    body.update((name, value) for name, value in optional.items() if value)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _read_envelope(parsed: dict[str, Any]) -> Fact | EnvelopeFault:
    """Nothing but the version and the id is read before the version's own decoder is found."""
    known_id = parsed.get("id")
    fact_id = known_id if isinstance(known_id, str) and is_uuid(known_id) else None
    if "v" not in parsed:
        return EnvelopeFault(QuarantineReason.MISSING_FIELD, "v", fact_id)
    version = parsed["v"]
    if type(version) is not int:
        return EnvelopeFault(QuarantineReason.BAD_FIELD, "v", fact_id)
    decoder = DECODERS.get(version)
    if decoder is None:
        return EnvelopeFault(QuarantineReason.UNKNOWN_VERSION, "v", fact_id)
    return decoder(parsed, fact_id)


def _written_evidence(evidence: Evidence) -> dict[str, Any] | None:
    if evidence.is_empty:
        return None
    return {"gps": evidence.gps, "photos": list(evidence.photos), "signature": evidence.signature}


def _is_nested_within(text: str, limit: int) -> bool:
    """Depth is bounded by count, not by the interpreter's stack, so that phone and server judge alike."""
    if text.count("[") + text.count("{") <= limit:
        return True
    depth = 0
    for mark in _NESTING_MARKS.findall(text):
        if mark[0] == '"':
            continue
        depth += 1 if mark in "[{" else -1
        if depth > limit:
            return False
    return True


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _DuplicateKeyError
    return built


def _no_constant(name: str) -> Any:
    raise ValueError(name)

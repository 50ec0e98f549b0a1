"""Checks an exported journal with nothing but Python: `python -m shared.verify FILE`. It may be copied away.

The feed: fh_n = sha256(fh_(n-1) + kind + ref + sha256(content)), fh_0 = 32 zero bytes. A phone's log:
h_n = sha256(h_(n-1) + body), h_0 = sha256(name of the log). Bodies are hashed as they stand, byte for byte.
"""

import json
import sys
from hashlib import sha256
from typing import Any, BinaryIO


def verify(journal: BinaryIO) -> str | None:
    """What is wrong first, and in which line; None where every fact stands as it was written."""
    number = 0
    try:
        feed, seq, at, ended = bytes(32), 0, 0, False
        bodies: dict[str, int] = {}
        logs: dict[str, tuple[int, bytes]] = {}
        for number, raw in enumerate(journal, start=1):
            line: dict[str, Any] = json.loads(raw, object_pairs_hook=_once)
            if ended or (number == 1) != ("journal" in line):
                return f"line {number}: a journal has one beginning and one end"
            if "kind" in line:
                feed, seq = _feed_hash(feed, line), seq + 1
                if (line["seq"], line["fh"]) != (seq, feed.hex()):
                    return f"line {number}: the history is broken at {seq}"
                if "body" in line:
                    bodies[line["ref"]] = at
            elif "log" in line:
                reached, hash_ = logs.get(line["log"], (0, _digest(line["log"])))
                body = bytes.fromhex(line["raw"]) if "raw" in line else _body(journal, bodies[line["event"]])
                logs[line["log"]] = reached + 1, sha256(hash_ + body).digest()
                if (line["seq"], line["h"]) != (reached + 1, logs[line["log"]][1].hex()):
                    return f"line {number}: log {line['log']} is broken at {reached + 1}"
            elif number > 1:
                ended = line["end"] == {"seq": seq, "fh": feed.hex(), "logs": len(logs)}
            at += len(raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"line {number}: this is not a line of a journal"
    return None if ended else f"line {number}: the journal has no end, or another one"


def _feed_hash(before: bytes, line: dict[str, Any]) -> bytes:
    digest = bytes.fromhex(line["digest"]) if "digest" in line else _digest(line["body"])
    return sha256(before + line["kind"].encode() + line["ref"].encode() + digest).digest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice could be read in two ways."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _body(journal: BinaryIO, at: int) -> bytes:
    """The body of a fact told earlier in the same file; finding it again costs no memory."""
    here = journal.tell()
    journal.seek(at)
    body: str = json.loads(journal.readline())["body"]
    journal.seek(here)
    return body.encode()


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as opened:
        wrong = verify(opened)
    print(wrong or "every fact stands as it was written")  # noqa: T201
    sys.exit(1 if wrong else 0)

"""What disputes do, worked out from the facts alone: which lines are frozen, and what phones are told."""

import json
from collections import defaultdict
from typing import NamedTuple

from shared.custody.events import SERVER_DEVICE
from tests.simulation.server import SimServer
from tests.simulation.violation import require

_DISPUTES = (
    "SELECT id, actor, json_extract(body, '$.data.line') FROM event WHERE kind = 'dispute'"
    " ORDER BY effective_ms, id"
)
_DECISIONS = (
    "SELECT id, ref, json_extract(body, '$.data.resolution') FROM event"
    " WHERE kind = 'decision' AND device = ? ORDER BY effective_ms, id"
)
_VOIDS = "SELECT ref, actor, device FROM event WHERE kind = 'void' AND ref IS NOT NULL"


class Said(NamedTuple):
    """A dispute that its author did not withdraw, and what was decided of it, if anything."""

    line_key: str
    resolution: str | None


def due_key(line_key: str) -> str:
    """The key of the line once it is due: without the settlement it is in, without why it waited."""
    return line_key.partition("@")[0].rpartition("|")[0] + "|"


def disputes_standing(server: SimServer) -> list[Said]:
    """By people who pay or receive the line, the oldest first."""
    voided_by: defaultdict[str, set[str]] = defaultdict(set)
    for ref, actor, device in server.rows(_VOIDS):
        voided_by[ref].add(SERVER_DEVICE if device == SERVER_DEVICE else actor)
    decided: dict[str, str] = {}
    for decision_id, about, resolution in server.rows(_DECISIONS, SERVER_DEVICE):
        if SERVER_DEVICE not in voided_by[decision_id]:
            decided[about] = resolution
    return [
        Said(line_key, decided.get(dispute_id))
        for dispute_id, actor, line_key in server.rows(_DISPUTES)
        if actor in line_key.split("|")[1:3] and not voided_by[dispute_id] & {SERVER_DEVICE, actor}
    ]


def frozen_lines(server: SimServer) -> frozenset[str]:
    """The due lines on which nothing may move."""
    return frozenset(due_key(each.line_key) for each in disputes_standing(server) if each.resolution is None)


def check_disputes_told(server: SimServer) -> None:
    """I7: every row of a line says where the latest word against it stands, others say nothing."""
    latest = {due_key(each.line_key): each.resolution or "open" for each in disputes_standing(server)}
    for key, content in server.rows("SELECT k, d FROM pull_row WHERE t = 'line' AND deleted = 0"):
        told = json.loads(content).get("dispute")
        status = None if told is None else told["status"]
        is_now = latest.get(due_key(key))
        require(status == is_now, "I7", f"{key} is told as {status}, it is {is_now}")

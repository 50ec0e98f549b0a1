"""Doors of locker banks: rows written again change nothing, and crates are where they are told to be."""

import json

from sync_server.custody.compartments import publish_banks
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from tests.simulation.co_op import CoOp
from tests.simulation.violation import require

CLAIMED = "SELECT count(*) FROM discrepancy WHERE kind = 'compartment_taken'"


def check_banks(co_op: CoOp) -> None:
    """I7: each bank's row is what the facts say of its doors, and no door holds what is elsewhere."""
    server = co_op.server
    told = [row[0] for row in server.rows("SELECT k FROM pull_row WHERE t = 'bank' ORDER BY k")]
    with begin(server.runtime.database) as session:
        changed = publish_banks(session, lock_feed(session), told)
    require(changed == 0, "I7", f"{changed} rows of banks changed when written again")
    held_at = dict(server.rows("SELECT crate_code, holder_id FROM crate_state WHERE holder_kind = 'place'"))
    rows = {key: json.loads(d) for key, d in server.rows("SELECT k, d FROM pull_row WHERE t = 'bank'")}
    for place_id, content in rows.items():
        for door, behind in content["doors"].items():
            strays = [code for code in behind["crates"] if held_at.get(code) != place_id]
            require(not strays, "I7", f"{strays} are told to be behind {door} of {place_id}: {behind}")
    [(claimed,)] = server.rows(CLAIMED)
    co_op.tally.outcomes["door_claimed_twice"] += claimed

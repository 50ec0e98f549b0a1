"""I8 to I11: settlements add up to what the facts say, conserve cents, name their proof, never change."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from shared.commission.line_values import PERCENT_KINDS, LineKind
from sync_server.commission.compute import compute_exactly
from sync_server.commission.kept import keep_values, open_values, open_values_of_all_legs
from sync_server.commission.open_rows import refresh_all_lines
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin, read
from sync_server.settlement.blocking import NO_OVERRIDES, Overrides
from sync_server.settlement.closing import Closed, CloseRefused, CloseRequest, close
from tests.simulation.check_disputes import due_key, frozen_lines
from tests.simulation.server import SimServer
from tests.simulation.violation import require

IN_SPITE = Overrides(silent_reason="téléphones rangés", early_reason="fin de saison")
# What pays a part of a consignment's turnover; floors, caps, flat parts and pots are not of one.
SHARES = PERCENT_KINDS | {LineKind.KEEPER}
ROWS_OF_LINES = "SELECT k, deleted, d FROM pull_row WHERE t = 'line'"
PUBLISHED = (
    "SELECT settlement_id, key, payer_id, beneficiary_id, amount_cents, withheld_cents, tariff_version,"
    " crates FROM commission_line ORDER BY id"
)


class Settled:
    """What was published, to be found unchanged; forgotten where an older backup took the server's place."""

    def __init__(self, server: SimServer) -> None:
        self._server = server
        self._incarnation = server.incarnation
        self._lines: list[Any] = []
        self._files: dict[str, bytes] = {}
        # As the server does by itself at each start and once a day.
        server.coordinate(lambda session, _: keep_values(session))

    def close(self, period: str) -> Closed | CloseRefused | None:
        """A coordinator closes, over the open points where something blocks. None: the server died at it."""
        request = CloseRequest(period, "C01", self._server.time.at_ms, self._server.folder, IN_SPITE)
        self.look()
        # Looked at beside the program: a death that is due comes in what the program does.
        with self._server.breaker.held_off():
            frozen, published = frozen_lines(self._server), len(self._lines)
            check_kept_values(self._server)
        plainly = replace(request, overrides=NO_OVERRIDES)
        outcome = self._server.coordinate(lambda session, _: close(session, plainly))
        self.look()
        if isinstance(outcome, CloseRefused):
            require(len(self._lines) == published, "I11", f"closing {period} was refused and published")
            outcome = self._server.coordinate(lambda session, _: _close_over_what_blocks(session, request))
            self.look()
        if isinstance(outcome, Closed) and outcome.is_new:
            moved = [row for row in self._lines[published:] if row[4] and due_key(row[1]) in frozen]
            require(not moved, "I8", f"{moved[:1]} moved although it is disputed")
            with self._server.breaker.held_off():
                self._check_sums(period)
        if isinstance(outcome, Closed):
            again = self._server.coordinate(lambda session, _: close(session, request))
            still = isinstance(again, Closed) and not again.is_new
            require(again is None or still, "I11", f"closing {period} again gave {again}")
        self.look()
        return outcome

    def look(self) -> None:
        """I11: every line and file published so far is still there, byte for byte."""
        if self._incarnation != self._server.incarnation:
            self._incarnation, self._lines = self._server.incarnation, []
        lines = self._server.rows(PUBLISHED)
        require(lines[: len(self._lines)] == self._lines, "I11", "a published line changed")
        self._lines = lines
        for path in sorted(Path(self._server.folder).glob("settlements/*.json")):
            content = path.read_bytes()
            require(self._files.setdefault(path.name, content) == content, "I11", f"{path.name} changed")

    def _check_sums(self, period: str) -> None:
        """I8: what all settlements hold of each line is what the facts say of it now; I10: with its proof."""
        settled: defaultdict[str, int] = defaultdict(int)
        for key, cents in self._server.rows("SELECT key, amount_cents FROM commission_line"):
            settled[key] += cents
        with read(self._server.runtime.database) as session:
            computation = compute_exactly(session)
        disputed = frozen_lines(self._server)
        due = {line.key: line.amount_cents for line in computation.lines if line.period <= period}
        for key in sorted({*due, *settled}):
            require(
                due_key(key) in disputed or due.get(key, 0) == settled[key],
                "I8",
                f"{key}: {settled[key]} settled, {due.get(key, 0)} due",
            )
        unproven = self._server.rows(
            "SELECT key FROM commission_line c WHERE amount_cents <> 0 AND (tariff_version = ''"
            " OR NOT EXISTS (SELECT 1 FROM line_event e WHERE e.line_id = c.id))"
        )
        require(not unproven, "I10", f"{unproven[:2]} name no event")
        [(posted,)] = self._server.rows("SELECT coalesce(sum(amount_cents), 0) FROM posting")
        require(posted == 0, "I9", f"the postings leave {posted} cents over")


def check_kept_values(server: SimServer) -> None:
    """I8: what a page shows of an open month, from values kept, is what all legs there ever were come to."""
    with read(server.runtime.database) as session:
        shown, whole = open_values(session), open_values_of_all_legs(session)
    differing = set(shown.unsettled) ^ set(whole.unsettled) or set(shown.withheld) ^ set(whole.withheld)
    require(not differing, "I8", f"pages and facts differ by {list(differing)[:2]}")
    require(shown.errors == whole.errors, "I8", f"{shown.errors} shown, {whole.errors} by the facts")


def check_open_lines(server: SimServer) -> None:
    """I7 for cents: computing every line again changes no row of any phone."""
    before = server.rows(ROWS_OF_LINES)
    check_kept_values(server)
    with begin(server.runtime.database) as session:
        changed = refresh_all_lines(session, lock_feed(session))
    other = sorted(set(before) ^ set(server.rows(ROWS_OF_LINES)))
    require(changed == 0, "I7", f"{changed} rows of lines changed when computed again: {other[:4]}")


def check_shares(server: SimServer) -> None:
    """I9: what one stage of a consignment pays is at most what the tariff gives to it."""
    with read(server.runtime.database) as session:
        computation = compute_exactly(session)
    paid: defaultdict[tuple[str | None, str, str, str], int] = defaultdict(int)
    most: dict[tuple[str | None, str, str, str], int] = {}
    for line in (*computation.lines, *computation.withheld):
        if line.stage_or_kind not in SHARES:
            continue
        share = (line.consignment_id, line.stage_or_kind.value, line.detail, line.tariff_version)
        paid[share] += line.amount_cents
        most[share] = -(-line.base_cents * line.rate_bp // 10_000)
    for share, cents in paid.items():
        require(cents <= most[share], "I9", f"{share} pays {cents} cents of {most[share]}")


def _close_over_what_blocks(session: Any, request: CloseRequest) -> Closed | CloseRefused:
    """Closes as if nothing blocked; every item is left as it was, and its legs stay unpaid."""
    run = session.connection().exec_driver_sql
    blocking = "SELECT id FROM discrepancy WHERE status = 'open' AND blocking = 1"
    held = ",".join(str(row[0]) for row in run(blocking).all()) or "0"
    run(f"UPDATE discrepancy SET status = 'resolved' WHERE id IN ({held})")
    outcome = close(session, request)
    run(f"UPDATE discrepancy SET status = 'open' WHERE id IN ({held})")
    return outcome

"""What coordinators do besides deciding discrepancies: second thoughts, disputes, tariffs amid a month."""

import json
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from shared.commission.local_time import local_date
from shared.commission.tariff import Tariff
from shared.commission.tariff_form import tariff_to_json
from shared.custody.events import SERVER_DEVICE
from shared.ids import uuid7
from sync_server.commission.open_rows import follow_tariffs
from sync_server.commission.tariffs import add_tariff, withdraw_tariff
from sync_server.db.feed import LockedFeed
from sync_server.reconciliation.queries import items_by_key
from sync_server.upkeep.deciding import Undoing, accept_all, undo
from sync_server.upkeep.disputes import (
    OFFERED_ON_DISPUTES,
    DisputeDecided,
    DisputeWanted,
    decide_dispute,
    disputed_line,
    find_dispute,
    undo_dispute_decision,
)
from tests.simulation.acts import dispute
from tests.simulation.co_op import COORDINATOR
from tests.simulation.ground import TARIFFS
from tests.simulation.rare import Rare

# What counts: nobody took it back.
STANDING = (
    "SELECT e.id, e.ref, (SELECT count(*) FROM event d WHERE d.id = e.ref AND d.kind = 'dispute')"
    " FROM event e WHERE e.device = ? AND e.kind = 'decision' AND NOT EXISTS (SELECT 1 FROM event v"
    " WHERE v.device = e.device AND v.kind = 'void' AND v.ref = e.id) ORDER BY e.pk"
)
UNDECIDED = (
    "SELECT id FROM event WHERE kind = 'dispute'"
    " AND id NOT IN (SELECT ref FROM event WHERE device = ? AND kind = 'decision' AND ref IS NOT NULL)"
    " ORDER BY pk"
)
HARMLESS = "SELECT key FROM discrepancy WHERE status = 'open' AND blocking = 0 ORDER BY key LIMIT 5"


def take_back(rare: Rare) -> None:
    """A decision is taken back, of a discrepancy or of a dispute."""
    standing = rare.co_op.server.rows(STANDING, SERVER_DEVICE)
    if not standing:
        return
    decision_id, about, is_dispute = rare.chance.choice(standing)
    fact_id, now_ms = _new_id(rare), rare.co_op.time.at_ms
    random_bytes = rare.co_op.server.runtime.random_bytes

    def act(session: Session, _: LockedFeed) -> bool:
        if is_dispute:
            undoing = Undoing(0, fact_id, COORDINATOR, "à revoir", decision_id)
            return undo_dispute_decision(session, about, undoing, now_ms, random_bytes)
        item = items_by_key(session, [about])[0]
        return undo(
            session, Undoing(item.id, fact_id, COORDINATOR, "à revoir", decision_id), now_ms, random_bytes
        )

    if rare.coordinate(act):
        rare.met("dispute_decision_taken_back" if is_dispute else "decision_taken_back")


def make_dispute(rare: Rare) -> None:
    """Somebody who is owed something contests it on a phone, which syncs."""
    paid = [
        phone
        for phone in rare.enrolled()
        if phone.rows("SELECT 1 FROM pulled_row WHERE t = 'line' LIMIT 1") != []
    ]
    if not paid:
        return
    phone = rare.chance.choice(paid)
    with rare.hands(phone):
        phone.run(lambda: dispute(phone))
    rare.co_op.sync(phone)
    rare.met("line_disputed")


def settle_dispute(rare: Rare) -> None:
    """A dispute is rejected, found right, or found right and facts of its line taken back."""
    undecided = [row[0] for row in rare.co_op.server.rows(UNDECIDED, SERVER_DEVICE)]
    if not undecided:
        return
    dispute_id, fact_id = rare.chance.choice(undecided), _new_id(rare)
    resolution, draw = rare.chance.choice(OFFERED_ON_DISPUTES), rare.chance.random()
    now_ms, random_bytes = rare.co_op.time.at_ms, rare.co_op.server.runtime.random_bytes

    def act(session: Session, _: LockedFeed) -> bool:
        found = find_dispute(session, dispute_id)
        assert found is not None
        line = disputed_line(session, found)
        shown = () if line is None else line.event_ids
        taken_back = shown[int(draw * len(shown)) :][:1]
        wanted = DisputeWanted(dispute_id, fact_id, COORDINATOR, "vu avec eux", resolution, taken_back)
        return isinstance(decide_dispute(session, wanted, now_ms, random_bytes), DisputeDecided)

    if rare.coordinate(act):
        rare.met(f"dispute_{resolution.value}")


def accept_together(rare: Rare) -> None:
    """Harmless items are left as they are, several at once with one reason."""
    keys = [row[0] for row in rare.co_op.server.rows(HARMLESS)]
    form_id, now_ms = _new_id(rare), rare.co_op.time.at_ms
    random_bytes = rare.co_op.server.runtime.random_bytes

    def act(session: Session, _: LockedFeed) -> int:
        # In the order of the form: two databases give them in any.
        ids = [items_by_key(session, [key])[0].id for key in keys]
        return accept_all(session, ids, form_id, COORDINATOR, "sans suite", now_ms, random_bytes)

    if keys and rare.coordinate(act):
        rare.met("accepted_together")


def close_early(rare: Rare) -> None:
    """The month is closed while all that goes on, whatever strikes the server over it."""
    period = rare.chance.choice(sorted({day[:7] for day in rare.co_op.network.days}))
    with rare.server_perils():
        outcome = rare.co_op.settled.close(period)
    rare.met("closing_cut_short" if outcome is None else "closed_amid")


def vote_tariff(rare: Rare) -> None:
    """A version with other terms is entered, from a day of last week or next; a closed month refuses it."""
    now_ms = rare.co_op.time.at_ms
    today = local_date(now_ms)
    first_day = today + timedelta(days=rare.chance.randint(-6, 6))
    terms = rare.chance.choice(TARIFFS)
    text = json.dumps(tariff_to_json(replace(terms, version=_new_id(rare), valid_from=first_day)))

    def act(session: Session, feed: LockedFeed) -> str:
        added = add_tariff(session, feed, text, now_ms, COORDINATOR)
        if not isinstance(added, Tariff):
            return "tariff_refused"
        follow_tariffs(session, feed, has_begun=first_day <= today)
        return "tariff_voted_for_past_days" if first_day <= today else "tariff_voted"

    told = rare.coordinate(act)
    if told is not None:
        rare.met(told)


def withdraw_vote(rare: Rare) -> None:
    """A version that has not begun is taken back."""
    now_ms = rare.co_op.time.at_ms
    to_come = rare.co_op.server.rows(
        "SELECT version FROM tariff WHERE valid_from > ? ORDER BY version", local_date(now_ms).isoformat()
    )
    if not to_come:
        return
    [version] = rare.chance.choice(to_come)

    def act(session: Session, feed: LockedFeed) -> bool:
        withdrawn = withdraw_tariff(session, feed, version, now_ms, COORDINATOR)
        follow_tariffs(session, feed, has_begun=False)
        return isinstance(withdrawn, Tariff)

    if rare.coordinate(act):
        rare.met("tariff_withdrawn")


def _new_id(rare: Rare) -> str:
    return uuid7(rare.co_op.time.at_ms, rare.chance.randbytes(10))

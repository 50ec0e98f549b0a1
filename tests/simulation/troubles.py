"""What befalls a co-op besides a bad line: restores, clones, losses, clocks, scopes, plans, revocations."""

import random

from sqlalchemy import update
from sqlmodel import Session

from shared.custody.decisions import Resolution
from shared.ids import uuid7
from sync_server.accounts.devices import DeviceStatus, revoke_device
from sync_server.custody.findings import KINDS_OF_FACTS
from sync_server.db.base import table_of
from sync_server.db.feed import LockedFeed
from sync_server.db.tombstones import purge_tombstones
from sync_server.network.consignments import follow_orders
from sync_server.network.publish import publish_rounds
from sync_server.network.rounds import plan_rounds
from sync_server.network.tables import Round
from sync_server.reconciliation.items import WorkItem
from sync_server.reconciliation.queries import items_by_key
from sync_server.settlement.closing import Closed
from sync_server.upkeep.after_planning import follow_consignments, follow_plan
from sync_server.upkeep.deciding import Decided, Supplied, Wanted, decide, offered
from sync_server.upkeep.proposals import missing_movement
from tests.simulation.acts import hand_over
from tests.simulation.co_op import CoOp
from tests.simulation.faults import Fault
from tests.simulation.ground import orders_for
from tests.simulation.line import NextFault, PostLater
from tests.simulation.rescue import carry
from tests.simulation.times import DAY_MS, HOUR_MS, MINUTE_MS, YEAR_MS

_ROUND = table_of(Round)
CLOCK_JUMPS_MS = (HOUR_MS, 2 * HOUR_MS, DAY_MS, 30 * DAY_MS, YEAR_MS, 10 * YEAR_MS, 3 * MINUTE_MS)


# What a fact alone shows is judged when it comes; the rest is found again whenever its crate is folded.
OPEN_ITEMS = (
    "SELECT key FROM discrepancy WHERE status = 'open' AND kind NOT IN ("
    + ", ".join(f"'{kind.value}'" for kind in sorted(KINDS_OF_FACTS))
    + ") ORDER BY blocking DESC, key LIMIT 12"
)


class Troubles:
    """Each method is one misfortune, drawn by `chance`."""

    def __init__(
        self, co_op: CoOp, chance: random.Random, next_fault: NextFault, post_later: PostLater
    ) -> None:
        self._co_op = co_op
        self._chance = chance
        self._next_fault = next_fault
        self._post_later = post_later

    def restore_server(self) -> None:
        """Any older backup, the newest ones as likely as the first."""
        if self._co_op.backups:
            self._co_op.restore_server(self._chance.choice(self._co_op.backups))

    def restart_server(self) -> None:
        """An orderly restart."""
        self._co_op.server.restart()
        self._co_op.tally.happened(Fault.SERVER_RESTART)

    def copy_phone(self) -> None:
        """Somebody's phone is backed up."""
        present = self._co_op.present()
        if present:
            self._co_op.copy_phone(self._chance.choice(present))

    def restore_phone(self) -> None:
        """A phone is set back to one of its own copies."""
        usable = [each for each in self._co_op.copies if not each[0].is_gone]
        if usable:
            self._co_op.restore_phone(*self._chance.choice(usable))

    def clone_phone(self) -> None:
        """A copy comes to life on a second phone."""
        usable = [each for each in self._co_op.copies if not each[0].is_gone]
        if usable:
            phone, copy = self._chance.choice(usable)
            self._co_op.clone_phone(phone, copy, self._next_fault, self._post_later)

    def lose_phone(self) -> None:
        """A phone is lost for good; its owner gets another."""
        present = self._co_op.present()
        if len(present) > 2:
            lost = self._chance.choice(present)
            self._co_op.lose_phone(lost)
            fresh = self._co_op.add_phone(lost.person_id, self._next_fault, self._post_later)
            self._co_op.enrol(fresh)

    def jump_clock(self) -> None:
        """A wall clock is set wrong, or right again."""
        clock = self._chance.choice(self._co_op.present()).clock
        if clock.offset_ms and self._chance.random() < 0.4:
            clock.offset_ms = 0
        else:
            clock.jump(self._chance.choice(CLOCK_JUMPS_MS) * self._chance.choice((1, -1)))
        clock.drift_ppm = self._chance.choice((0, 0, 20, -50, 200))
        clock.sees_satellites = self._chance.random() < 0.2
        self._co_op.tally.happened(Fault.CLOCK_JUMP)

    def reboot(self) -> None:
        """A phone starts anew."""
        phone = self._chance.choice(self._co_op.present())
        phone.clock.reboot()
        phone.restart()
        self._co_op.tally.happened(Fault.REBOOT)

    def hand_over(self) -> None:
        """Two people meet, and crates change hands."""
        enrolled = [phone for phone in self._co_op.present() if phone.store.enrolment is not None]
        if len(enrolled) > 1:
            giver, taker = self._chance.sample(enrolled, k=2)
            giver.run(lambda: hand_over(giver, taker))

    def restart_phone(self) -> None:
        """The system ended the app; it is opened again."""
        self._chance.choice(self._co_op.present()).restart()
        self._co_op.tally.happened(Fault.PHONE_RESTART)

    def give_round_away(self) -> None:
        """A round gets another helper."""
        rounds = [row[0] for row in self._co_op.server.rows("SELECT id FROM round ORDER BY id")]
        round_id = self._chance.choice(rounds)
        helper_id = self._chance.choice(self._co_op.network.producers)

        def act(session: Session, feed: LockedFeed) -> bool:
            change = update(_ROUND).where(_ROUND.c.id == round_id).values(helper_person_id=helper_id)
            session.connection().execute(change)
            publish_rounds(session, feed, [round_id])
            return True

        if self._co_op.server.coordinate(act):
            self._co_op.tally.happened(Fault.SCOPE_CHANGE)

    def replan(self) -> None:
        """Orders of a day change, and its rounds are planned anew around those that have begun."""
        network = self._co_op.network
        day = self._chance.choice(network.days)
        orders = orders_for(network, day, self._chance)
        begun = [
            row[0]
            for row in self._co_op.server.rows(
                "SELECT DISTINCT round_id FROM event WHERE round_id IS NOT NULL"
            )
        ]

        def act(session: Session, feed: LockedFeed) -> bool:
            changed = follow_orders(session, feed, orders, (), self._co_op.server.runtime.random_bytes)
            planned = plan_rounds(session, feed, day, begun)
            follow_consignments(session, feed, changed.changed_pks, self._co_op.time.at_ms)
            follow_plan(session, feed, planned.replanned, self._co_op.time.at_ms)
            return True

        if self._co_op.server.coordinate(act):
            self._co_op.tally.happened(Fault.REPLAN)

    def revoke(self) -> None:
        """A phone is retired or said stolen."""
        phone = self._chance.choice(self._co_op.present())
        status = self._chance.choice((DeviceStatus.RETIRED, DeviceStatus.STOLEN))
        enrolment = phone.store.enrolment
        if enrolment is None:
            return
        self._co_op.revoked_devices.add(enrolment.device_id)
        self._co_op.server.coordinate(
            lambda session, _: revoke_device(session, enrolment.device_id, status, self._co_op.time.at_ms)
        )
        stolen = status is DeviceStatus.STOLEN
        self._co_op.tally.happened(Fault.STOLEN if stolen else Fault.REVOKED)

    def let_in_again(self) -> None:
        """A phone that was taken out of service is enrolled again, or its owner gets another."""
        shut_out = [
            phone
            for phone in self._co_op.present()
            if phone.store.enrolment and phone.store.enrolment.device_id in self._co_op.revoked_devices
        ]
        if not shut_out:
            return
        phone = self._chance.choice(shut_out)
        if self._chance.random() < 0.5:
            phone = self._co_op.add_phone(phone.person_id, self._next_fault, self._post_later)
        if self._co_op.enrol(phone):
            self._co_op.tally.happened(Fault.ENROLLED_AGAIN)

    def close_period(self) -> None:
        """A coordinator closes the first month, early or not."""
        if isinstance(self._co_op.settled.close(self._co_op.network.days[0][:7]), Closed):
            self._co_op.tally.happened(Fault.CLOSING)

    def decide(self) -> None:
        """A coordinator decides an open discrepancy: any of what is offered, right or wrong."""
        keys = [row[0] for row in self._co_op.server.rows(OPEN_ITEMS)]
        if not keys:
            return
        key, draw = self._chance.choice(keys), self._chance.random()
        now_ms, bytes_of = self._co_op.time.at_ms, self._co_op.server.runtime.random_bytes
        fact_id = uuid7(now_ms, self._chance.randbytes(10))

        def act(session: Session, _: LockedFeed) -> bool:
            item = items_by_key(session, [key])[0]
            offers = offered(item, missing_movement(session, item, now_ms))
            if not offers:
                return False
            wanted = _wanted(session, item, offers[int(draw * len(offers))], fact_id, now_ms)
            return isinstance(decide(session, wanted, now_ms, bytes_of), Decided)

        if self._co_op.server.coordinate(act):
            self._co_op.tally.outcomes["decided"] += 1

    def upgrade_server(self) -> None:
        """The server of yesterday becomes today's."""
        self._co_op.server.upgrade()
        self._co_op.tally.happened(Fault.UPGRADE)

    def purge_tombstones(self) -> None:
        """Tombstones are forgotten as if their 400 days had passed, up to any number of the feed."""
        share = max(self._chance.random(), self._chance.random())

        def act(session: Session, feed: LockedFeed) -> bool:
            return purge_tombstones(session, feed, int(feed.seq * share)) > 0

        if self._co_op.server.coordinate(act):
            self._co_op.tally.happened(Fault.PURGE)

    def carry(self) -> None:
        """A colleague takes somebody's facts along."""
        carry(self._co_op, self._chance)

    def leave_a_new_kind(self) -> None:
        """Somebody already uses the app of tomorrow."""
        phone = self._chance.choice(self._co_op.present())
        phone.run(phone.record_as_a_newer_app)


def _wanted(session: Session, item: WorkItem, resolution: Resolution, fact_id: str, now_ms: int) -> Wanted:
    """The form as somebody who believes the first claim would send it."""
    proposal = missing_movement(session, item, now_ms)
    supplied = Supplied()
    if proposal is not None:
        supplied = Supplied(proposal.person_id, proposal.place_id, proposal.at_ms)
    return Wanted(
        item.id,
        fact_id,
        "C01",
        "vu avec eux",
        frozenset(item.event_ids),
        resolution,
        item.event_ids[:1],
        supplied,
    )

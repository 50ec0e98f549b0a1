"""A co-op in one process: the server, its phones, their lines, and what is owed to whom."""

import random
from contextlib import suppress
from datetime import date
from pathlib import Path

import httpx

from mobile.actions.enrol_phone import Claimed, Enrolled, Offer, claim_enrolment, poll_enrolment
from mobile.sync.outcome import MustEnrol, Synced, SyncOutcome
from shared.commission.local_time import local_date
from sync_server.accounts.enrolment import confirm_enrolment, open_enrolment
from tests.simulation.check_feed import FeedCheck, accepted_of_revoked, check_hints, quarantined_positions
from tests.simulation.check_money import Settled
from tests.simulation.check_rows import check_rows
from tests.simulation.faults import Fault, Tally
from tests.simulation.ground import Network
from tests.simulation.line import FaultyLine, Letter, NextFault, PostLater
from tests.simulation.owed import Owed
from tests.simulation.phone import PhoneCopy, SimPhone
from tests.simulation.server import SERVER_URL, Backup, SimServer
from tests.simulation.times import HOUR_MS, PhoneClock, TrueTime
from tests.simulation.violation import require

COORDINATOR = "C01"


class CoOp:
    """Everything real in a world, and the cheap checks after each step; elsewhere is decided what happens."""

    def __init__(
        self, folder: Path, seed: int, network: Network, time: TrueTime, page_rows: int | None = None
    ) -> None:
        self.folder = folder
        self.seed = seed
        self.network = network
        self.time = time
        self.page_rows = page_rows
        self.tally = Tally()
        self.owed = Owed()
        self.cache: list[httpx.Response] = []
        self.server = SimServer(folder / "server", time, seed, self.tally)
        self.phones: list[SimPhone] = []
        self.backups: list[Backup] = []
        # What some verified backup holds of each log.
        self.backed_up: dict[str, int] = {}
        self._copies_made = 0
        self.copies: list[tuple[SimPhone, PhoneCopy]] = []
        self.revoked_devices: set[str] = set()
        # The local day on which each phone's latest pass began.
        self._pass_began_on: dict[str, date] = {}
        self.feed = FeedCheck(self.server, self.owed)
        self.settled = Settled(self.server)

    def add_phone(
        self,
        person_id: str,
        next_fault: NextFault,
        post_later: PostLater,
        shared: tuple[PhoneClock, str] | None = None,
    ) -> SimPhone:
        """An empty phone in somebody's hands; `shared`: a store of his own on another's, with its clock."""
        name = f"{self.seed}-{len(self.phones)}"
        line = self._line(name, next_fault, post_later)
        own = (PhoneClock(self.time, name, self.time.at_ms - 5 * HOUR_MS), f"phone-{len(self.phones)}")
        clock, folder_name = shared or own
        folder = self.folder / folder_name
        phone = SimPhone(name, folder, person_id, clock, line, self.owed, self.tally)
        self.phones.append(phone)
        return phone

    def present(self) -> list[SimPhone]:
        """The phones that are not lost."""
        return [phone for phone in self.phones if not phone.is_gone]

    def enrol(self, phone: SimPhone) -> bool:
        """QR, claim, four digits, confirmation, token; False where something went wrong on the way."""
        if self._has_a_twin_in_use(phone):
            # Enrolled under the same id, each of two clones would shut the other out.
            phone.run(lambda: phone.store.save_enrolment(None))
        opened = self.server.coordinate(
            lambda session, _: open_enrolment(
                session, phone.person_id, COORDINATOR, self.time.at_ms, self.server.runtime.random_bytes
            )
        )
        if opened is None:
            return False
        offer = Offer(SERVER_URL, opened.code)
        claimed = phone.run(
            lambda: claim_enrolment(offer, phone.peer, phone.store, f"Téléphone {phone.name}")
        )
        if not isinstance(claimed, Claimed):
            return False
        confirmed = self.server.coordinate(
            lambda session, _: confirm_enrolment(session, opened.id, claimed.match, self.time.at_ms)
        )
        if not confirmed:
            return False
        return isinstance(phone.run(lambda: poll_enrolment(claimed, phone.peer, phone.store)), Enrolled)

    def sync(self, phone: SimPhone) -> SyncOutcome | None:
        """One pass, and what must hold after it."""
        trusted_before = accepted_of_revoked(self.server, phone)
        self._pass_began_on[phone.name] = local_date(self.time.at_ms)
        outcome = self._sync_watching_others(phone)
        if trusted_before is not None:
            now = accepted_of_revoked(self.server, phone)
            require(now == trusted_before, "I13", f"{phone.name} is revoked, and {now} events were taken")
        self.check_step(phone)
        self.check_rows_of(phone, outcome)
        return outcome

    def check_rows_of(self, phone: SimPhone, outcome: SyncOutcome | None) -> None:
        """What the phone holds after its latest pass, if that was whole.

        Not where midnight came in between: its rows are those of the day on which it asked.
        """
        if not isinstance(outcome, Synced) or outcome.is_pull_refused:
            return
        if self._pass_began_on.get(phone.name) == local_date(self.time.at_ms):
            check_rows(self.server, phone)
            self.tally.checks += 1

    def _sync_watching_others(self, phone: SimPhone) -> SyncOutcome | None:
        """A carrier may bring another phone's facts into quarantine: nobody tells that phone of them."""
        if not phone.rows("SELECT 1 FROM carried_pack WHERE pack IS NOT NULL LIMIT 1"):
            return phone.sync()
        before = quarantined_positions(self.server)
        outcome = phone.sync()
        own_log = phone.rows("SELECT log_id FROM sync_state")[0][0]
        brought = quarantined_positions(self.server) - before
        self.owed.quarantined_late |= {each for each in brought if each[0] != own_log}
        return outcome

    def check_step(self, phone: SimPhone | None = None) -> None:
        """What is cheap enough to hold after every step."""
        self.feed.look()
        self.tally.steps += 1
        self.tally.checks += 1
        if phone is not None:
            self.tally.outcomes["told_safe"] += check_hints(phone, self.backed_up) > 0

    def deliver(self, letter: Letter) -> None:
        """An old request arrives; nobody waits for the answer."""
        before = quarantined_positions(self.server)
        with suppress(httpx.TransportError):
            self.server.answer(letter.request())
        self.owed.quarantined_late |= quarantined_positions(self.server) - before

    def back_up_server(self) -> None:
        """A copy of the server's database is put aside: every third is a backup proven and counted."""
        self._copies_made += 1
        if self._copies_made % 3:
            self.backups.append(self.server.back_up(self._copies_made))
            return
        backup = self.server.back_up_for_real()
        if backup is None:
            return
        self.backups.append(backup)
        for log_id, seq in backup.logs.items():
            self.backed_up[log_id] = max(seq, self.backed_up.get(log_id, 0))

    def restore_server(self, backup: Backup) -> None:
        """The server's file is lost. What neither the copy nor any phone holds is gone."""
        kept = set(backup.fact_ids)
        for phone in self.present():
            kept |= phone.fact_ids()
        self.owed.excuse_all_but(kept)
        self.server.restore(backup)
        self.tally.happened(Fault.BACKUP_RESTORED if backup.logs else Fault.SERVER_RESTORED)

    def copy_phone(self, phone: SimPhone) -> None:
        """A copy of the phone's folder is put aside."""
        target = self.folder / f"copy-{len(self.copies)}"
        self.copies.append((phone, phone.copy_folder(target)))

    def restore_phone(self, phone: SimPhone, copy: PhoneCopy) -> None:
        """The phone is set back. What neither the copy, another phone nor the server holds is gone."""
        self.owed.excuse_all_but(set(copy.fact_ids) | self._held_without(phone))
        phone.restore(copy)
        self.tally.happened(Fault.PHONE_RESTORED)

    def clone_phone(
        self, phone: SimPhone, copy: PhoneCopy, next_fault: NextFault, post_later: PostLater
    ) -> SimPhone:
        """A second phone begins from a copy of the first; both go on recording."""
        name = f"{self.seed}-{len(self.phones)}"
        clock = PhoneClock(self.time, name, self.time.at_ms - HOUR_MS)
        folder = self.folder / f"phone-{len(self.phones)}"
        line = self._line(name, next_fault, post_later)
        clone = SimPhone(name, folder, phone.person_id, clock, line, self.owed, self.tally)
        clone.restore(copy)
        self.phones.append(clone)
        self.tally.happened(Fault.PHONE_CLONED)
        return clone

    def lose_phone(self, phone: SimPhone) -> None:
        """It fell into the pond. What only it held is gone."""
        self.owed.excuse_all_but(self._held_without(phone))
        phone.is_gone = True
        phone.close()
        self.tally.happened(Fault.PHONE_LOST)

    def enrol_again_where_needed(self, phone: SimPhone) -> None:
        """The server does not know the phone any more: the coordinator shows a new QR."""
        if isinstance(phone.last_outcome, MustEnrol) and self.enrol(phone):
            self.tally.happened(Fault.ENROLLED_AGAIN)

    def close(self) -> None:
        """The world ends."""
        for phone in self.present():
            phone.close()
        self.server.close()

    def _held_without(self, lost: SimPhone) -> set[str]:
        held = set(self.server.held_ids())
        for phone in self.present():
            if phone is not lost:
                held |= phone.fact_ids()
        return held

    def _has_a_twin_in_use(self, phone: SimPhone) -> bool:
        """Whether another phone of the same id is let in already: then this one is a phone of its own."""
        own = phone.store.enrolment
        twins = [
            each
            for each in self.present()
            if own is not None
            and each is not phone
            and each.store.enrolment is not None
            and each.store.enrolment.device_id == own.device_id
            and each.store.enrolment.token != own.token
        ]
        return bool(twins)

    def _line(self, name: str, next_fault: NextFault, post_later: PostLater) -> FaultyLine:
        chance = random.Random(f"line {name}")
        return FaultyLine(
            self.server.answer,
            self.time,
            chance,
            self.tally,
            next_fault,
            post_later,
            self.cache,
            self.page_rows,
        )

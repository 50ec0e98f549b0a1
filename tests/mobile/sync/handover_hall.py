"""The hall of the stories of handovers: two people, eight crates, no network."""

import json
from typing import Any

from mobile.actions.crate_acts import CrateException
from mobile.actions.give_handover import GiveHandover, give_handover
from mobile.actions.keep_receipt import KeepReceipt, keep_receipt
from mobile.actions.outcomes import Recorded, RecordOutcome
from mobile.actions.scan_handover import (
    ScanHandover,
    scan_handover,
)
from mobile.actions.take_handover import TakeHandover, take_handover
from mobile.store.handovers import GivenHandover, TakenHandover, own_handover
from mobile.sync.outcome import Synced
from shared.commission.tariff import PercentRates
from shared.commission.tariff_form import tariff_to_json
from shared.custody.events import How, IncidentReason
from shared.custody.handover_code import HandoverOffer, HandoverReceipt
from shared.custody.handover_short import short_offer
from sync_server.commission.tariffs import add_tariff
from sync_server.db.feed import lock_feed
from sync_server.db.session import begin
from tests.builders_phone import FARM, HELPER, ROUND
from tests.mobile.sync.conftest import Scene
from tests.mobile.sync.world import CARRIER, DELIVERY, Phone
from tests.sync_server.money_world import a_tariff

HOUR_MS = 3_600_000


class Hall:
    """Bruno has eight crates in his van, Chloé stands before him; neither phone has network."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.codes = scene.codes
        with begin(scene.server.runtime.database) as session:
            tariff = a_tariff(percent=PercentRates(collection=200))
            add_tariff(session, lock_feed(session), json.dumps(tariff_to_json(tariff)), 0)
        self.bruno = scene.phone("bruno", HELPER)
        self.chloe = scene.phone("chloe", CARRIER, seed=11)
        self.sync(self.bruno, self.chloe)
        assert isinstance(self.bruno.pick_up(*self.codes), Recorded)

    def go_on(self, after_ms: int = 60_000) -> None:
        """Time passes for everybody alike: three right clocks."""
        clocks = (self.bruno.clock, self.chloe.clock)
        now_ms = max(*(clock.wall_ms() for clock in clocks), self.scene.server.clock.at_ms) + after_ms
        for clock in clocks:
            clock.advance(now_ms - clock.wall_ms())
        self.scene.server.clock.at_ms = now_ms

    def sync(self, *phones: Phone) -> None:
        """Each meets the server, in this order."""
        for phone in phones:
            self.go_on()
            assert isinstance(phone.sync(), Synced)

    def give(self, *crates: str, to: str | None = CARRIER) -> HandoverOffer:
        """Bruno's half, and what his screen shows."""
        self.go_on()
        intent = GiveHandover(
            self.bruno.intent(), crates or self.codes, to_person_id=to, round_id=ROUND, place_id=FARM
        )
        recorded = give_handover(intent, self.bruno.store, self.bruno.clock, self.bruno.randomness)
        assert isinstance(recorded, Recorded)
        given = own_handover(self.bruno.store, recorded.ids[0])
        assert isinstance(given, GivenHandover)
        return HandoverOffer(given.fact_id, HELPER, given.at_ms, given.lots, to, FARM, ROUND)

    def scan(self, text: str, phone: Phone | None = None) -> Any:
        """What a taker's phone answers to a text; Chloé's where none is named."""
        self.go_on()
        by = phone or self.chloe
        return scan_handover(ScanHandover(by.intent(), text, How.QR), by.store, by.clock, by.randomness)

    def take(
        self, offer: HandoverOffer, *, without: tuple[str, ...] = (), typed: bool = False
    ) -> HandoverReceipt:
        """Chloé's half, and the receipt her screen shows."""
        recorded = self.try_to_take(offer, without=without, typed=typed)
        assert isinstance(recorded, Recorded)
        taken = own_handover(self.chloe.store, recorded.ids[0])
        assert isinstance(taken, TakenHandover)
        assert taken.given is not None
        return HandoverReceipt(taken.fact_id, taken.given, CARRIER, HELPER, taken.at_ms, taken.crates)

    def try_to_take(
        self, offer: HandoverOffer, *, without: tuple[str, ...] = (), typed: bool = False
    ) -> RecordOutcome:
        self.go_on()
        intent = TakeHandover(
            self.chloe.intent(),
            tuple(code for code in offer.crates if code not in without),
            giver_id=HELPER,
            given_id=None if typed else offer.given_id,
            given_code=short_offer(offer) if typed else None,
            round_id=DELIVERY,
            place_id=FARM,
            lots=offer.lots,
            exceptions=tuple(CrateException(code, IncidentReason.MISSING) for code in without),
        )
        return take_handover(intent, self.chloe.store, self.chloe.clock, self.chloe.randomness)

    def keep(self, text: str, *not_taken: str) -> Any:
        """Bruno scans what Chloé's screen shows."""
        self.go_on()
        return keep_receipt(
            KeepReceipt(self.bruno.intent(), text, How.QR, not_taken),
            self.bruno.store,
            self.bruno.clock,
            self.bruno.randomness,
        )

    def drop_all_at_the_hub(self) -> None:
        self.go_on(HOUR_MS)
        dropped = self.chloe.drop(*self.codes, round_id=DELIVERY, even_if_odd=True)
        assert isinstance(dropped, Recorded)

    def settled(self) -> tuple[list[Any], list[Any], list[Any]]:
        """What the server makes of it all: legs, discrepancies, and who is owed what."""
        server = self.scene.server
        legs = server.rows_of(
            "SELECT crate_code, carrier_id, carrier_order, from_place_id, to_place_id, proven,"
            " withheld_reason FROM leg ORDER BY crate_code, carrier_order"
        )
        odd = server.rows_of("SELECT kind, crates FROM discrepancy WHERE status = 'open' ORDER BY key")
        lines = [
            (line["what"], line["payer"], line["amount_cents"], line["status"])
            for (content,) in server.rows_of(
                "SELECT d FROM pull_row WHERE t = 'line' AND deleted = 0 ORDER BY k"
            )
            for line in [json.loads(content) if isinstance(content, str) else content]
        ]
        return list(legs), list(odd), lines

"""What one handover shows: with whom, which crates, its code for the other phone, and how far it has come."""

from dataclasses import dataclass

from mobile.config import UNDO_WINDOW_MS
from mobile.screens.contract import Reading
from mobile.store.handovers import GivenHandover, KeptReceipt, OwnHandover, TakenHandover, own_handover
from mobile.store.names import Names
from shared.custody.codes import print_code
from shared.custody.handover_code import HandoverOffer, HandoverReceipt, Lot, write_handover
from shared.custody.handover_short import print_short, short_offer, short_receipt
from shared.sync.rescue_frames import frames_of

# One picture of 69 modules holds so much, and a 100 EUR phone reads it in one go.
ONE_PICTURE_MAX_CHARACTERS = 440


@dataclass(frozen=True, slots=True)
class HandedLot:
    """Crates by where they go: the place's name, and (code, as printed) of each."""

    name: str
    crates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownState:
    """One handover. `pictures` and `short` are empty where there is nobody with the app to read them."""

    fact_id: str
    is_given: bool
    with_name: str
    at_ms: int
    lots: tuple[HandedLot, ...]
    text: str
    pictures: tuple[str, ...]
    short: str
    is_voided: bool
    is_open: bool
    is_sent: bool
    has_proof: bool
    may_undo_easily: bool
    kept: tuple[str, ...]
    receipt: KeptReceipt | None

    @property
    def crates(self) -> tuple[str, ...]:
        """The codes of all its crates."""
        return tuple(code for lot in self.lots for code, _ in lot.crates)


def load(reading: Reading) -> ShownState | None:
    """The handover of the address; None where it is not in this phone's log."""
    found = own_handover(reading.store, reading.params["fact_id"])
    enrolment = reading.store.enrolment
    if found is None or enrolment is None:
        return None
    text, short = _code_of(found, enrolment.person_id)
    return ShownState(
        fact_id=found.fact_id,
        is_given=isinstance(found, GivenHandover),
        with_name=found.to_name if isinstance(found, GivenHandover) else found.giver_name,
        at_ms=found.at_ms,
        lots=_lots(reading, found.lots),
        text=text,
        pictures=_pictures(text),
        short=print_short(short) if short else "",
        is_voided=found.is_voided,
        is_open=found.is_open,
        is_sent=found.is_sent,
        has_proof=isinstance(found, GivenHandover) and found.has_proof,
        may_undo_easily=reading.now_ms - found.at_ms < UNDO_WINDOW_MS,
        kept=found.kept if isinstance(found, GivenHandover) else (),
        receipt=found.receipt if isinstance(found, GivenHandover) else None,
    )


def _code_of(found: OwnHandover, me_id: str) -> tuple[str, str]:
    """The text and the twelve characters for the other phone; none where nobody there has the app."""
    match found:
        case GivenHandover(to_person_id=None, has_proof=True):
            return "", ""
        case GivenHandover():
            offer = HandoverOffer(
                given_id=found.fact_id,
                giver_id=me_id,
                at_ms=found.at_ms,
                lots=found.lots,
                taker_id=found.to_person_id,
                place_id=found.place_id,
                round_id=found.round_id,
            )
            return write_handover(offer), short_offer(offer)
        case TakenHandover(given=str(given)):
            receipt = HandoverReceipt(found.fact_id, given, me_id, found.giver_id, found.at_ms, found.crates)
            return write_handover(receipt), short_receipt(receipt)
        case _:
            return "", ""


def _pictures(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    return (text,) if len(text) <= ONE_PICTURE_MAX_CHARACTERS else frames_of(text.encode())


def _lots(reading: Reading, lots: tuple[Lot, ...]) -> tuple[HandedLot, ...]:
    with reading.store.reading() as connection:
        names = Names(connection)
        return tuple(
            HandedLot(
                names.place(lot.destination_id) if lot.destination_id else "",
                tuple((code, print_code(code)) for code in lot.crates),
            )
            for lot in lots
        )

"""The receipt of a handover in a crate's story, in words."""

from shared.custody.events import ClockMark, Fact, Kind
from sync_server.console.crate_words import what_was_done
from sync_server.console.names import Names


def test_a_receipt_says_who_took_the_crate():
    kept = Fact(
        "e1",
        Kind.SCAN_ODD,
        actor="P003",
        device="d_1",
        app="1",
        clock=ClockMark(1, 1, "b"),
        n=1,
        crates=("7K2M9QXC",),
        ref="e0",
        data={"text": "RH1/R/…", "answer": "receipt", "taker": "P004"},
    )
    names = Names({"P003": "Bruno", "P004": "Chloé"}, {}, {})
    assert what_was_done(kept, names) == "Bruno a gardé le reçu de la remise : prise par Chloé"

"""« Contestations » in the console: both sides, the decision, and the way back."""

from shared.custody.events import Kind
from tests.sync_server.console.conftest import Coordinator, words
from tests.sync_server.console.test_deciding import hidden
from tests.sync_server.console.world import MILL, Friday


def test_a_dispute_is_listed_explained_and_decided(camille: Coordinator, friday: Friday) -> None:
    assert "Personne ne conteste de ligne" in words(camille.read("/contestations"))
    friday.is_driven()
    phone = friday.phones[MILL]
    key = next(k for (t, k) in phone.pull_all() if t == "line")
    because = "<script>alert(1)</script> trop peu"
    dispute_id = phone.record(Kind.DISPUTE, data={"line": key, "because": because})
    phone.push()

    listed = camille.read("/contestations")
    assert "<script>alert(1)" not in listed
    assert "1 contestation à trancher" in words(listed)
    page = camille.read(f"/contestations/{dispute_id}")
    text = words(page)
    assert "EARL du Moulin" in text
    assert "chiffre d'affaires" in text
    assert "Contestées" in words(camille.read("/periodes/2026-11"))

    asked = {"fact": hidden(page, "fact"), "because": "les scans y sont"}
    assert camille.post(f"/contestations/{dispute_id}/decider", **asked).status_code == 422
    done = camille.post(f"/contestations/{dispute_id}/decider", choice="rejected", **asked)
    assert "l'aidant lira votre raison" in words(done.text)
    decided = camille.read(f"/contestations/{dispute_id}")
    assert "Contestation rejetée" in words(decided)
    assert "Contestées" not in words(camille.read("/periodes/2026-11"))
    late = camille.post(
        f"/contestations/{dispute_id}/decider", choice="voided", **{**asked, "fact": asked["fact"][:-1] + "0"}
    )
    assert late.status_code == 409
    assert "tranchée entre-temps par" in words(late.text)
    undone = camille.post(
        f"/contestations/{dispute_id}/annuler",
        fact=hidden(decided, "fact"),
        decision=hidden(decided, "decision"),
    )
    assert "la ligne est de nouveau gelée" in words(undone.text)

"""Mutants of what coordinators decide: facts of the server's own log, paid once, asked again."""

from tests.mutants.mutant import Mutant

DECIDING = "tests/sync_server/upkeep/test_deciding.py::"
FORMS = "tests/sync_server/upkeep/test_decision_forms.py::"
DECISIONS = "shared/custody/decisions.py"
WORK = "sync_server/reconciliation/service.py"

DECISION_MUTANTS = (
    Mutant(
        "decided-item-opened-again",
        "an item a coordinator decided stays decided",
        "I12; decision 0063",
        WORK,
        "standing = decision if decision is not None and decision.covers(found.event_ids) else None",
        "standing = None",
        (f"{DECIDING}test_a_drop_at_a_place_of_no_plan_pays_once_it_is_upheld",),
    ),
    Mutant(
        "decision-covers-what-came-later",
        "a decision settles the facts it was made on, no other",
        "I12; decision 0166",
        DECISIONS,
        "return self.seen_ids.issuperset(event_ids)",
        "return True",
        (f"{DECIDING}test_what_was_left_as_it_is_is_asked_again_when_another_fact_shows_it",),
    ),
    Mutant(
        "claim-decided-against-loses-one-end",
        "who is decided against loses the whole claim, also an end that comes later",
        "I8; decision 0166",
        DECISIONS,
        "if lost.actor_id not in upheld:",
        "if lost.actor_id in upheld:",
        (f"{DECIDING}test_what_a_lost_claim_says_later_stays_out_and_a_third_claim_asks_again",),
    ),
    Mutant(
        "phone-decides",
        "a decision is known from the server's own log alone",
        "PROTOCOL: unknown kind; decision 0165",
        "shared/custody/body_v1.py",
        "(kind in SERVER_KINDS and wire.device != SERVER_DEVICE)",
        "(kind in SERVER_KINDS and not wire.device)",
        (f"{FORMS}test_a_phone_cannot_decide_nor_take_a_decision_back",),
    ),
    Mutant(
        "phone-undoes-a-decision",
        "only coordinators take a decision back",
        "decision 0165",
        "shared/custody/decisions.py",
        "if each.fact.kind is Kind.VOID and each.by_coordinator}",
        "if each.fact.kind is Kind.VOID}",
        (f"{FORMS}test_a_phone_cannot_decide_nor_take_a_decision_back",),
    ),
    Mutant(
        "second-decision-unseen",
        "who decides second is told, and nothing is done",
        "issue 5: two coordinators on one discrepancy",
        "sync_server/upkeep/deciding.py",
        "if item.status is not ItemStatus.OPEN:",
        "if item.status is None:",
        (f"{FORMS}test_who_comes_second_is_told_who_decided_and_nothing_is_done",),
    ),
)

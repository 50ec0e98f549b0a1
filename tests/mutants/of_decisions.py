"""Mutants of what coordinators decide: facts of the server's own log, paid once, asked again."""

from tests.mutants.mutant import Mutant

DECIDING = "tests/sync_server/upkeep/test_deciding.py::"
FORMS = "tests/sync_server/upkeep/test_decision_forms.py::"
DECISIONS = "shared/custody/decisions.py"
DISPUTING = "tests/sync_server/upkeep/test_disputes.py::"
DISPUTES = "sync_server/custody/dispute_queries.py"
DOORS = "tests/sync_server/custody/test_locker_banks.py::"
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
    Mutant(
        "decision-not-folded-again",
        "a decision, or its taking back, is folded into its crates at once",
        "I7; decision 0166",
        "sync_server/upkeep/deciding.py",
        "follow_decision(session, feed, taken.touched_crates, pen.now_ms)",
        "follow_decision(session, feed, (), pen.now_ms)",
        (f"{DECIDING}test_of_two_claims_the_one_upheld_is_paid_once_and_the_others_line_is_gone",),
    ),
    Mutant(
        "decision-without-a-leg-untold",
        "a line says by which decision it is proven, also where no leg moved",
        "I7",
        "sync_server/upkeep/after_planning.py",
        "_refresh(session, feed, consignments_of_crates(session.connection(), codes))",
        "_refresh(session, feed, ())",
        (f"{FORMS}test_a_line_says_by_which_decision_it_is_proven_also_where_no_leg_moves",),
    ),
    Mutant(
        "dispute-freezes-nothing",
        "nothing moves on a disputed line until it is decided",
        "I8; COMMISSIONS",
        DISPUTES,
        "return self.is_open and self.concerns_author and self.identity is not None",
        "return False",
        (f"{DISPUTING}test_a_disputed_line_waits_alone_and_the_next_settlement_carries_it_once_decided",),
    ),
    Mutant(
        "decided-dispute-frozen-for-ever",
        "a decided dispute lets its line move again",
        "I8; COMMISSIONS",
        DISPUTES,
        "return self.decision is None and not self.is_withdrawn",
        "return not self.is_withdrawn",
        (f"{DISPUTING}test_a_disputed_line_waits_alone_and_the_next_settlement_carries_it_once_decided",),
    ),
    Mutant(
        "dispute-told-with-its-first-time",
        "a dispute is told with the time that is known now",
        "I7",
        "sync_server/upkeep/after_push.py",
        "disputed_keys(connection, (each.fact for each in facts.values()))",
        "disputed_keys(connection, (each.fact for each in taken.new_facts))",
        (f"{DISPUTING}test_a_dispute_whose_time_is_learnt_later_is_told_with_that_time",),
    ),
    Mutant(
        "dispute-told-on-one-row",
        "every row of a disputed line says where the dispute stands, settled ones too",
        "I7",
        "sync_server/commission/disputed_rows.py",
        "sorted(open_keys | settled_row_keys(session, due_keys))",
        "sorted(open_keys)",
        (f"{DISPUTING}test_a_line_disputed_before_it_was_settled_is_told_of_second_thoughts_too",),
    ),
    Mutant(
        "door-claimed-twice-unseen",
        "two people behind one door at one time are an item for a coordinator",
        "DATA: locker banks",
        "shared/custody/compartments.py",
        "if one[0].actor_id == other[0].actor_id:",
        "if one[0].actor_id:",
        (f"{DOORS}test_two_helpers_behind_one_door_are_one_item_whoever_syncs_first",),
    ),
    Mutant(
        "crate-taken-leaves-its-door-full",
        "a crate taken again frees its door",
        "DATA: locker banks",
        "shared/custody/compartments.py",
        "return min(moved, default=None)",
        "return None",
        (f"{DOORS}test_a_crate_taken_again_frees_its_door",),
    ),
    Mutant(
        "earlier-claim-ends-no-stay",
        "a crate dropped elsewhere is behind no door, whenever it was taken",
        "DATA: locker banks",
        "shared/custody/compartments.py",
        "moved = [_left_ms(each, leg.ended_ms) for each in later]",
        "moved = [each.started_ms for each in later if each.started_ms and each.started_ms >= leg.ended_ms]",
        (
            "tests/shared/custody/test_compartments.py::"
            "test_a_crate_taken_before_and_dropped_elsewhere_since_is_behind_no_door",
        ),
    ),
)

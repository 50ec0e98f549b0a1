"""Mutants of what follows from the facts: claims, legs, cents, settlements, work items, a second reading."""

from tests.mutants.mutant import Mutant

CHAIN = "shared/custody/chain.py"
STAGES = "shared/commission/stages.py"
SETTLE = "shared/commission/settle.py"
AGAIN = "sync_server/custody/second_reading.py"
WORK = "sync_server/reconciliation/service.py"
CHAINED = "tests/shared/custody/test_chain.py::"
STAGED = "tests/shared/commission/test_stages.py::"
SETTLED = "tests/shared/commission/test_settle.py::"
CLOSED = "tests/sync_server/settlement/test_closing.py::"
BLOCKED = "tests/sync_server/settlement/test_blocked_closing.py::"
ITEMS = "tests/sync_server/reconciliation/test_work_items.py::"
DECIDED = "tests/sync_server/reconciliation/test_items_listed_again.py::"
READ_AGAIN = "tests/sync_server/api/test_quarantine_read_again.py::"
READABLE = f"{READ_AGAIN}test_a_body_this_program_can_read_becomes_an_event_with_all_it_changes"

CARRIAGE_MUTANTS = (
    Mutant(
        "two-claims-both-proven",
        "two who claim one crate: both claims kept, neither proven",
        "I8; decision 0081",
        CHAIN,
        "_contest(fold, Oddity.DOUBLE_CLAIM, event_id, movement.event_id)\n        case",
        "_note(fold, Oddity.DOUBLE_CLAIM, event_id, movement.event_id)\n        case",
        (
            "tests/shared/custody/test_claims_to_the_letter.py"
            "::test_a_claim_that_another_made_too_is_unproven_even_where_only_one_of_them_leaves_the_crate",
        ),
    ),
    Mutant(
        "two-drops-both-proven",
        "a crate dropped twice is contested",
        "Decision 0081",
        CHAIN,
        "_contest(fold, Oddity.DOUBLE_DROP, event_id, movement.event_id)",
        "_note(fold, Oddity.DOUBLE_DROP, event_id, movement.event_id)",
        ("tests/shared/custody/test_claims_to_the_letter.py::test_neither_of_two_drops_is_proven",),
    ),
    Mutant(
        "leg-without-a-start-lost",
        "a drop without pickup is a leg all the same, withheld, never lost",
        "I8; I10",
        CHAIN,
        "    _close_leg(fold, movement.actor_id, opened, movement, movement.place_id)\n",
        "    if opened is not None:\n"
        "        _close_leg(fold, movement.actor_id, opened, movement, movement.place_id)\n",
        (f"{CHAINED}test_a_drop_without_pickup_is_a_leg_without_start",),
    ),
    Mutant(
        "unproven-start-paid",
        "a leg whose start nobody recorded is withheld until it is decided",
        "COMMISSIONS: withheld",
        STAGES,
        "return WithheldReason.START_UNPROVEN",
        "return None",
        (f"{STAGED}test_a_drop_without_pickup_is_withheld_as_the_stage_from_where_the_crate_was",),
    ),
    Mutant(
        "contested-leg-paid",
        "a contested leg is withheld until it is decided",
        "COMMISSIONS: withheld",
        STAGES,
        "return WithheldReason.DISCREPANCY",
        "return None",
        (f"{STAGED}test_two_claims_withhold_both_until_a_coordinator_upholds_one",),
    ),
    Mutant(
        "decision-without-effect",
        "a leg a coordinator upholds is paid though contested or without a start",
        "COMMISSIONS: decision",
        STAGES,
        "if leg.end_event_id not in verdicts.upheld_event_ids:",
        "if leg.end_event_id is not None:",
        (f"{STAGED}test_two_claims_withhold_both_until_a_coordinator_upholds_one",),
    ),
    Mutant(
        "second-delivery-paid",
        "a crate arrives once: a second delivery is withheld",
        "COMMISSIONS: repeated stage; I9",
        STAGES,
        "return WithheldReason.REPEATED_STAGE if repeated else None",
        "return None",
        (f"{STAGED}test_a_crate_arrives_once_so_a_second_delivery_is_withheld",),
    ),
    Mutant(
        "leg-at-a-wrong-place-paid",
        "legs touched by an open blocking discrepancy are withheld on the server too",
        "COMMISSIONS: withheld",
        "sync_server/custody/folding.py",
        "if each.is_blocking and not settles(",
        "if not each.is_blocking and not settles(",
        (
            "tests/sync_server/custody/test_what_is_withheld.py"
            "::test_a_drop_at_a_place_of_no_plan_pays_nobody_yet",
        ),
    ),
    Mutant(
        "old-legs-kept-beside-the-new",
        "a crate folded again replaces its legs",
        "I7; I8",
        "sync_server/custody/projection.py",
        "[crate.code for crate in relegged if crate.code in legs]",
        "[crate.code for crate in relegged if crate.code not in legs]",
        (
            "tests/sync_server/custody/test_projection.py"
            "::test_the_same_facts_in_any_order_of_arrival_give_the_same_state",
        ),
    ),
    Mutant(
        "odd-cent-lost",
        "a split loses nothing",
        "I9",
        "shared/money.py",
        "parts = (low_cents + 1,) * extra_cents + (low_cents,) * (part_count - extra_cents)",
        "parts = (low_cents,) * part_count",
        ("tests/shared/test_money.py::test_a_split_loses_no_cent",),
    ),
)

SETTLEMENT_MUTANTS = (
    Mutant(
        "settled-again",
        "a closing settles what is due less what was settled before",
        "I8; I11",
        SETTLE,
        "amount_cents=now.amount_cents - before_cents)",
        "amount_cents=now.amount_cents)",
        (f"{SETTLED}test_closing_twice_adds_nothing",),
    ),
    Mutant(
        "withdrawn-line-kept",
        "a line that no longer follows from the facts is taken back",
        "I8",
        SETTLE,
        "line = replace(settled[-1], amount_cents=-before_cents)",
        "line = replace(settled[-1], amount_cents=0)",
        (f"{SETTLED}test_a_voided_line_is_taken_back_whole",),
    ),
    Mutant(
        "later-month-settled-early",
        "lines of a later month wait for their own closing",
        "COMMISSIONS: closing",
        SETTLE,
        "if line.period <= closing_period)",
        "if line.period)",
        (f"{SETTLED}test_lines_of_a_later_period_wait_for_their_own_closing",),
    ),
    Mutant(
        "disputed-line-moves",
        "a disputed line does not move until the decision",
        "COMMISSIONS: dispute",
        SETTLE,
        ".difference(frozen_keys)",
        ".difference(())",
        (f"{SETTLED}test_a_disputed_line_does_not_move_until_the_decision",),
    ),
    Mutant(
        "closed-period-closed-again",
        "closing a closed period again is a no-op",
        "I11",
        "sync_server/settlement/closing.py",
        "    if held is not None:\n",
        "    if held is not None and held.feed_seq == feed.seq + 1:\n",
        (f"{CLOSED}test_closing_twice_gives_the_same_settlement_and_writes_nothing",),
    ),
    Mutant(
        "closed-over-an-open-discrepancy",
        "an open blocking discrepancy keeps its period open",
        "Decision 0061",
        "sync_server/settlement/blocking.py",
        "open_items(session, ItemFilter(is_blocking=True))",
        "open_items(session, ItemFilter(is_blocking=False))",
        (f"{BLOCKED}test_an_open_blocking_discrepancy_of_the_period_blocks_it",),
    ),
    Mutant(
        "closed-without-the-failed-crates",
        "crates whose projection failed keep the period open",
        "Decision 0061",
        "sync_server/settlement/blocking.py",
        "    if not_projected:\n",
        "    if len(not_projected) > 1_000_000:\n",
        (f"{BLOCKED}test_crates_not_computed_and_a_log_with_a_hole_block",),
    ),
    Mutant(
        "discrepancy-with-two-items",
        "each discrepancy has exactly one work item",
        "I12",
        WORK,
        "held |= {item.key: item for item in queries.items_by_key(session, unheld)}",
        "held |= {item.key: item for item in queries.items_by_key(session, [])}",
        (f"{DECIDED}test_what_is_in_quarantine_and_listed_again_has_one_item_and_holds_nothing_up",),
    ),
    Mutant(
        "item-closed-by-looking-elsewhere",
        "an item closes only where its crate was looked at again",
        "I12; decision 0063",
        WORK,
        "elif findings.looked_at(item.kind, item.crates, item.event_ids):",
        "elif key not in found:",
        (f"{ITEMS}test_what_is_odd_about_a_fact_is_not_closed_by_looking_at_its_crate_only",),
    ),
)

SECOND_READING_MUTANTS = (
    Mutant(
        "unknown-phone-stays-unknown",
        "what came while its phone was unknown counts once that phone is known as the sender's",
        "I1; decision 0315",
        "sync_server/api/enrolment.py",
        "            read_what_waited_for(runtime, device_id)\n",
        "",
        (
            "tests/sync_server/api/test_enrolling_a_phone.py::"
            "test_what_came_while_its_phone_was_unknown_counts_once_it_is_known_as_the_senders[P001]",
        ),
    ),
    Mutant(
        "distrusted-body-read-again",
        "what was not trusted on the day is not read again",
        "I13",
        AGAIN,
        "    QuarantineReason.TOO_LARGE,\n)",
        "    QuarantineReason.TOO_LARGE,\n    QuarantineReason.REVOKED,\n)",
        (f"{READ_AGAIN}test_what_was_not_trusted_on_the_day_is_not_read_again",),
    ),
    Mutant(
        "second-reading-believes-any-phone",
        "a body read again must still be of its sender's phones",
        "I13; Quarantine or discrepancy",
        AGAIN,
        "elif not each.sender.speaks_for(reading.device):",
        'elif reading.device == "":',
        (f"{READ_AGAIN}test_what_still_cannot_be_read_stays_with_todays_reason",),
    ),
    Mutant(
        "second-reading-counts-twice",
        "a fact kept twice becomes one event, and both positions leave the quarantine",
        "I2; I13",
        AGAIN,
        "_free_positions(connection, numbered + repeated)",
        "_free_positions(connection, numbered)",
        (f"{READ_AGAIN}test_the_same_fact_kept_twice_is_one_event_and_other_bytes_are_not",),
    ),
    Mutant(
        "second-reading-takes-a-reused-id",
        "an id known with other bytes stays aside at the second reading too",
        "I2; I13",
        AGAIN,
        "elif text_of[reading.id] == each.body.text:",
        "elif text_of[reading.id]:",
        (f"{READ_AGAIN}test_the_same_fact_kept_twice_is_one_event_and_other_bytes_are_not",),
    ),
    Mutant(
        "second-reading-changes-no-crate",
        "what becomes an event at last counts like any other",
        "I13; I7",
        "sync_server/upkeep/after_push.py",
        "legs_moved = project_what_was_taken(session, feed, found.taken, now_ms)",
        "legs_moved = False",
        (READABLE,),
    ),
    Mutant(
        "second-reading-leaves-its-item",
        "the work item of a body that can be read at last is closed",
        "I12; I13",
        "sync_server/upkeep/after_push.py",
        "for log_id, seq in found.freed], now_ms)",
        "for log_id, seq in found.freed[1:]], now_ms)",
        (READABLE,),
    ),
)

"""Mutants of blank labels bound to consignments, and of facts of removed phones let in."""

from tests.mutants.mutant import Mutant

PURE = "shared/custody/bound_labels.py"
FITTED = "sync_server/network/bound_crates.py"
FOLDED = "sync_server/custody/folding.py"
COUNTED = "sync_server/commission/queries.py"
PLANNED = "sync_server/network/plan_queries.py"
FOLLOWED = "sync_server/upkeep/after_planning.py"
LET_IN = "sync_server/upkeep/removed_phone.py"
BOUND = "tests/sync_server/bound/test_bound_labels.py::"
REMOVED = "tests/sync_server/upkeep/test_removed_phone.py::"
STATED = "Decision 0170"


def _of(name: str) -> str:
    return f"{BOUND}{name}[sqlite]"


TWO_LOTS = _of("test_one_label_bound_to_two_consignments_pays_nobody_until_a_coordinator_says_which")
REPLACED = _of("test_bound_in_place_of_a_crate_nobody_saw_it_is_carried_seen_by_the_next_helper_and_paid")
REPLANNED = _of("test_an_import_and_a_new_plan_leave_the_bound_crate_where_it_is")
FELLOWS_PLANNED = _of("test_a_bound_crate_that_alone_is_under_way_goes_as_its_fellows_are_planned")

LABEL_MUTANTS = (
    Mutant(
        "second-claim-on-a-label-unseen",
        "a label claimed for two consignments is for a coordinator to decide",
        STATED,
        PURE,
        "    rivals = [each for each in claims if each.consignment_id != claims[0].consignment_id]\n",
        "    rivals = []\n",
        (TWO_LOTS,),
    ),
    Mutant(
        "printed-label-bound-away",
        "a printed label stays what it is, and the claim is asked about",
        STATED,
        PURE,
        "strange = [each for each in claims if each.consignment_id != printed_for]",
        "strange = []",
        (_of("test_a_printed_label_of_another_consignment_stays_what_it_is"),),
    ),
    Mutant(
        "contested-label-paid",
        "legs of a label claimed twice pay nobody until it is decided",
        STATED,
        FOLDED,
        "        blocked |= {leg.end_event_id for leg in chain.legs if leg.ended_ms",
        "        blocked |= {leg.end_event_id for leg in chain.legs[:0] if leg.ended_ms",
        (TWO_LOTS,),
    ),
    Mutant(
        "paid-before-the-second-claim-withheld",
        "what was carried before a second claim stays paid",
        STATED,
        FOLDED,
        " if leg.ended_ms >= label.contested_from_ms}",
        "}",
        (_of("test_what_was_carried_before_a_second_claim_stays_paid"),),
    ),
    Mutant(
        "voided-claims-stand",
        "a bind a coordinator voids makes no crate",
        STATED,
        PURE,
        "            aside |= each.event_ids\n",
        "            pass\n",
        (_of("test_neither_bind_stands_where_the_coordinator_says_so"),),
    ),
    Mutant(
        "bound-crates-beside-all-printed-ones",
        "a bound crate that was carried takes the place of a printed one nobody saw",
        STATED,
        FITTED,
        "too_many = max(0, len(wanted) + carried - fellows[0].crate_total)",
        "too_many = 0",
        (REPLACED,),
    ),
    Mutant(
        "printed-crate-replaced-at-the-bind",
        "before its pickup a bound crate takes nobody's place",
        STATED,
        FITTED,
        "sum(each.bound_by is not None and each.code in seen for each in fellows)",
        "sum(each.bound_by is not None for each in fellows)",
        (_of("test_until_it_is_taken_nothing_printed_leaves_the_list"),),
    ),
    Mutant(
        "seen-printed-crate-replaced",
        "a printed crate that was seen is never given up",
        STATED,
        FITTED,
        "(each for each in wanted if each.code not in seen)",
        "(each for each in wanted)",
        (_of("test_a_printed_crate_seen_after_all_comes_back_beside_the_bound_one"),),
    ),
    Mutant(
        "legs-counted-instead-of-crates",
        "as many legs as were ordered are not all where crates were bound",
        STATED,
        COUNTED,
        "uncommon = or_(_CRATE.c.status != CrateStatus.ACTIVE, _CRATE.c.bound_by.is_not(None))",
        "uncommon = _CRATE.c.status != CrateStatus.ACTIVE",
        (_of("test_bound_and_left_behind_its_part_waits_for_who_brings_it"),),
    ),
    Mutant(
        "bound-crates-planned-like-ordered-ones",
        "a new plan is one of the ordered crates; the same plan again changes nothing",
        STATED,
        PLANNED,
        ".where(MOVE.c.round_id.in_(chunk), ~is_bound)",
        ".where(MOVE.c.round_id.in_(chunk))",
        (REPLANNED,),
    ),
    Mutant(
        "bound-crates-left-behind-by-a-new-plan",
        "bound crates go the way of their fellows, whatever was planned since",
        STATED,
        FOLLOWED,
        "{*listed, *bound_fellows(session, listed)}",
        "{*listed}",
        (FELLOWS_PLANNED,),
    ),
    Mutant(
        "label-not-found-by-its-import",
        "a label bound before its consignment is imported waits for it",
        STATED,
        FOLLOWED,
        ", *labels_of_consignments(session, pks)}",
        "}",
        (_of("test_bound_before_its_consignment_is_imported_it_waits_for_it"),),
    ),
    Mutant(
        "more-let-in-than-was-shown",
        "only what the coordinator was shown is let in",
        "Decision 0171",
        LET_IN,
        "    if len(kept) != wanted.shown:\n        return LetIn.MORE_CAME\n",
        "",
        (f"{REMOVED}test_what_comes_after_is_kept_aside_again[sqlite]",),
    ),
    Mutant(
        "let-in-without-a-trace",
        "letting facts in is itself a fact",
        "Decision 0171",
        LET_IN,
        "    record_own(session, feed, [_fact(wanted, kept)], OwnPen(now_ms, random_bytes))\n",
        "",
        (f"{REMOVED}test_let_in_they_pay_as_if_they_had_come_in_time",),
    ),
)

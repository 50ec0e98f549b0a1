"""Mutants of the projection in its savepoint, of pages of rows, and of the cursor that proves history."""

from tests.mutants.mutant import Mutant

AFTER = "sync_server/upkeep/after_push.py"
PULL = "sync_server/custody/pull.py"
ROWS = "sync_server/db/rows.py"
TOMBSTONES = "sync_server/db/tombstones.py"
OLD = "tests/sync_server/api/test_old_tombstones.py::"
PROJECTED = "tests/sync_server/custody/test_projection.py::"
PULLED = "tests/sync_server/api/test_pulling_rows.py::"
PROVES = "tests/sync_server/api/test_what_a_cursor_proves.py::"
NEVER_FAILS = f"{PROJECTED}test_a_projection_that_fails_never_fails_the_push_and_is_made_again"

PROJECTION_MUTANTS = (
    Mutant(
        "failed-projection-fails-the-push",
        "a projection that fails never fails the push",
        "Ingest: SAVEPOINT",
        AFTER,
        "mark_crates_dirty(session.connection(), taken.touched_crates)",
        "raise",
        (NEVER_FAILS,),
    ),
    Mutant(
        "failed-projection-forgotten",
        "a projection that fails marks its crates dirty, to be made again",
        "Ingest: SAVEPOINT",
        AFTER,
        "mark_crates_dirty(session.connection(), taken.touched_crates)",
        "mark_crates_dirty(session.connection(), ())",
        (NEVER_FAILS,),
    ),
    Mutant(
        "failed-projection-half-kept",
        "a projection that fails leaves nothing of itself behind",
        "Ingest: SAVEPOINT",
        AFTER,
        "with session.begin_nested():",
        "if session.is_active:",
        (
            "tests/sync_server/custody/test_failed_projection.py"
            "::test_a_projection_that_fails_half_way_leaves_nothing_of_itself",
        ),
    ),
    Mutant(
        "crate-of-a-moved-event-left-as-it-was",
        "a clock mark that comes late moves the crates already projected",
        "Clock; I6; I7",
        "sync_server/custody/ingest.py",
        "frozenset(code for code, _ in linked.links) | moved_crates,",
        "frozenset(code for code, _ in linked.links),",
        (
            "tests/sync_server/custody/test_effective_times.py"
            "::test_a_clock_mark_that_comes_late_moves_the_crates_already_projected",
        ),
    ),
    Mutant(
        "void-before-its-target-forgotten",
        "a void that arrives before what it voids counts all the same",
        "I6",
        "sync_server/custody/amendments.py",
        "links += [(code, amendment_pk) for code in facts[target_pk].crates]",
        "links += []",
        (f"{PROJECTED}test_a_void_that_arrives_before_what_it_voids_counts_all_the_same",),
    ),
    Mutant(
        "void-of-somebody-elses-fact",
        "only its author or a coordinator withdraws a fact",
        "Objects: corrections",
        "shared/custody/standing.py",
        "return amendment.by_coordinator or amendment.fact.actor == target.fact.actor",
        "return True",
        ("tests/shared/custody/test_standing.py::test_somebody_else_may_not_void_it",),
    ),
)

PULL_MUTANTS = (
    Mutant(
        "cursor-runs-ahead-of-the-page",
        "`pos` is the last stamp delivered while there is more",
        "pull: more false => pos = head",
        PULL,
        "reached = last_stamp if more else seen",
        "reached = seen",
        (f"{PULLED}test_pages_are_bounded_and_lead_to_the_end",),
    ),
    Mutant(
        "page-in-another-order",
        "rows come in stamp order",
        "pull: in stamp order",
        PULL,
        'merged.order_by("stamp").limit(bindparam("most"))',
        'merged.order_by("row_id").limit(bindparam("most"))',
        (f"{PROVES}test_rows_that_moved_on_come_in_their_new_turn",),
    ),
    Mutant(
        "last-row-sent-again",
        "rows with a stamp beyond `pos`, not at it",
        "pull: stamp > pos",
        PULL,
        '_DELIVERY.c.stamp > bindparam("pos")',
        '_DELIVERY.c.stamp >= bindparam("pos")',
        (f"{PULLED}test_pages_are_bounded_and_lead_to_the_end",),
    ),
    Mutant(
        "end-told-too-early",
        "a page that is cut says that there is more",
        "pull: more",
        PULL,
        "if len(texts) == limit or (",
        "if len(texts) > limit or (",
        (f"{PULLED}test_pages_are_bounded_and_lead_to_the_end",),
    ),
    Mutant(
        "rows-of-everybody",
        "never a row outside the scope",
        "I5",
        PULL,
        '_DELIVERY.c.audience_id == bindparam(f"audience_{n}"), ',
        "",
        (f"{PULLED}test_a_new_phone_gets_its_scope_and_nothing_else",),
    ),
    Mutant(
        "round-out-of-sight-before-it-is-closed",
        "a round stays with its driver until it is closed, however late",
        "pull: scope",
        "sync_server/custody/scope.py",
        '_ROUND.c.status != bindparam("closed")',
        '_ROUND.c.status == bindparam("closed")',
        (f"{PROVES}test_a_round_never_closed_stays_in_sight",),
    ),
    Mutant(
        "witness-not-looked-at",
        "a server restored and written on is noticed by the hash of what was seen",
        "Ideas 4; pull: hash at seen",
        PULL,
        "return held is not None and witness_of(held) == cursor.witness",
        "return held is not None",
        (f"{PULLED}test_a_restored_server_that_wrote_as_much_again_or_more_is_noticed_by_the_witness",),
    ),
    Mutant(
        "witness-of-the-head-not-looked-at",
        "the witness counts also where the feed is exactly as long as the one seen",
        "Ideas 4; pull: hash at seen",
        PULL,
        "return cursor.witness == witness_of(seen_hash)",
        "return True",
        (f"{PULLED}test_a_restored_server_that_wrote_as_much_again_or_more_is_noticed_by_the_witness",),
    ),
    Mutant(
        "witness-at-pos",
        "the witness is of the newest history seen, not of the last row delivered",
        "Objects: cursor",
        PULL,
        "    new_cursor = Cursor(reached, seen, witness_of(seen_hash), scope_version, walking)",
        "    at_pos = witness_of(hash_at(session, reached) or feed_start())\n"
        "    new_cursor = Cursor(reached, reached, at_pos, scope_version, walking and 0)",
        (f"{PROVES}test_a_row_moved_beyond_the_page_is_not_lost_when_the_server_goes_back",),
    ),
    Mutant(
        "scope-change-unnoticed",
        "a change of scope is a reset",
        "pull: scope changed",
        PULL,
        "or cursor.scope_version != scope_version",
        "or cursor.scope_version is scope_version",
        (f"{PULLED}test_a_new_round_changes_the_scope_and_resets",),
    ),
    Mutant(
        "row-taken-away-unnoticed",
        "a row that leaves an audience resets the phones that held it",
        "pull: scope; I4; I5",
        ROWS,
        "_bump(connection, left)",
        "_bump(connection, ())",
        (f"{PULLED}test_a_row_that_leaves_an_audience_resets_the_phones_that_held_it",),
    ),
    Mutant(
        "old-cursor-misses-tombstones",
        "a cursor below the forgotten tombstones is a reset",
        "pull: pos below the tombstones",
        PULL,
        "< purged_stamp",
        "< 0",
        (f"{PULLED}test_a_cursor_behind_forgotten_tombstones_is_a_reset",),
    ),
    Mutant(
        "tombstones-not-sent",
        "a row that is gone comes as a tombstone",
        "One round trip: x",
        PULL,
        ".join(_ROW, _ROW.c.id == page.c.row_id)",
        ".join(_ROW, (_ROW.c.id == page.c.row_id) & (_ROW.c.deleted == 0))",
        (f"{PULLED}test_a_dropped_row_comes_as_a_tombstone",),
    ),
    Mutant(
        "tombstones-forgotten-early",
        "tombstones are kept 400 days",
        "pull: tombstones (400 days)",
        TOMBSTONES,
        "TOMBSTONE_LIFE_DAYS = 400",
        "TOMBSTONE_LIFE_DAYS = 40",
        (f"{OLD}test_a_tombstone_is_kept_four_hundred_days_and_no_longer",),
    ),
    Mutant(
        "floor-left-behind",
        "the floor moves with the tombstones that are removed",
        "pull: pos below the tombstones; I4",
        TOMBSTONES,
        "_HEAD.c.purged_stamp < floor)",
        "_HEAD.c.purged_stamp > floor)",
        (f"{OLD}test_a_phone_behind_the_floor_is_given_everything_anew",),
    ),
    Mutant(
        "rows-removed-with-the-tombstones",
        "only tombstones are removed, never a row",
        "pull: tombstones; I4",
        TOMBSTONES,
        ".where(_ROW.c.deleted == 1, _ROW.c.stamp <=",
        ".where(_ROW.c.stamp <=",
        (f"{OLD}test_a_tombstone_is_kept_four_hundred_days_and_no_longer",),
    ),
    Mutant(
        "walk-below-the-floor-begins-again",
        "a walk from the beginning passes below the floor",
        "pull: tombstones; I14",
        PULL,
        "or max(cursor.pos, cursor.since) < purged_stamp",
        "or cursor.pos < purged_stamp",
        (f"{OLD}test_a_walk_from_the_beginning_passes_below_the_floor",),
    ),
)

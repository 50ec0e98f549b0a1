"""Mutants of when a fact happened, and of what a backup makes safe."""

from tests.mutants.mutant import Mutant

TIMES = "shared/custody/effective_time.py"
MARKS = "mobile/sync/clock_marks.py"
TIMED = "tests/shared/custody/test_effective_time.py::"
TO_THE_LETTER = "tests/shared/custody/test_times_to_the_letter.py::"
MARKED = "tests/mobile/sync/test_clock_marks.py::"
AROUND = "tests/sync_server/custody/test_times_around_a_settled_one.py::"
SET_TO_2036 = f"{TIMED}test_a_phone_set_to_2036_is_held_between_its_known_neighbours_and_drags_nobody"
PROOF = "sync_server/backup/chains.py"
COPIED = "tests/sync_server/backup/test_taking_backups.py::"
RESTORED = "tests/sync_server/backup/test_restoring.py::"
CHANGED = f"{COPIED}test_whatever_was_changed_in_a_copy_shows"

CLOCK_MUTANTS = (
    Mutant(
        "before-the-first-mark-all-at-once",
        "outside the marks of a boot session a fact is offset from the nearest",
        "Clock (1)",
        TIMES,
        "return anchors[0][1] + boot_ms - anchors[0][0]",
        "return anchors[0][1]",
        (f"{TIMED}test_a_clock_set_back_three_hours_in_mid_round_is_put_right_by_the_boot_clock",),
    ),
    Mutant(
        "after-the-last-mark-all-at-once",
        "outside the marks of a boot session a fact is offset from the nearest",
        "Clock (1)",
        TIMES,
        "return anchors[-1][1] + boot_ms - anchors[-1][0]",
        "return anchors[-1][1]",
        (f"{TO_THE_LETTER}test_after_the_last_mark_the_boot_clock_goes_on",),
    ),
    Mutant(
        "drift-left-to-the-first-mark",
        "between two marks of a boot session a fact is interpolated",
        "Clock (1)",
        TIMES,
        "* (time_b - time_a) // (boot_b - boot_a)",
        "",
        (f"{TIMED}test_between_two_marks_drift_is_shared_out",),
    ),
    Mutant(
        "way-back-not-counted",
        "a mark is the server's time plus half the round trip",
        "Clock: clock event {server_time, boot, rtt}",
        TIMES,
        '(fact.data.get("rtt") or 0) // 2',
        '(fact.data.get("rtt") or 0) * 0',
        (f"{TO_THE_LETTER}test_half_the_round_trip_is_added_to_the_servers_time",),
    ),
    Mutant(
        "old-satellite-believed",
        "a satellite's time counts up to 60 s of age",
        "Clock (2)",
        TIMES,
        "age_ms <= GPS_MAX_AGE_MS",
        "age_ms >= 0",
        (f"{TO_THE_LETTER}test_a_satellites_time_counts_for_a_minute_and_no_longer",),
    ),
    Mutant(
        "satellite-before-the-marks",
        "marks of the boot session come before a satellite's time",
        "Clock (1), (2)",
        TIMES,
        "        if session:\n",
        "        if session and fact.gps_ms is None:\n",
        (f"{TO_THE_LETTER}test_marks_come_before_a_satellite",),
    ),
    Mutant(
        "wall-clock-held-by-nothing",
        "a wall clock is held between the phone's neighbouring known times",
        "Clock (3)",
        TIMES,
        "wall_ms = min(wall_ms, latest)",
        "wall_ms = max(wall_ms, latest)",
        (SET_TO_2036,),
    ),
    Mutant(
        "one-wrong-clock-drags-the-rest",
        "times are never forced to increase",
        "Clock: never force it to increase",
        TIMES,
        "        walls[fact.id] = EffectiveTime(held, source)\n",
        "        walls[fact.id] = EffectiveTime(held, source)\n        last_known = held\n",
        (SET_TO_2036,),
    ),
    Mutant(
        "doubtful-clock-not-told",
        "a wall clock that had to be held is a discrepancy",
        "Clock (3): clock-doubt",
        "shared/custody/discrepancies.py",
        "if time.source is TimeSource.CLAMPED:",
        "if time.source is TimeSource.GPS:",
        (
            "tests/shared/custody/test_discrepancies.py"
            "::test_a_doubtful_clock_a_far_future_hot_cheese_and_a_mountain_of_crates_are_told",
        ),
    ),
    Mutant(
        "same-instant-in-order-of-arrival",
        "total order is (effective time, id)",
        "Clock: total order; I6",
        "shared/custody/chain.py",
        "key=lambda each: (each.at_ms, each.event_id))",
        "key=lambda each: each.at_ms)",
        (
            "tests/shared/custody/test_claims_to_the_letter.py"
            "::test_two_who_act_at_the_same_instant_are_put_in_order_by_the_ids_of_their_facts",
        ),
    ),
    Mutant(
        "new-boot-session-not-marked",
        "a boot session without a mark gets one at its first sync",
        "Clock",
        MARKS,
        "if boot_key != mark.boot_key or boot_ms is None:",
        "if boot_ms is None:",
        (f"{MARKED}test_a_boot_session_is_marked_once_an_hour",),
    ),
    Mutant(
        "old-mark-never-renewed",
        "a mark more than an hour old is followed by another",
        "Clock",
        MARKS,
        "return not 0 <= mark.boot_ms - boot_ms <= CLOCK_MARK_EVERY_MS",
        "return mark.boot_ms < boot_ms",
        (f"{MARKED}test_a_boot_session_is_marked_once_an_hour",),
    ),
    Mutant(
        "counter-stands-still",
        "each body has the next number of its phone's counter",
        "Clock: counter n",
        "mobile/store/journal.py",
        "n=end.n + 1,",
        "n=end.n,",
        ("tests/mobile/store/test_counter.py::test_each_fact_has_the_next_number_of_its_phone",),
    ),
    Mutant(
        "late-mark-moves-nothing-around-it",
        "times kept push by push equal those of all facts at once",
        "Clock: a pure function of the set; I7",
        "sync_server/custody/clocks.py",
        "settled += [stored.fact for stored in anchored]",
        "settled += []",
        (f"{AROUND}test_a_late_mark_moves_the_doubtful_neighbours_of_all_it_dates",),
    ),
    Mutant(
        "number-of-a-clone-out-of-bounds",
        "a doubtful fact that shares its number with a known one is held on both sides all the same",
        "Clock (3): by n; I7",
        "sync_server/custody/clocks.py",
        "if any(each.fact.n == lowest for each in doubtful):",
        "if lowest > highest:",
        (f"{AROUND}test_a_cloned_phone_that_counts_the_same_numbers_moves_nobody_out_of_bounds",),
    ),
)

BACKUP_MUTANTS = (
    Mutant(
        "safe-before-any-backup",
        "`safe` is what a verified backup holds",
        "I15; decision 0098",
        "sync_server/api/sync.py",
        "else safe_seq(session, log.id)",
        "else result.next - 1",
        ("tests/sync_server/api/test_pushing_a_log.py::test_a_first_push_is_taken_in_and_acknowledged",),
    ),
    Mutant(
        "safe-one-too-far",
        "`safe` goes no further than the copy",
        "I15",
        PROOF,
        "return {log_id: seq for _, log_id, seq, _ in heads}",
        "return {log_id: seq + 1 for _, log_id, seq, _ in heads}",
        (f"{COPIED}test_phones_hear_what_a_verified_backup_holds_and_not_more",),
    ),
    Mutant(
        "safe-goes-back",
        "`safe` never goes back",
        "I15; decision 0098",
        "sync_server/backup/queries.py",
        "if seq > before.get(log_id, seq)]",
        "if seq != before.get(log_id, seq)]",
        ("tests/sync_server/backup/test_safe_never_goes_back.py::test_an_older_copy_takes_nothing_back",),
    ),
    Mutant(
        "copy-of-another-history-counts",
        "a copy counts where the live feed tells the same history",
        "Decision 0098",
        "sync_server/backup/taking.py",
        "if live == copied.feed_hash:",
        "if copied.feed_hash:",
        (f"{COPIED}test_a_copy_of_another_history_is_not_a_backup_of_this_server",),
    ),
    Mutant(
        "changed-event-in-a-copy-missed",
        "a copy is proven by its feed's hashes over the stored bodies",
        "Decision 0098",
        PROOF,
        "if digest is not None and held not in",
        "if digest is None and held not in",
        (f"{CHANGED}[UPDATE event SET body = replace(body, 'R001', 'R002')-feed-broken]",),
    ),
    Mutant(
        "hole-in-a-copied-log-missed",
        "a copy is proven by every log from h_0 to its head",
        "Decision 0098",
        PROOF,
        "if seq != before + 1 or next_hash(previous, raw) != bytes(hash_):",
        "if seq <= before and next_hash(previous, raw) != bytes(hash_):",
        (f"{CHANGED}[UPDATE log_entry SET body = x'5b' WHERE body IS NOT NULL-log-broken]",),
    ),
    Mutant(
        "short-feed-in-a-copy-missed",
        "a copied feed is gapless and its head is its last number",
        "Decision 0098; I3",
        PROOF,
        "if (head_seq, bytes(head_hash)) != (reached, hash_) or events != numbered_events:",
        "if events != numbered_events:",
        (f"{CHANGED}[UPDATE feed_head SET seq = seq + 1-feed-broken]",),
    ),
    Mutant(
        "restored-server-closes-at-once",
        "after a restore, closing waits until the phones of before are back",
        "Decision 0099",
        "sync_server/settlement/blocking.py",
        "    for phone in awaited:\n",
        "    for phone in awaited[1:]:\n",
        (f"{RESTORED}test_closing_waits_for_the_phones_of_before_and_a_coordinator_may_do_without",),
    ),
    Mutant(
        "replaced-database-thrown-away",
        "the database a backup replaces is kept",
        "Decision 0099",
        "sync_server/backup/replacing.py",
        "old.rename(new)",
        "old.unlink()",
        (f"{RESTORED}test_the_database_replaced_is_kept_and_the_backup_stays",),
    ),
)

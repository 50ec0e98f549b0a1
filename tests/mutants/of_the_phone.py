"""Mutants of what a phone makes of replies, and of how it keeps facts, rows and their cursor."""

from tests.mutants.mutant import Mutant

REPLIES = "mobile/sync/replies.py"
HTTP = "mobile/sync/http_peer.py"
SCHEDULE = "mobile/sync/schedule.py"
JOURNAL = "mobile/store/journal.py"
OUTBOX = "mobile/store/outbox.py"
PULLED = "mobile/store/pulled.py"
OVERLAY = "mobile/store/overlay.py"
NETWORKS = "tests/mobile/sync/test_bad_networks.py::"
TO_THE_LETTER = "tests/mobile/sync/test_replies_to_the_letter.py::"
HISTORIES = "tests/mobile/sync/test_histories_that_differ.py::"

REPLY_MUTANTS = (
    Mutant(
        "nonce-not-compared",
        "a reply counts only where it echoes this request's nonce",
        "One round trip: nonce",
        REPLIES,
        "if reply.nonce != trip.request.nonce:",
        'if reply.nonce == "":',
        (f"{NETWORKS}test_a_stranger_in_the_servers_place_is_no_network",),
    ),
    Mutant(
        "any-content-type-believed",
        "the phone accepts only application/json",
        "One round trip",
        HTTP,
        'if response.status_code != HTTP_OK or media_type != "application/json":',
        "if response.status_code != HTTP_OK:",
        (f"{TO_THE_LETTER}test_a_right_reply_under_another_content_type_is_no_network",),
    ),
    Mutant(
        "reply-may-be-cached",
        "a reply is kept by nobody on the way (Cache-Control: no-store)",
        "One round trip",
        "sync_server/api/problems.py",
        '"Cache-Control": "no-store"',
        '"Cache-Control": "public"',
        ("tests/sync_server/api/test_refusals.py::test_every_reply_echoes_the_nonce_and_is_kept_by_nobody",),
    ),
    Mutant(
        "fork-not-heard",
        "a phone told to fork names its log anew",
        "Ingest: fork",
        REPLIES,
        "if log.status is LogStatus.FORK or not take_next(",
        "if not take_next(",
        (f"{HISTORIES}test_a_cloned_phone_forks_and_both_logs_are_kept_whole",),
    ),
    Mutant(
        "next-beyond-the-end-believed",
        "a `next` beyond head + 1 is a fork",
        "Ingest: fork; I15",
        OUTBOX,
        "if not 1 <= server_next <= head + 1:",
        "if not 1 <= server_next:",
        (f"{HISTORIES}test_a_phone_restored_from_an_older_copy_forks_too",),
    ),
    Mutant(
        "fork-told-what-is-safe",
        "of a log about to begin nothing is safe",
        "I15",
        "sync_server/api/sync.py",
        "NOTHING_SAFE if isinstance(result, Fork) else",
        "NOTHING_SAFE if isinstance(result, Gap) else",
        (
            "tests/sync_server/backup/test_taking_backups.py"
            "::test_a_phone_told_to_fork_is_told_that_nothing_of_its_new_log_is_safe",
        ),
    ),
    Mutant(
        "refused-pull-wipes-the-rows",
        "a refused pull changes no row and no cursor",
        "One round trip; Errors: 403",
        REPLIES,
        "if pull.status is PullStatus.REFUSED or pace.is_push_only:",
        "if pace.is_push_only:",
        (f"{TO_THE_LETTER}test_a_refused_pull_leaves_rows_and_cursor_as_they_are",),
    ),
    Mutant(
        "old-quarantine-shown-for-ever",
        "what a reply lists replaces what was known of these positions",
        "Decision 0092",
        OUTBOX,
        '"DELETE FROM quarantined_fact WHERE seq >= ?", (since,)',
        '"DELETE FROM quarantined_fact WHERE seq < 0 * ?", (since,)',
        (f"{HISTORIES}test_what_a_restored_server_now_accepts_is_no_longer_shown_as_quarantined",),
    ),
    Mutant(
        "quarantine-not-noted",
        "the phone keeps the positions that are in quarantine, with the reason",
        "I13",
        REPLIES,
        "listed = [(each.seq, each.reason) for each in log.quarantined]",
        "listed: list[tuple[int, str]] = []",
        (f"{HISTORIES}test_a_phone_taken_back_hands_in_its_facts_for_a_while_then_is_shut_out",),
    ),
    Mutant(
        "gap-leaves-the-old-list",
        "after a gap the list of another history is replaced whole",
        "Decision 0092",
        REPLIES,
        "since = 1 if log.status is LogStatus.GAP else min(trip.batch.first, log.next)",
        "since = min(trip.batch.first, log.next)",
        (f"{TO_THE_LETTER}test_after_a_gap_nothing_is_left_of_what_another_history_had_in_quarantine",),
    ),
)

STORE_MUTANTS = (
    Mutant(
        "fact-committed-before-its-overlay",
        "a fact and what it says of crates are recorded in one transaction",
        "The phone's side: recording",
        JOURNAL,
        "    _note_what_it_says(connection, seq, fact)\n    return",
        '    run(connection, "COMMIT")\n    run(connection, "BEGIN IMMEDIATE")\n'
        "    _note_what_it_says(connection, seq, fact)\n    return",
        (
            "tests/mobile/store/test_recorded_whole.py"
            "::test_a_fact_whose_crates_cannot_be_noted_is_not_recorded",
        ),
    ),
    Mutant(
        "cursor-committed-before-its-rows",
        "rows and their cursor are stored in one transaction",
        "pull: cursor and rows in one local transaction; I4",
        PULLED,
        '        _change_rows(connection, "pulled_row", page.changes)\n',
        '        connection.exec_driver_sql("UPDATE sync_state SET cursor = ?", (page.cursor,))\n'
        '        connection.exec_driver_sql("COMMIT")\n'
        '        connection.exec_driver_sql("BEGIN IMMEDIATE")\n'
        '        _change_rows(connection, "pulled_row", page.changes)\n',
        (f"{TO_THE_LETTER}test_a_page_that_cannot_be_kept_leaves_its_cursor_behind",),
    ),
    Mutant(
        "second-tap-is-a-second-act",
        "the same intent twice is one act",
        "I1; decision 0053",
        "mobile/actions/recording.py",
        "if already:",
        "if already and not already:",
        ("tests/mobile/actions/test_recording_once.py::test_a_double_tap_is_one_pickup",),
    ),
    Mutant(
        "own-facts-not-laid-over",
        "the screen shows pulled rows overlaid with own facts the rows do not tell yet",
        "pull: overlay",
        OVERLAY,
        "is_covered=seq < covered,",
        "is_covered=seq >= 0,",
        ("tests/mobile/store/test_reading_a_round.py::test_taken_crates_are_in_hand_and_due_at_the_hub",),
    ),
    Mutant(
        "own-facts-vanish-between-two-pages",
        "own facts are laid over until the last page of rows that tell them is there",
        "pull: overlay",
        PULLED,
        "if covered is not None and not page.has_more:",
        "if covered is not None:",
        (f"{TO_THE_LETTER}test_own_facts_stay_on_the_screen_while_the_rows_that_tell_them_are_on_their_way",),
    ),
    Mutant(
        "fork-resends-only-the-rest",
        "a forked phone resends its whole log from 1",
        "Ingest: fork",
        JOURNAL,
        "SET log_id = ?, next = 1, safe = 0, covered = 1",
        "SET log_id = ?, safe = 0, covered = 1",
        (f"{TO_THE_LETTER}test_a_log_named_anew_is_chained_anew_and_all_of_it_is_still_to_be_sent",),
    ),
    Mutant(
        "fork-chains-only-the-end",
        "a forked phone chains its whole log anew under the new name",
        "Ingest: fork; I3",
        JOURNAL,
        'WHERE seq = ?", hashes)',
        'WHERE seq = ?", hashes[-1:])',
        (f"{TO_THE_LETTER}test_a_log_named_anew_is_chained_anew_and_all_of_it_is_still_to_be_sent",),
    ),
    Mutant(
        "fork-keeps-saying-safe",
        "of a log named anew nothing is backed up",
        "I15",
        JOURNAL,
        "next = 1, safe = 0, covered = 1",
        "next = 1, covered = 1",
        (f"{TO_THE_LETTER}test_a_log_named_anew_is_chained_anew_and_all_of_it_is_still_to_be_sent",),
    ),
    Mutant(
        "reset-adds-to-the-old-rows",
        "a reset replaces all pulled rows",
        "pull: reset; I4; I5",
        PULLED,
        '        "DELETE FROM pulled_row",\n',
        "",
        (f"{HISTORIES}test_a_round_given_to_another_helper_vanishes_at_the_next_sync",),
    ),
    Mutant(
        "long-reset-adds-to-the-old-rows",
        "a reset of several pages replaces all pulled rows too",
        "pull: reset; I4; I5",
        PULLED,
        "if page.is_reset or _is_staging(connection):",
        "if page.is_reset and not page.has_more:",
        (f"{TO_THE_LETTER}test_a_reset_of_several_pages_takes_away_what_is_no_longer_in_sight",),
    ),
    Mutant(
        "reset-empties-the-screen-first",
        "a reset of several pages replaces the rows only when it is whole",
        "pull: reset in one transaction",
        PULLED,
        '        connection.exec_driver_sql("DELETE FROM staged_row")\n',
        '        connection.exec_driver_sql("DELETE FROM staged_row")\n'
        '        connection.exec_driver_sql("DELETE FROM pulled_row")\n',
        (f"{HISTORIES}test_a_reset_cut_half_way_leaves_the_plan_on_the_screen",),
    ),
    Mutant(
        "tombstone-not-heard",
        "a tombstone takes the row away",
        "One round trip: x; I4",
        REPLIES,
        "None if row.x is not None else row.d",
        "row.d or {}",
        (f"{TO_THE_LETTER}test_a_row_that_is_gone_goes_from_the_phone",),
    ),
    Mutant(
        "torn-file-believed",
        "the file is read through before it is trusted",
        "The phone's side: schema",
        "mobile/store/database.py",
        'if not is_new and _pragma(connection, "quick_check(1)") != "ok":',
        'if is_new and _pragma(connection, "quick_check(1)") != "ok":',
        (
            "tests/mobile/store/test_damaged_file.py::test_whatever_page_is_lost_the_facts_of_the_others_are_saved",
        ),
    ),
    Mutant(
        "commit-not-on-the-disk",
        "synchronous=FULL: what is recorded survives a power cut",
        "The phone's side: recording",
        "mobile/store/database.py",
        '    _pragma(connection, "synchronous = FULL")\n    _assert_durable(connection)',
        '    _pragma(connection, "synchronous = NORMAL")',
        ("tests/mobile/store/test_opening_the_store.py::test_the_connection_is_durable_and_the_only_one",),
    ),
)

"""Mutants of how a phone paces itself: what it does when refused, how much it sends, when it tries again."""

from tests.mutants.mutant import Mutant

PROBLEMS = "mobile/sync/problems.py"
SCHEDULE = "mobile/sync/schedule.py"
NETWORKS = "tests/mobile/sync/test_bad_networks.py::"
TO_THE_LETTER = "tests/mobile/sync/test_replies_to_the_letter.py::"
HISTORIES = "tests/mobile/sync/test_histories_that_differ.py::"
SCHEDULED = "tests/mobile/sync/test_schedule.py::"

PACE_MUTANTS = (
    Mutant(
        "too-large-not-halved",
        "413 halves the batch",
        "Errors: 413",
        PROBLEMS,
        "        case 413:\n",
        "        case 499:\n",
        (f"{NETWORKS}test_a_batch_refused_again_and_again_shrinks_until_it_passes[413-too-large]",),
    ),
    Mutant(
        "spoilt-bytes-not-tried-again",
        "400 is tried once more before less is sent",
        "Errors: 400",
        PROBLEMS,
        "if not pace.tried_again:",
        "if pace.tried_again:",
        (f"{NETWORKS}test_a_batch_refused_again_and_again_shrinks_until_it_passes[400-truncated]",),
    ),
    Mutant(
        "failure-halves-nothing",
        "a batch that failed is half as large the next time",
        "The phone's side: batch adapts",
        "mobile/sync/engine.py",
        "                pace.halve()\n",
        "",
        (
            "tests/mobile/sync/test_batches.py"
            "::test_a_network_that_fails_is_given_less_the_next_time_but_not_too_little",
        ),
    ),
    Mutant(
        "one-stuck-fact-holds-up-the-rows",
        "a fact that never passes is kept and named, and rows still come",
        "Errors: 400, at one event keep it",
        PROBLEMS,
        "pace.is_push_blocked, pace.blocked_by, pace.blocked_slug = True, fact_hash, slug\n    return None",
        "return ContactCoordinator(slug, fact_hash)",
        (f"{NETWORKS}test_one_fact_that_never_passes_is_kept_and_named_and_rows_still_come",),
    ),
    Mutant(
        "gesture-forgets-nothing",
        "a gesture resets the back-off",
        "The phone's side: back-off",
        SCHEDULE,
        "due_at_ms=now_ms, failures=0,",
        "due_at_ms=now_ms,",
        (f"{SCHEDULED}test_a_gesture_forgets_every_failure",),
    ),
    Mutant(
        "success-forgets-nothing",
        "success resets the back-off",
        "The phone's side: back-off",
        SCHEDULE,
        "return SyncSchedule(now_ms + _ms(SYNC_IDLE_S))",
        "return SyncSchedule(now_ms + _ms(SYNC_IDLE_S), schedule.failures)",
        ("tests/mobile/sync/test_back_off.py::test_a_pass_that_went_well_forgets_every_failure",),
    ),
    Mutant(
        "bug-disarms-the-timer",
        "while facts are pending a pass is always due some time",
        "The phone's side: when",
        SCHEDULE,
        "return SyncSchedule(now_ms + _ms(BACKOFF_LAST_S), schedule.failures + 1)",
        "return SyncSchedule(None, schedule.failures + 1)",
        (f"{SCHEDULED}test_whatever_happens_a_pass_is_due_within_a_quarter_of_an_hour",),
    ),
    Mutant(
        "no-chance-in-the-wait",
        "the wait is drawn, so that a hundred phones do not come back at once",
        "The phone's side: back-off uniform",
        SCHEDULE,
        'longest_s * int.from_bytes(randomness.random_bytes(4), "big") / 2**32',
        "longest_s",
        (f"{SCHEDULED}test_the_wait_is_drawn_between_nothing_and_the_doubled_time",),
    ),
    Mutant(
        "unknown-phone-loses-its-log",
        "a phone the server does not know keeps its log, which resumes under the next credential",
        "Errors: 401",
        PROBLEMS,
        "            return _refused_credential(problem)\n",
        "            start_new_log(store, randomness.random_bytes)\n"
        "            return _refused_credential(problem)\n",
        (f"{TO_THE_LETTER}test_a_phone_asked_to_enrol_keeps_its_log_and_its_name",),
    ),
    Mutant(
        "unknown-phone-not-asked-to-enrol",
        "401 asks the person to enrol",
        "Errors: 401",
        PROBLEMS,
        "        return MustEnrol()\n",
        "        return PhoneRevoked()\n",
        (f"{HISTORIES}test_an_unknown_phone_is_asked_to_enrol_and_its_log_resumes",),
    ),
)

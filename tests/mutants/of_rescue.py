"""Mutants of facts carried to the server by a colleague's phone."""

from tests.mutants.mutant import Mutant

SERVICE = "sync_server/rescue/service.py"
CARRIER = "mobile/sync/rescue.py"
HANDED = "tests/sync_server/rescue/test_handing_over.py::"
SAID = "tests/mobile/sync/rescue/test_what_the_server_says.py::"

RESCUE_MUTANTS = (
    Mutant(
        "carried-gap-taken-at-once",
        "a pack that leaves a gap is kept by its carrier until what comes before it is there",
        "Decision 0106; Ingest: gap",
        SERVICE,
        "if not _was_waited_for(session, opened, now_ms):",
        "if _was_waited_for(session, opened, now_ms):",
        (f"{HANDED}test_a_pack_that_leaves_a_gap_is_kept_by_its_carrier_until_what_comes_before_is_there",),
    ),
    Mutant(
        "carried-gap-waited-for-for-ever",
        "after a week a pack is taken without what should come before it",
        "Decision 0106; I1",
        SERVICE,
        "return since_ms is not None and now_ms - since_ms > GAP_PATIENCE_MS",
        "return since_ms is None and now_ms > GAP_PATIENCE_MS",
        (
            f"{HANDED}test_after_a_week_a_pack_is_taken_without_what_should_come_before_it"
            "_and_nothing_counts_twice",
        ),
    ),
    Mutant(
        "carried-fork-refused",
        "a pack whose phone began another history since loses nothing",
        "Decision 0106; I1",
        SERVICE,
        "        case Fork():\n            return _take_as_a_log_of_its_own(session, feed, opened, now_ms)",
        "        case Fork(next=held):\n            return HandedOver(RescueStatus.KNOWN, log_id, held, 0)",
        (f"{HANDED}test_a_pack_whose_phone_began_another_history_since_loses_nothing",),
    ),
    Mutant(
        "carried-for-a-phone-shut-out",
        "thirty days after a phone was taken out of service nothing of it is taken",
        "Errors: 403",
        SERVICE,
        "    if opened.is_shut_out:\n",
        "    if opened.is_shut_out and not opened.push.events:\n",
        (f"{HANDED}test_thirty_days_after_a_phone_was_taken_out_of_service_nothing_of_it_is_taken",),
    ),
    Mutant(
        "carried-facts-of-a-revoked-phone-believed",
        "carried facts are judged as if their own phone had pushed them",
        "Decision 0106; I13",
        SERVICE,
        "is_revoked=device.is_revoked)",
        "is_revoked=False)",
        (f"{HANDED}test_facts_of_a_phone_taken_out_of_service_are_kept_aside_as_if_it_had_pushed_them",),
    ),
    Mutant(
        "answer-to-another-pack-believed",
        "an answer counts for the pack whose digest it echoes",
        "Decision 0106",
        CARRIER,
        "case RescueReply(pack=digest) if digest != pack.digest:",
        'case RescueReply(pack=digest) if digest == "":',
        (
            "tests/mobile/sync/rescue/test_answers_to_another_pack.py"
            "::test_an_answer_to_another_pack_says_nothing_of_this_one",
        ),
    ),
    Mutant(
        "pack-let-go-before-a-backup-holds-it",
        "a carrier lets a pack go once a backup holds it",
        "Decision 0106; I1",
        CARRIER,
        "return CarriedState.SAFE if reply.safe else CarriedState.RECEIVED",
        "return CarriedState.SAFE",
        (f"{SAID}test_a_pack_is_let_go_once_a_backup_holds_it_and_not_before",),
    ),
)

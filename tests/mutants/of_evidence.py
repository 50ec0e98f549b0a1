"""Mutants of evidence: what is believed, whose it is, what it is, when it goes, when a copy may go."""

from tests.mutants.mutant import Mutant

PEER = "mobile/sync/http_peer.py"
STEP = "mobile/sync/evidence.py"
KEPT = "mobile/store/evidence.py"
RECORDING = "mobile/actions/recording.py"
QUESTIONS = "sync_server/evidence/questions.py"
UPLOADED = "tests/mobile/sync/test_evidence.py::"
KEPT_TESTS = "tests/mobile/sync/test_evidence_kept.py::"
BLOBS = "tests/sync_server/api/test_blobs.py::"
ERASED = "tests/sync_server/evidence/test_erasure.py::"
KILLED_ANYWHERE = (
    "tests/mobile/store/test_kill_at_every_statement.py::"
    "test_nothing_told_recorded_is_lost_wherever_the_process_dies"
)
IN_QUESTION = f"{ERASED}test_what_is_in_question_stays_for_a_year"

EVIDENCE_MUTANTS = (
    Mutant(
        "evidence-believes-a-portal",
        "an answer about evidence without this request's nonce is nobody's word",
        "Decision 0102",
        PEER,
        "if answer is None or response.headers.get(UPLOAD_NONCE) != nonce:",
        "if answer is None:",
        (f"{UPLOADED}test_a_portal_that_answers_for_the_server_is_not_believed",),
    ),
    Mutant(
        "evidence-before-facts",
        "a fact recorded meanwhile goes up before the next chunk",
        "Decision 0102",
        STEP,
        "if pending_facts(connection):",
        "if pending_facts(connection) < 0:",
        (f"{UPLOADED}test_facts_never_wait_for_evidence",),
    ),
    Mutant(
        "evidence-not-asked-for-again",
        "what a restored server lacks is sent again",
        "Decision 0101",
        STEP,
        "ask_again(connection, missing)",
        "ask_again(connection, past)",
        (f"{KEPT_TESTS}test_a_server_that_lost_a_piece_asks_for_it_again",),
    ),
    Mutant(
        "evidence-dropped-before-it-is-safe",
        "a piece goes only once a backup made after it arrived holds it",
        "Decision 0101",
        KEPT,
        "received_at_head < (SELECT safe",
        "received_at_head <= (SELECT safe",
        (f"{KEPT_TESTS}test_a_piece_stays_here_until_a_backup_made_after_it_arrived_holds_it",),
    ),
    Mutant(
        "evidence-half-kept",
        "evidence is kept in the transaction of the fact that names it",
        "Decision 0101",
        RECORDING,
        "keep_evidence(connection, ids[0], packed.pieces)",
        "keep_evidence(connection, ids[0], packed.pieces[1:])",
        (KILLED_ANYWHERE,),
    ),
    Mutant(
        "evidence-of-anybody",
        "only what facts of a phone of the same person name is known",
        "Decision 0102",
        "sync_server/evidence/queries.py",
        ".where(_REFERENCE.c.name == _PIECE.c.name, _DEVICE.c.person_id == uploader.person_id)",
        ".where(_REFERENCE.c.name == _PIECE.c.name)",
        (f"{BLOBS}test_only_the_phones_of_who_named_a_piece_may_send_it",),
    ),
    Mutant(
        "evidence-without-its-hash",
        "the whole is hashed before anything is made of it",
        "Decision 0102",
        "sync_server/evidence/judging.py",
        "if name_of(packed) != name:",
        "if not name_of(packed):",
        (f"{BLOBS}test_bytes_that_are_not_those_of_the_name_are_forgotten_and_asked_for_anew",),
    ),
    Mutant(
        "evidence-shown-as-it-came",
        "people see only pixels encoded anew",
        "Decision 0103",
        "sync_server/evidence/judging.py",
        "return shown_copy(piece.content)",
        "return shown_copy(piece.content) and piece.content",
        (
            "tests/sync_server/evidence/test_images.py::"
            "test_of_a_file_that_is_two_things_at_once_only_the_picture_is_left",
        ),
    ),
    Mutant(
        "evidence-in-question-erased",
        "what an open discrepancy or a dispute is about stays for a year",
        "Decision 0104",
        QUESTIONS,
        "if by & events}",
        "if by <= events}",
        (IN_QUESTION,),
    ),
    Mutant(
        "evidence-bytes-left-in-free-pages",
        "erased bytes are nowhere in the files",
        "Decision 0101",
        "sync_server/evidence/queries.py",
        'connection.exec_driver_sql("PRAGMA secure_delete = ON")',
        'connection.exec_driver_sql("PRAGMA secure_delete = OFF")',
        (f"{ERASED}test_erased_bytes_are_nowhere_in_the_files",),
    ),
    Mutant(
        "evidence-held-but-asked-for",
        "what is held is not asked for",
        "Decision 0102",
        "sync_server/evidence/queries.py",
        'values = {"state": PieceState.HELD.value',
        'values = {"state": PieceState.MISSING.value',
        (f"{BLOBS}test_a_piece_is_asked_for_and_taken_in_one_chunk",),
    ),
    Mutant(
        "evidence-lost-in-a-backup",
        "a copy that lacks a piece it says it holds is no backup",
        "Decision 0101",
        "sync_server/evidence/proving.py",
        "if original is None or name_of(bytes(original)) != name:",
        "if original is not None and name_of(bytes(original)) != name:",
        (f"{ERASED}test_a_backup_holds_the_evidence_and_one_that_lost_a_piece_is_none",),
    ),
)

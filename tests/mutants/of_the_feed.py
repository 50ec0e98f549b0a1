"""Mutants of the feed, of the hash chains and of what is stored under them."""

from tests.mutants.mutant import Mutant

FEED = "sync_server/db/feed.py"
CHAIN = "shared/sync/hashchain.py"
PUSHED = "tests/sync_server/api/test_pushing_a_log.py::"
TO_THE_LETTER = "tests/sync_server/api/test_pushes_to_the_letter.py::"
CHAINED = "tests/shared/sync/test_hashchain.py::"
VERIFIED = f"{PUSHED}test_the_feed_has_no_gap_and_its_hashes_verify_after_many_pushes_at_once"

FEED_MUTANTS = (
    Mutant(
        "feed-skips-a-number",
        "each accepted event and changed row takes the next number, without a gap",
        "Objects: feed; I3",
        FEED,
        "enumerate(entries, start=before + 1)",
        "enumerate(entries, start=before + 2)",
        (VERIFIED,),
    ),
    Mutant(
        "feed-hash-without-content",
        "a feed hash binds the content",
        "Objects: feed",
        CHAIN,
        "ref.encode() + digest).digest()",
        "ref.encode()).digest()",
        (f"{CHAINED}test_the_feed_hash_binds_kind_reference_and_content",),
    ),
    Mutant(
        "feed-hash-not-chained",
        "each feed hash follows from the one before, also within one transaction",
        "Objects: feed; I3",
        FEED,
        "fh = next_feed_hash(fh, entry.kind",
        "fh = next_feed_hash(feed.fh, entry.kind",
        (VERIFIED,),
    ),
    Mutant(
        "feed-head-stays-behind",
        "the head moves with what was appended",
        "Ingest: advance feed seq and fh",
        FEED,
        '("seq", "fh"), ("id",), [(feed.seq, fh, 1)]',
        '("seq",), ("id",), [(feed.seq, 1)]',
        (VERIFIED,),
    ),
    Mutant(
        "feed-hash-of-other-bytes",
        "the feed hashes the body as stored",
        "Objects: body, feed",
        "sync_server/custody/ingest.py",
        'NewEntry("event", fact.id, body.raw)',
        'NewEntry("event", fact.id, body.raw.strip(b"{}"))',
        (VERIFIED,),
    ),
    Mutant(
        "feed-not-locked-on-postgresql",
        "the feed row is locked first (SELECT FOR UPDATE)",
        "Ingest: lock the feed row first; Ideas 7",
        FEED,
        "select(_HEAD.c.seq, _HEAD.c.fh).with_for_update()",
        "select(_HEAD.c.seq, _HEAD.c.fh)",
        (
            "tests/sync_server/api/test_on_postgresql.py"
            "::test_pushes_of_one_log_at_once_store_each_event_exactly_once",
        ),
        needs_postgresql=True,
    ),
    Mutant(
        "write-lock-taken-late",
        "a writing transaction takes the lock before it reads (BEGIN IMMEDIATE)",
        "Ingest: lock the feed row first",
        "sync_server/db/session.py",
        '_listen(writer, "BEGIN IMMEDIATE"',
        '_listen(writer, "BEGIN"',
        (
            "tests/sync_server/db/test_one_writer_at_a_time.py"
            "::test_a_second_writer_is_kept_out_before_it_has_read_anything",
        ),
    ),
    Mutant(
        "log-start-without-its-name",
        "h_0 is the hash of the log's name",
        "Objects: log",
        CHAIN,
        'return sha256(log_id.encode("ascii")).digest()',
        'return sha256(b"").digest()',
        (f"{CHAINED}test_a_log_starts_with_the_hash_of_its_id_as_text",),
    ),
    Mutant(
        "log-hash-without-the-one-before",
        "h_n = sha256(h_(n-1) || body_n)",
        "Objects: log",
        CHAIN,
        "return sha256(previous + body).digest()",
        "return sha256(body).digest()",
        (f"{CHAINED}test_each_body_is_chained_by_its_raw_bytes",),
    ),
    Mutant(
        "log-hash-of-tidied-bytes",
        "the hash is of the bytes sent, never of a re-serialisation",
        "Objects: body",
        "sync_server/custody/stretch.py",
        "[text.encode() for text in push.events]",
        "[text.strip().encode() for text in push.events]",
        (f"{TO_THE_LETTER}test_a_body_is_kept_and_hashed_with_the_very_spaces_it_was_sent_with",),
    ),
    Mutant(
        "unchanged-row-takes-a-number",
        "a row takes a number when it changed, and only then",
        "Objects: feed",
        "sync_server/db/rows.py",
        "or before.d != d or",
        "or before.d == d or",
        ("tests/sync_server/db/test_rows_and_feed.py::test_a_row_that_did_not_change_takes_no_number",),
    ),
    Mutant(
        "tombstone-for-nobody",
        "whoever holds a row hears that it is gone",
        "Objects: feed; pull: tombstones",
        "sync_server/db/rows.py",
        '_Change(t, k, "", 1, before.audience_ids, before)',
        '_Change(t, k, "", 1, frozenset(), before)',
        ("tests/sync_server/api/test_pulling_rows.py::test_a_dropped_row_comes_as_a_tombstone",),
    ),
)

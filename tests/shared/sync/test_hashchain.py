"""The hash chain, against figures worked with hashlib by the letter of the specification."""

from hashlib import sha256

from shared.sync.hashchain import chain_hashes, content_digest, log_start, next_feed_hash, next_hash

LOG_ID = "5e0f0000-0000-4000-8000-000000000001"


def test_a_log_starts_with_the_hash_of_its_id_as_text():
    assert log_start(LOG_ID) == sha256(LOG_ID.encode()).digest()


def test_each_body_is_chained_by_its_raw_bytes():
    first = sha256(log_start(LOG_ID) + '{"é":1}'.encode()).digest()
    assert next_hash(log_start(LOG_ID), '{"é":1}'.encode()) == first
    assert chain_hashes(log_start(LOG_ID), ['{"é":1}'.encode(), b"{}"]) == [first, next_hash(first, b"{}")]


def test_the_feed_hash_binds_kind_reference_and_content():
    expected = sha256(bytes(32) + b"event" + b"id-1" + sha256(b"{}").digest()).digest()
    assert next_feed_hash(bytes(32), "event", "id-1", content_digest(b"{}")) == expected

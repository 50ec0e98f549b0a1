"""Uploading evidence in relais/1: the headers of HEAD and PATCH /v1/blobs/{sha256}, and the limits."""

BLOB_CHUNK_BYTES = 64 * 1024
BLOBS_A_DAY_BYTES = 30 * 1024 * 1024
# How many names `blobs.missing` of a sync reply lists at most.
MISSING_LISTED_MAX = 50

CHUNK_TYPE = "application/offset+octet-stream"
# How far the server has an object, in bytes; in a PATCH, where its chunk begins.
UPLOAD_OFFSET = "Upload-Offset"
# The size of the whole object, in a PATCH.
UPLOAD_LENGTH = "Upload-Length"
# `?1` once the server holds the whole object and has judged it; nothing else says so.
UPLOAD_COMPLETE = "Upload-Complete"
IS_COMPLETE = "?1"
# Echoed by every answer, also a refusal: a portal's page or a cache's old answer is nobody's word.
UPLOAD_NONCE = "Upload-Nonce"

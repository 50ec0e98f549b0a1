"""Evidence: photos, signatures and positions that facts refer to by hash, and that can be erased for good."""

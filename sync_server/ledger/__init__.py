"""The ledger: double entry in whole cents, written once and never changed."""

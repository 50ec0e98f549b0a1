"""Reconciliation: each discrepancy has one work item, open until the facts or a coordinator settle it."""

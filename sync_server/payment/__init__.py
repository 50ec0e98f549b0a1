"""Payment: transfers and receipts of closed periods, and the bookkeeping entries made of the ledger."""

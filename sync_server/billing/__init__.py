"""Billing: who each person is to the bank and to the tax office, dated, written once for each change."""

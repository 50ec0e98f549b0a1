"""Mes commissions: per period, each line with its amount and its state."""

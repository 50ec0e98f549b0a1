"""Commissions: the tariff book, lines computed from legs in the database, and the lines phones show."""

"""Départ: what should be aboard, what is, what lacks and what is too much, before leaving."""

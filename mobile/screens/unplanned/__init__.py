"""Tournée hors plan: a round begun on the phone, of which the coordinator knows nothing yet."""

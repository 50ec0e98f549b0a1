"""Fin de tournée: kilometres, time, costs, who has what is still aboard, and what the round brings."""

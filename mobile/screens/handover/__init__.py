"""The screen « Remettre des caisses »."""

"""Verrou: the code of who holds this phone."""

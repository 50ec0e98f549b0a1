"""Qui tient ce téléphone: the secret code, and the people who share the phone."""

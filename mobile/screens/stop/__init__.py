"""Arrêt: what is to be left and taken at one place."""

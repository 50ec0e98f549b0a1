"""Tournée d’essai: begin it, begin it anew, leave it."""

"""Réglages: language, text size, colours, this phone, good to know."""

"""The screen « Remises »: what is open and what is done."""

"""Inscription: a code, four digits to compare, and the phone opens."""

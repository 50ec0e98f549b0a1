"""Copies of the database that are proven before they count, and what a restored one still waits for."""

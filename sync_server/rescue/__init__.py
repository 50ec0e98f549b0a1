"""Rescue: facts of a phone that cannot reach the server, brought sealed by a colleague's."""
